import type { Id, Instant } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import type { Nas } from '../contract.ts';

const nas = (tx: Tx) =>
  tx
    .selectFrom('aaa.nas')
    .select([
      'id',
      'name',
      'address',
      'vendor',
      'tags',
      'coa_port',
      'message_authenticator',
      'signs_since',
      'state',
      'created_at',
    ])
    .select(['radsec_identity', 'radsec_certificate_ends_at', 'mac_auth', 'identify_by', 'device_log_in']);

export const nasById = (tx: Tx, id: Id): Promise<Nas | undefined> => nas(tx).where('id', '=', id).executeTakeFirst();

/** What a NAS is known by, and no two share. */
export interface WantedNas {
  readonly id: Id;
  readonly name: string;
  readonly address: string;
  readonly radsec_identity: string | null;
}

/** What of this a NAS other than `id` has already. */
export const nasClash = async (
  tx: Tx,
  { id, name, address, radsec_identity }: WantedNas,
): Promise<'name' | 'address' | 'radsec_identity' | undefined> => {
  const row = await tx
    .selectFrom('aaa.nas')
    .select(['name', 'radsec_identity'])
    .where('id', '!=', id)
    .where((e) =>
      e.or([
        e('name', '=', name),
        sql<boolean>`address = ${address}::cidr`,
        e('radsec_identity', '=', radsec_identity),
      ]),
    )
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.name === name) return 'name';
  return radsec_identity !== null && row.radsec_identity === radsec_identity ? 'radsec_identity' : 'address';
};

/** Notes that a NAS was seen to send a Message-Authenticator. Of a range it says nothing: others in it may not. */
export const noteSigns = async (tx: Tx, id: Id, at: Instant): Promise<void> => {
  await tx
    .updateTable('aaa.nas')
    .set({ signs_since: at })
    .where('id', '=', id)
    .where('message_authenticator', '=', 'auto')
    .where('signs_since', 'is', null)
    .where(sql<boolean>`masklen(address) = case family(address) when 4 then 32 else 128 end`)
    .execute();
};

export const insertNas = (tx: Tx, row: Insertable<DB['aaa.nas']>) => tx.insertInto('aaa.nas').values(row).execute();

export const updateNasRow = (tx: Tx, id: Id, change: Updateable<DB['aaa.nas']>) =>
  tx.updateTable('aaa.nas').set(change).where('id', '=', id).execute();
