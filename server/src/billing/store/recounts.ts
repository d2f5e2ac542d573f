import type { Day, Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { RecountedPeriod } from '../core/billable.ts';

/** What came of a session for a quarter of an hour whose period was billed. */
export interface LateUsage {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly quarter_at: Instant;
  readonly session_id: Id | null;
  readonly octets: bigint;
}

/** Keeps what came late for billed periods; more of a session's quarter is added to what came before. */
export const insertLateUsage = async (tx: Tx, late: readonly LateUsage[], now: Instant): Promise<void> => {
  const named = late.filter(({ session_id }) => session_id !== null);
  if (named.length === 0) return;
  const column = <K extends keyof LateUsage>(name: K) => named.map((each) => each[name]);
  await sql`
    insert into billing.late_usage as u (account_id, subscription_id, quarter_at, session_id, octets, noted_at)
    select n.*, ${now}::timestamptz from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('quarter_at')}::timestamptz[],
      ${column('session_id')}::uuid[], ${column('octets')}::bigint[]) n
    on conflict (account_id, subscription_id, quarter_at, session_id) do update set octets = u.octets + excluded.octets, noted_at = excluded.noted_at`.execute(
    tx,
  );
};

/** A period of a subscription that was rated again. */
export interface UsageRecount extends RecountedPeriod {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

/** Keeps the totals that billed periods were rated again by. */
export const setUsageRecounts = async (tx: Tx, rows: readonly UsageRecount[], as_of: Day): Promise<void> => {
  if (rows.length === 0) return;
  const column = <K extends keyof UsageRecount>(name: K) => rows.map((row) => row[name]);
  await sql`
    insert into billing.usage_recount as r (account_id, subscription_id, period_from, period_to, octets, sessions, checksum, as_of)
    select n.*, ${as_of}::date from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('period_from')}::date[], ${column('period_to')}::date[],
      ${column('octets')}::bigint[], ${column('sessions')}::integer[], ${column('checksum')}::text[]) n
    on conflict (account_id, subscription_id, period_from) do update set
      period_to = excluded.period_to, octets = excluded.octets, sessions = excluded.sessions, checksum = excluded.checksum, as_of = excluded.as_of`.execute(
    tx,
  );
};
