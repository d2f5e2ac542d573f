import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { Allowance } from '../core/allowance.ts';

interface Key {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

/** Stores an allowance; also one that says the same again, so that the directory counts from it anew. */
export const storeAllowance = async (tx: Tx, key: Key, a: Allowance, at: Instant): Promise<void> => {
  await sql`
    insert into aaa.allowance (account_id, subscription_id, changes_at, octets_left, ends_after_octets, ends_after_s, session_octets, counts_time, derived_at)
    values (${key.account_id}, ${key.subscription_id}, ${a.changes_at}::timestamptz, ${a.octets_left}::bigint, ${a.ends_after_octets}::bigint,
      ${a.ends_after_s}::integer, ${a.session_octets}::bigint, ${a.counts_time}, ${at})
    on conflict (account_id, subscription_id) do update set changes_at = excluded.changes_at, octets_left = excluded.octets_left,
      ends_after_octets = excluded.ends_after_octets, ends_after_s = excluded.ends_after_s, session_octets = excluded.session_octets,
      counts_time = excluded.counts_time, derived_at = excluded.derived_at`.execute(tx);
};

export const dropAllowance = (tx: Tx, key: Key) =>
  tx
    .deleteFrom('aaa.allowance')
    .where('account_id', '=', key.account_id)
    .where('subscription_id', '=', key.subscription_id)
    .execute();

/** Lets one at a time derive the access of each of these, and sees what the one before stored. */
export const lockAccess = async (tx: Tx, keys: readonly Key[]): Promise<void> => {
  await sql`
    select 1 from aaa.access where (account_id, subscription_id) in (select * from unnest(${keys.map((k) => k.account_id)}::uuid[],
      ${keys.map((k) => k.subscription_id)}::uuid[])) order by account_id, subscription_id for no key update`.execute(
    tx,
  );
};

/** Up to `limit` whose moment has come, those that wait longest first. */
export const dueAllowances = async (tx: Tx, at: Instant, limit: number): Promise<Key[]> => {
  const { rows } = await sql<Key>`
    select account_id, subscription_id from aaa.allowance where changes_at <= ${at} order by changes_at limit ${limit}`.execute(
    tx,
  );
  return rows;
};

/** What a look at some allowances found: the last key looked at, and those that were used up, as far as the quarters since they were derived tell. */
interface Look {
  readonly last: Key | undefined;
  readonly used: readonly Key[];
}

/** Looks at up to `limit` allowances after a key. Finds all that are used up, and a few that will be soon: the quarter they were derived in counts whole. */
export const lookAtAllowances = async (tx: Tx, after: Key, limit: number): Promise<Look> => {
  const { rows } = await sql<Key & { used: boolean }>`
    select a.account_id, a.subscription_id,
      coalesce(u.octets >= a.octets_left, false) or (a.counts_time and a.changes_at is null and coalesce(u.seconds, 0) > 0) as used
    from (select * from aaa.allowance where (account_id, subscription_id) > (${after.account_id}::uuid, ${after.subscription_id}::uuid)
      order by account_id, subscription_id limit ${limit}) a
    cross join lateral (select sum(q.input_octets + q.output_octets) as octets, sum(q.session_s) as seconds from aaa.usage_quarter q
      where q.account_id = a.account_id and q.subscription_id = a.subscription_id
        and q.quarter_at >= date_bin('15 minutes', a.derived_at, timestamptz 'epoch')) u
    order by a.account_id, a.subscription_id`.execute(tx);
  return { last: rows.length < limit ? undefined : rows.at(-1), used: rows.filter((r) => r.used) };
};
