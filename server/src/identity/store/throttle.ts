import type { Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { Tally } from '../core/throttle.ts';

/** The tallies of these keys in the order asked for, locked until the transaction ends. */
export const talliesForUpdate = async (tx: Tx, keys: readonly string[], now: Instant): Promise<Tally[]> => {
  await sql`
    insert into identity.throttle (key, failures, last_at, blocked_until)
    select k, 0, ${now}, ${now} from unnest(${[...keys].sort()}::text[]) k order by k on conflict do nothing`.execute(
    tx,
  );
  const rows = await tx
    .selectFrom('identity.throttle')
    .selectAll()
    .where('key', 'in', keys)
    .orderBy('key')
    .forUpdate()
    .execute();
  return keys.map((key) => rows.find((r) => r.key === key) ?? { failures: 0, last_at: now, blocked_until: now });
};

export const setTally = async (tx: Tx, key: string, tally: Tally): Promise<void> => {
  const { failures, last_at, blocked_until } = tally;
  await tx.updateTable('identity.throttle').set({ failures, last_at, blocked_until }).where('key', '=', key).execute();
};

export const forgetTallies = async (tx: Tx, keys: readonly string[]): Promise<void> => {
  await tx.deleteFrom('identity.throttle').where('key', 'in', keys).execute();
};

/** Takes one failure back: the attempt that was counted ahead was right. */
export const takeBack = async (tx: Tx, key: string): Promise<void> => {
  await tx
    .updateTable('identity.throttle')
    .set({ failures: sql<number>`greatest(failures - 1, 0)` })
    .where('key', '=', key)
    .execute();
};

export const forgetTalliesBefore = async (tx: Tx, before: Instant): Promise<void> => {
  await tx.deleteFrom('identity.throttle').where('last_at', '<', before).execute();
};
