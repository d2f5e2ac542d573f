import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { UsageChart } from '../contract.ts';

/** Octets by bucket, for a chart. */
export const usageChart = async (tx: Tx, input: UsageChart) => {
  const { rows } = await sql<{ at: Instant; input_octets: bigint; output_octets: bigint }>`
    select date_trunc(${input.bucket}, quarter_at, ${input.zone}) as at, sum(input_octets)::bigint as input_octets, sum(output_octets)::bigint as output_octets
    from aaa.usage_quarter
    where account_id = ${input.account_id} and (${input.subscription_id ?? null}::uuid is null or subscription_id = ${input.subscription_id ?? null}::uuid)
      and quarter_at >= ${input.from} and quarter_at < ${input.to}
    group by 1 order by 1`.execute(tx);
  return rows;
};

/** A stretch of time of one subscription. */
export interface UsageSpan {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly from: Instant;
  readonly to: Instant;
}

/** What a subscription used in a span, and a digest over its sessions by which the sum can be proven later. */
export interface Usage {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly from: Instant;
  readonly input_octets: bigint;
  readonly output_octets: bigint;
  readonly sessions: number;
  /** MD5 over `session:input:output` of each session, in order of session, separated by commas. */
  readonly digest: string;
}

/** What many subscriptions used, each in its span, in one statement; those that used nothing are not in the answer. */
export const usageIn = async (tx: Tx, spans: readonly UsageSpan[]): Promise<Usage[]> => {
  const { rows } = await sql<Usage>`
    select account_id, subscription_id, since as "from", sum(i)::bigint as input_octets, sum(o)::bigint as output_octets, count(*)::int as sessions,
      md5(string_agg(session_id || ':' || i || ':' || o, ',' order by session_id)) as digest
    from (
      select k.account_id, k.subscription_id, k.since, u.session_id, sum(u.input_octets)::bigint as i, sum(u.output_octets)::bigint as o
      from unnest(${spans.map((s) => s.account_id)}::uuid[], ${spans.map((s) => s.subscription_id)}::uuid[],
        ${spans.map((s) => s.from)}::timestamptz[], ${spans.map((s) => s.to)}::timestamptz[]) as k (account_id, subscription_id, since, until)
      join aaa.usage_quarter u on u.account_id = k.account_id and u.subscription_id = k.subscription_id
        and u.quarter_at >= k.since and u.quarter_at < k.until
      group by 1, 2, 3, 4
    ) by_session group by 1, 2, 3`.execute(tx);
  return rows;
};
