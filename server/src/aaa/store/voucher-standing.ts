import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { VoucherFacts, VoucherStanding, VoucherUse } from '../core/voucher.ts';

interface Key {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

/** A voucher with all that its state depends on but its use. */
export interface VoucherRowFacts extends VoucherFacts {
  readonly account_id: Id;
  readonly id: Id;
  readonly batch_id: Id;
  readonly created_at: Instant;
}

const keys = (of: readonly Key[]) =>
  sql`unnest(${of.map((k) => k.account_id)}::uuid[], ${of.map((k) => k.subscription_id)}::uuid[]) as k (account_id, id)`;

/** Those of some keys that are vouchers, locked. Of one that was used and is not known to have been, a session tells when. */
export const lockVouchers = async (tx: Tx, of: readonly Key[]): Promise<VoucherRowFacts[]> => {
  const { rows } = await sql<VoucherRowFacts>`
    select v.account_id, v.id, v.batch_id, v.state, v.ended_at,
      coalesce(v.first_used_at, case when v.state in ('unused', 'expired') then
        (select min(s.started_at) from aaa.session s where s.account_id = v.account_id and s.subscription_id = v.id) end) as first_used_at,
      b.time_s, b.octets::float8 as octets, b.valid_s, b.rate_down_kbps, b.rate_up_kbps, b.use_by_on, b.use_before, b.zone, b.created_at
    from aaa.voucher v join ${keys(of)} on k.account_id = v.account_id and k.id = v.id
    join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id
    order by v.account_id, v.id for no key update of v`.execute(tx);
  return rows;
};

/** One voucher as it stands. */
export interface StoodVoucher extends VoucherRowFacts {
  readonly standing: VoucherStanding;
  readonly use: VoucherUse;
}

/** Stores how vouchers stand; also what says the same again, so that the directory counts from it anew. */
export const storeStandings = async (tx: Tx, stood: readonly StoodVoucher[], now: Instant): Promise<void> => {
  const column = <T>(of: (one: StoodVoucher) => T): T[] => stood.map(of);
  await sql`
    update aaa.voucher v set state = u.state, reason = u.reason, first_used_at = u.first_used_at, expires_at = u.expires_at, changes_at = u.changes_at,
      ended_at = u.ended_at, used_s = u.used_s, used_octets = u.used_octets, derived_at = ${now}
    from unnest(${column((o) => o.account_id)}::uuid[], ${column((o) => o.id)}::uuid[], ${column((o) => o.standing.state)}::text[], ${column((o) => o.standing.reason)}::text[],
      ${column((o) => o.first_used_at)}::timestamptz[], ${column((o) => o.standing.expires_at)}::timestamptz[], ${column((o) => o.standing.changes_at)}::timestamptz[],
      ${column((o) => o.standing.ended_at)}::timestamptz[], ${column((o) => Math.floor(o.use.seconds))}::int[], ${column((o) => Math.floor(o.use.octets))}::bigint[])
      as u (account_id, id, state, reason, first_used_at, expires_at, changes_at, ended_at, used_s, used_octets)
    where v.account_id = u.account_id and v.id = u.id`.execute(tx);
};

/** Up to `limit` vouchers whose moment has come, those that wait longest first. */
export const dueVouchers = async (tx: Tx, at: Instant, limit: number): Promise<Key[]> => {
  const { rows } = await sql<Key>`
    select account_id, id as subscription_id from aaa.voucher where changes_at <= ${at} order by changes_at limit ${limit}`.execute(
    tx,
  );
  return rows;
};

/** Looks at up to `limit` vouchers in use after a key. Finds all that are used up, as far as the quarters since they were derived tell, and a few that will be soon. */
export const lookAtVouchers = async (
  tx: Tx,
  after: Key,
  limit: number,
): Promise<{ readonly last: Key | undefined; readonly used: readonly Key[] }> => {
  const { rows } = await sql<Key & { used: boolean }>`
    select v.account_id, v.id as subscription_id,
      coalesce(u.octets >= b.octets - v.used_octets or u.seconds >= b.time_s - v.used_s, false) as used
    from (select * from aaa.voucher where state = 'in-use' and (account_id, id) > (${after.account_id}::uuid, ${after.subscription_id}::uuid)
      order by account_id, id limit ${limit}) v
    join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id
    cross join lateral (select sum(q.input_octets + q.output_octets) as octets, sum(q.session_s) as seconds from aaa.usage_quarter q
      where q.account_id = v.account_id and q.subscription_id = v.id and q.quarter_at >= date_bin('15 minutes', v.derived_at, timestamptz 'epoch')) u
    order by v.account_id, v.id`.execute(tx);
  return { last: rows.length < limit ? undefined : rows.at(-1), used: rows.filter((r) => r.used) };
};

/** What a voucher grants its sessions; `undefined` when it is none. */
export const voucherAccess = async (
  tx: Tx,
  account_id: Id,
  id: Id,
): Promise<{ mode: 'allow' | 'deny'; rate_down_kbps: number | null; rate_up_kbps: number | null } | undefined> => {
  const { rows } = await sql<{ mode: 'allow' | 'deny'; rate_down_kbps: number | null; rate_up_kbps: number | null }>`
    select case when v.state in ('unused', 'in-use') then 'allow' else 'deny' end as mode, b.rate_down_kbps, b.rate_up_kbps
    from aaa.voucher v join aaa.voucher_batch b on b.account_id = v.account_id and b.id = v.batch_id
    where v.account_id = ${account_id} and v.id = ${id}`.execute(tx);
  return rows[0];
};

/** Of some owners of sessions, those that are vouchers whose code is a password: how they are shown. */
export const endingsOf = async (tx: Tx, ids: readonly (Id | null)[]): Promise<ReadonlyMap<Id, string>> => {
  const { rows } = await sql<{ id: Id; code_ending: string }>`
    select id, code_ending from aaa.voucher where id = any (${ids.filter((id) => id !== null)}::uuid[]) and pin_sealed is null`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.code_ending]));
};
