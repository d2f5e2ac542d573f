import type { Id, Instant } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';

export const upsertOidc = async (tx: Tx, row: Insertable<DB['identity.oidc']>): Promise<void> => {
  const { kind: _, id: __, ...change } = row;
  await tx
    .insertInto('identity.oidc')
    .values(row)
    .onConflict((c) => c.columns(['kind', 'id']).doUpdateSet(change))
    .execute();
};

const live = (tx: Tx, kind: string, now: Instant) =>
  tx
    .selectFrom('identity.oidc')
    .select(['payload_sealed', 'consumed_at'])
    .where('kind', '=', kind)
    .where('expires_at', '>', now);

export const oidcById = (tx: Tx, kind: string, id: string, now: Instant) =>
  live(tx, kind, now).where('id', '=', id).executeTakeFirst();

export const oidcByUid = (tx: Tx, kind: string, uid: string, now: Instant) =>
  live(tx, kind, now).where('uid', '=', uid).executeTakeFirst();

/** Marks a row as used; false when it was used already: of two at once one wins. */
export const consumeOidc = async (tx: Tx, kind: string, id: string, now: Instant): Promise<boolean> => {
  const row = await tx
    .updateTable('identity.oidc')
    .set({ consumed_at: now })
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

/** The grant a row belongs to. */
export const grantOfOidc = async (tx: Tx, kind: string, id: string): Promise<Id | undefined> => {
  const row = await tx
    .selectFrom('identity.oidc')
    .select('grant_id')
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.grant_id ?? undefined;
};

export const deleteOidc = async (tx: Tx, kind: string, id: string): Promise<void> => {
  await tx.deleteFrom('identity.oidc').where('kind', '=', kind).where('id', '=', id).execute();
};

/** Deletes all of one kind that a grant gave. */
export const deleteOidcOfGrant = async (tx: Tx, kind: string, grantId: Id): Promise<void> => {
  await tx.deleteFrom('identity.oidc').where('kind', '=', kind).where('grant_id', '=', grantId).execute();
};

export const forgetOidc = async (tx: Tx, now: Instant): Promise<void> => {
  await tx.deleteFrom('identity.oidc').where('expires_at', '<', now).execute();
};

export const signingKeys = (tx: Tx) =>
  tx.selectFrom('identity.signing_key').selectAll().orderBy('created_at').orderBy('kid').execute();

/** Holds the ring of keys for one transaction: one process at a time changes it. */
export const lockSigningKeys = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(7432)`.execute(tx);
};

export const insertSigningKey = async (tx: Tx, row: Insertable<DB['identity.signing_key']>): Promise<void> => {
  await tx.insertInto('identity.signing_key').values(row).execute();
};

export const deleteSigningKeys = async (tx: Tx, kids: readonly string[]): Promise<void> => {
  if (kids.length > 0) await tx.deleteFrom('identity.signing_key').where('kid', 'in', kids).execute();
};
