import type { Day } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import type { Tax, TaxGroup } from '../contract/taxes.ts';

type TaxTable = Insertable<DB['billing.tax']>;
type Listed<T> = { items: T[]; next_cursor: null };

const RATES = sql<
  Tax['rates']
>`jsonb_build_array(jsonb_build_object('effective_from', null, 'percent', trim_scale(t.percent)::text)) || coalesce((
  select jsonb_agg(jsonb_build_object('effective_from', r.effective_from, 'percent', trim_scale(r.percent)::text) order by r.effective_from)
  from billing.tax_rate r where r.tax_code = t.code), '[]')`;

const taxes = (tx: Tx, today: Day) =>
  tx
    .selectFrom('billing.tax as t')
    .where('t.kind', '=', 'tax')
    .select(['t.code', 't.name', 't.inclusive', 't.compound', 't.created_at', RATES.as('rates')])
    .select(
      sql<string>`trim_scale(coalesce((select r.percent from billing.tax_rate r where r.tax_code = t.code and r.effective_from <= ${today}
        order by r.effective_from desc limit 1), t.percent))::text`.as('percent'),
    );

/** All taxes with the rates of a day, by code. */
export const listTaxes = async (tx: Tx, today: Day): Promise<Listed<Tax>> => ({
  items: await taxes(tx, today).orderBy('t.code').execute(),
  next_cursor: null,
});

export const taxByCode = (tx: Tx, code: string, today: Day): Promise<Tax | undefined> =>
  taxes(tx, today).where('t.code', '=', code).executeTakeFirst();

/** Whether there is a tax or group of the code. */
export const isTaxKnown = async (tx: Tx, code: string): Promise<boolean> =>
  (await tx.selectFrom('billing.tax').select('code').where('code', '=', code).executeTakeFirst()) !== undefined;

/** Adds a tax or group; false when its code is taken. */
const insertCode = async (tx: Tx, row: TaxTable): Promise<boolean> => {
  const made = await tx
    .insertInto('billing.tax')
    .values(row)
    .onConflict((c) => c.column('code').doNothing())
    .returning('code')
    .executeTakeFirst();
  return made !== undefined;
};

export const insertTax = (tx: Tx, row: Omit<TaxTable, 'kind' | 'taxes' | 'rules'>): Promise<boolean> =>
  insertCode(tx, { ...row, kind: 'tax' });

/** Notes a rate from a day on; false when the tax has one from that day. */
export const insertRate = async (tx: Tx, row: Insertable<DB['billing.tax_rate']>): Promise<boolean> => {
  const made = await tx
    .insertInto('billing.tax_rate')
    .values(row)
    .onConflict((c) => c.columns(['tax_code', 'effective_from']).doNothing())
    .returning('tax_code')
    .executeTakeFirst();
  return made !== undefined;
};

/** Takes a rate away; false when there was none. */
export const deleteRate = async (tx: Tx, code: string, effective_from: Day): Promise<boolean> => {
  const { numDeletedRows } = await tx
    .deleteFrom('billing.tax_rate')
    .where('tax_code', '=', code)
    .where('effective_from', '=', effective_from)
    .executeTakeFirst();
  return numDeletedRows > 0n;
};

const groups = (tx: Tx) =>
  tx
    .selectFrom('billing.tax')
    .where('kind', '=', 'group')
    .select(['code', 'name', 'inclusive', 'created_at'])
    .select([sql<TaxGroup['taxes']>`taxes`.as('taxes'), sql<TaxGroup['rules']>`rules`.as('rules')]);

/** All groups of taxes, by code. */
export const listTaxGroups = async (tx: Tx): Promise<Listed<TaxGroup>> => ({
  items: await groups(tx).orderBy('code').execute(),
  next_cursor: null,
});

/** The codes of all taxes, and the groups, locked: until this commits nobody else changes how they stand to each other. */
export const lockTaxes = async (tx: Tx): Promise<{ codes: string[]; groups: TaxGroup[] }> => {
  const rows = await tx.selectFrom('billing.tax').select(['code', 'kind']).orderBy('code').forNoKeyUpdate().execute();
  const { items } = await listTaxGroups(tx);
  return { codes: rows.flatMap(({ code, kind }) => (kind === 'tax' ? code : [])), groups: items };
};

export const insertTaxGroup = (tx: Tx, { rules, ...row }: TaxGroup): Promise<boolean> =>
  insertCode(tx, { ...row, kind: 'group', percent: null, rules: JSON.stringify(rules) });

export const updateTaxGroupRow = async (
  tx: Tx,
  { code, name, taxes: codes, rules }: Pick<TaxGroup, 'code' | 'name' | 'taxes' | 'rules'>,
): Promise<void> => {
  await tx
    .updateTable('billing.tax')
    .set({ name, taxes: codes, rules: JSON.stringify(rules) })
    .where('code', '=', code)
    .execute();
};
