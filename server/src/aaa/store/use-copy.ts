import type { Day, Id, Instant } from '@isp/values';
import { copyRows } from '../../kernel/copy.ts';
import { sql, type Tx } from '../../kernel/db.ts';

/** Copies the use of a subscription since a moment to its copy. */
export const copyUse = (tx: Tx, accountId: Id, subscriptionId: Id, since: Instant): Promise<void> =>
  copyRows(tx, 'aaa.usage_quarter', {
    where: sql`t.account_id = ${accountId} and t.subscription_id = ${subscriptionId} and t.quarter_at >= ${since}`,
    ids: ['account_id', 'subscription_id'],
  });

/** Use that is made up: so many octets a calendar month, the same each day, at noon of each day in `[from_on, to_on)`. */
export interface SupposedUse {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly zone: string;
  readonly octets_per_month: bigint;
  readonly from_on: Day;
  readonly to_on: Day;
}

/** Adds use that is supposed. The days of a month sum to its octets. */
export const addSupposedUse = async (tx: Tx, uses: readonly SupposedUse[]): Promise<void> => {
  if (uses.length === 0) return;
  const column = <K extends keyof SupposedUse>(k: K) => uses.map((u) => u[k]);
  await sql`
    insert into aaa.usage_quarter (account_id, subscription_id, quarter_at, session_id, input_octets, output_octets)
    select u.account_id, u.subscription_id, ((d.day + time '12:00') at time zone u.zone), u.subscription_id, 0,
      (div(u.octets::numeric * d.nth, d.of) - div(u.octets::numeric * (d.nth - 1), d.of))::bigint
    from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('zone')}::text[], ${column('octets_per_month')}::bigint[], ${column('from_on')}::date[], ${column('to_on')}::date[])
      as u(account_id, subscription_id, zone, octets, from_on, to_on),
      lateral (select u.from_on + n as day from generate_series(0, u.to_on - u.from_on - 1) n) g,
      lateral (select g.day, extract(day from g.day)::int as nth, extract(day from date_trunc('month', g.day) + interval '1 month - 1 day')::int as of) d`.execute(
    tx,
  );
};
