import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import type { DB, Tx } from '../../kernel/db.ts';
import { type Listing, type Page, paginate } from '../../kernel/page.ts';
import type { DunningPolicy, LegalEntity } from '../contract.ts';

/** Adds a legal entity; `undefined` when its code is taken. */
export const insertLegalEntity = (
  tx: Tx,
  row: Insertable<DB['billing.legal_entity']>,
): Promise<LegalEntity | undefined> =>
  tx
    .insertInto('billing.legal_entity')
    .values(row)
    .onConflict((c) => c.column('code').doNothing())
    .returningAll()
    .executeTakeFirst();

export const insertSeries = async (tx: Tx, row: Insertable<DB['billing.number_series']>): Promise<void> => {
  await tx.insertInto('billing.number_series').values(row).execute();
};

export const updateLegalEntityRow = (
  tx: Tx,
  id: Id,
  change: Updateable<DB['billing.legal_entity']>,
): Promise<LegalEntity | undefined> =>
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

const asPolicy = (row: { steps: unknown }) => row as unknown as DunningPolicy;

/** All dunning policies, the first made first: it is the one that holds. */
export const dunningPolicies = async (tx: Tx): Promise<DunningPolicy[]> => {
  const rows = await tx
    .selectFrom('billing.dunning_policy')
    .selectAll()
    .orderBy('created_at')
    .orderBy('code')
    .execute();
  return rows.map(asPolicy);
};

/** Makes a dunning policy unless there is one of its code. */
export const insertPolicy = async (tx: Tx, policy: DunningPolicy): Promise<void> => {
  await tx
    .insertInto('billing.dunning_policy')
    .values({ ...policy, steps: JSON.stringify(policy.steps) })
    .onConflict((c) => c.column('code').doNothing())
    .execute();
};

export const updatePolicyRow = async (
  tx: Tx,
  code: string,
  { steps, ...change }: Partial<Pick<DunningPolicy, 'name' | 'steps' | 'minimum_debt_minor'>>,
): Promise<DunningPolicy | undefined> => {
  const row = await tx
    .updateTable('billing.dunning_policy')
    .set({ ...change, ...(steps ? { steps: JSON.stringify(steps) } : {}) })
    .where('code', '=', code)
    .returningAll()
    .executeTakeFirst();
  return row && asPolicy(row);
};
