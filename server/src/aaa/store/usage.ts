import type { Instant } from '@isp/values';
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
