import type { Id, Instant } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import type { Nas } from '../contract.ts';

const nas = (tx: Tx) =>
  tx
    .selectFrom('aaa.nas as n')
    .leftJoin('aaa.nas as r', 'r.id', 'n.range_id')
    .select([
      'n.id',
      'n.name',
      'n.address',
      'n.vendor',
      'n.tags',
      'n.coa_port',
      'n.message_authenticator',
      'n.signs_since',
      'n.state',
      'n.created_at',
    ])
    .select(['n.radsec_identity', 'n.radsec_certificate_ends_at', 'n.mac_auth', 'n.identify_by', 'n.device_log_in'])
    .select(['n.by_identifier', 'n.new_at_most', 'n.range_id', 'r.name as range_name', 'n.identifier'])
    .select(['n.seen_first_at', sql<string | null>`host(n.seen_first_from)`.as('seen_first_from'), 'n.looked_at'])
    .select(sql<boolean>`n.secret_sealed is not null`.as('has_own_secret'));

export const nasById = (tx: Tx, id: Id): Promise<Nas | undefined> => nas(tx).where('n.id', '=', id).executeTakeFirst();

/** What a NAS is known by, and no two share. */
export interface WantedNas {
  readonly id: Id;
  readonly name: string;
  readonly address: string;
  readonly radsec_identity: string | null;
  readonly range_id: Id | null;
  readonly identifier: string | null;
}

/** What of this a NAS other than `id` has already. */
export const nasClash = async (
  tx: Tx,
  { id, name, address, radsec_identity, range_id, identifier }: WantedNas,
): Promise<'name' | 'address' | 'radsec_identity' | 'identifier' | undefined> => {
  const place =
    range_id === null
      ? sql<boolean>`address = ${address}::cidr and range_id is null`
      : sql<boolean>`range_id = ${range_id} and identifier = ${identifier}`;
  const row = await tx
    .selectFrom('aaa.nas')
    .select(['name', 'radsec_identity'])
    .where('id', '!=', id)
    .where((e) => e.or([e('name', '=', name), place, e('radsec_identity', '=', radsec_identity)]))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.name === name) return 'name';
  if (radsec_identity !== null && row.radsec_identity === radsec_identity) return 'radsec_identity';
  return range_id === null ? 'address' : 'identifier';
};

/** Notes that a NAS was seen to send a Message-Authenticator. Of a range it says nothing: others in it may not. */
export const noteSigns = async (tx: Tx, id: Id, at: Instant): Promise<void> => {
  await tx
    .updateTable('aaa.nas')
    .set({ signs_since: at })
    .where('id', '=', id)
    .where('message_authenticator', '=', 'auto')
    .where('signs_since', 'is', null)
    .where(
      sql<boolean>`(range_id is not null or (by_identifier = 'off' and masklen(address) = case family(address) when 4 then 32 else 128 end))`,
    )
    .execute();
};

export const insertNas = (tx: Tx, row: Insertable<DB['aaa.nas']>) => tx.insertInto('aaa.nas').values(row).execute();

export const updateNasRow = (tx: Tx, id: Id, change: Updateable<DB['aaa.nas']>) =>
  tx.updateTable('aaa.nas').set(change).where('id', '=', id).execute();
