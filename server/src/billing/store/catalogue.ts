import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Listing, type Page, paginate } from '../../kernel/http/page.ts';
import type { DunningPolicy, LegalEntity, Tax } from '../contract.ts';

export const insertLegalEntity = (tx: Tx, row: Insertable<DB['billing.legal_entity']>): Promise<LegalEntity | undefined> =>
  tx
    .insertInto('billing.legal_entity')
    .values(row)
    .onConflict((c) => c.column('code').doNothing())
    .returningAll()
    .executeTakeFirst();

export const insertInvoiceSeries = async (tx: Tx, legalEntityId: Id, pattern: string): Promise<void> => {
  await tx.insertInto('billing.number_series').values({ legal_entity_id: legalEntityId, kind: 'invoice', pattern }).execute();
};

export const updateLegalEntityRow = (tx: Tx, id: Id, change: Updateable<DB['billing.legal_entity']>): Promise<LegalEntity | undefined> =>
  tx.updateTable('billing.legal_entity').set(change).where('id', '=', id).returningAll().executeTakeFirst();

export const legalEntityById = (tx: Tx, id: Id): Promise<LegalEntity | undefined> =>
  tx.selectFrom('billing.legal_entity').selectAll().where('id', '=', id).executeTakeFirst();

/** The legal entity that was there first: what a new account gets when none is named. */
export const firstLegalEntity = (tx: Tx): Promise<LegalEntity | undefined> =>
  tx.selectFrom('billing.legal_entity').selectAll().orderBy('created_at').orderBy('id').limit(1).executeTakeFirst();

export const listLegalEntities = (tx: Tx, input: Listing): Promise<Page<LegalEntity>> =>
  paginate(tx.selectFrom('billing.legal_entity').selectAll(), input, {
    sort: { code: { sql: 'code', field: 'code' }, name: { sql: 'name', field: 'name' } },
    fallback: 'code',
    idSql: 'id',
  });

const taxes = (tx: Tx) =>
  tx.selectFrom('billing.tax').select(['code', 'name', sql<string>`trim_scale(percent)::text`.as('percent'), 'inclusive', 'created_at']);

/** All taxes, by code. */
export const listTaxes = async (tx: Tx): Promise<{ items: Tax[]; next_cursor: null }> => ({
  items: await taxes(tx).orderBy('code').execute(),
  next_cursor: null,
});

export const insertTax = async (tx: Tx, row: Insertable<DB['billing.tax']>): Promise<Tax | undefined> => {
  const made = await tx
    .insertInto('billing.tax')
    .values(row)
    .onConflict((c) => c.column('code').doNothing())
    .returning('code')
    .executeTakeFirst();
  return made && taxes(tx).where('code', '=', made.code).executeTakeFirst();
};

const asPolicy = (row: { steps: unknown }) => row as unknown as DunningPolicy;

/** All dunning policies, by code. */
export const listDunningPolicies = async (tx: Tx): Promise<{ items: DunningPolicy[]; next_cursor: null }> => {
  const rows = await tx.selectFrom('billing.dunning_policy').selectAll().orderBy('code').execute();
  return { items: rows.map(asPolicy), next_cursor: null };
};

export const dunningPolicy = async (tx: Tx, code: string): Promise<DunningPolicy | undefined> => {
  const row = await tx.selectFrom('billing.dunning_policy').selectAll().where('code', '=', code).executeTakeFirst();
  return row && asPolicy(row);
};

/** Makes a dunning policy unless there is one of the code. */
export const insertDunningPolicy = async (tx: Tx, policy: DunningPolicy): Promise<void> => {
  await tx
    .insertInto('billing.dunning_policy')
    .values({ ...policy, steps: JSON.stringify(policy.steps) })
    .onConflict((c) => c.column('code').doNothing())
    .execute();
};

export const updateDunningPolicyRow = async (
  tx: Tx,
  code: string,
  change: Partial<Pick<DunningPolicy, 'name' | 'steps' | 'minimum_debt_minor'>>,
): Promise<DunningPolicy | undefined> => {
  const { steps, ...rest } = change;
  const row = await tx
    .updateTable('billing.dunning_policy')
    .set({ ...rest, ...(steps ? { steps: JSON.stringify(steps) } : {}), code })
    .where('code', '=', code)
    .returningAll()
    .executeTakeFirst();
  return row && asPolicy(row);
};
