import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { DeviceLevel } from '../core/way.ts';

/** A member of staff's log-in to the routers. */
export interface DeviceUser {
  /** Of the member of staff. */
  readonly id: Id;
  readonly username: string;
  readonly level: DeviceLevel;
  readonly changed_at: Instant;
}

const users = (tx: Tx) => tx.selectFrom('aaa.device_user').select(['id', 'username', 'level', 'changed_at']);

/** Keeps a device log-in in place of the one there was; `undefined` when another member of staff has the name. */
export const storeDeviceUser = async (
  tx: Tx,
  row: DeviceUser & { readonly password_sealed: Buffer },
): Promise<DeviceUser | undefined> => {
  const taken = await users(tx).where('username', '=', row.username).where('id', '!=', row.id).executeTakeFirst();
  if (taken) return undefined;
  const { id, ...change } = row;
  return tx
    .insertInto('aaa.device_user')
    .values(row)
    .onConflict((c) => c.column('id').doUpdateSet(change))
    .returning(['id', 'username', 'level', 'changed_at'])
    .executeTakeFirst();
};

/** Sets what a device log-in may do, if there is one and it differs. */
export const storeDeviceLevel = async (tx: Tx, id: Id, level: DeviceLevel, at: Instant): Promise<void> => {
  await tx
    .updateTable('aaa.device_user')
    .set({ level, changed_at: at })
    .where('id', '=', id)
    .where(sql<boolean>`level <> ${level}`)
    .execute();
};

/** Takes a device log-in away; gives whether there was one. */
export const deleteDeviceUser = async (tx: Tx, id: Id): Promise<boolean> => {
  const { numDeletedRows } = await tx.deleteFrom('aaa.device_user').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
};
