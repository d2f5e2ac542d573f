import type { Id } from '@isp/values';
import type { MetersWanted, MeterTotal } from '../billing/index.ts';
import { sql, type Tx } from '../kernel/db.ts';

type Row = Omit<MeterTotal, 'total'> & { readonly subscription_id: Id; readonly total: string };

/**
 * What was recorded by the wanted meters in the wanted periods: what each meter's aggregation makes of the records, how many they are, and a check sum over (external id, time of use, quantity). Of n samples
 * the 95th percentile is that at place ⌈0.95 · n⌉, smallest first. A period without records has zero.
 */
export const meterTotals = async (
  tx: Tx,
  wanted: readonly MetersWanted[],
): Promise<(MeterTotal & { readonly subscription_id: Id })[]> => {
  if (wanted.length === 0) return [];
  const column = <K extends keyof MetersWanted>(k: K) => wanted.map((w) => w[k]);
  const { rows } = await sql<Row>`
    select w.subscription_id, w.meter, w.period_from, w.period_to, u.total, u.records, u.late_records, u.checksum
    from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('meter_id')}::uuid[], ${column('meter')}::text[], ${column('aggregation')}::text[],
        ${column('period_from')}::date[], ${column('period_to')}::date[]) as w(account_id, subscription_id, meter_id, meter, aggregation, period_from, period_to)
      cross join lateral (
        select count(*)::int as records, count(*) filter (where r.late)::int as late_records,
          coalesce(case w.aggregation when 'sum' then sum(r.quantity) when 'count' then count(*) when 'max' then max(r.quantity)
            else (array_agg(r.quantity order by r.quantity) filter (where w.aggregation = 'p95'))[(95 * count(*) + 99) / 100] end, 0)::text as total,
          encode(sha256(convert_to(coalesce(string_agg(r.external_id || ' ' || (extract(epoch from r.used_at) * 1000)::bigint || ' ' || r.quantity, ',' order by r.external_id collate "C"), ''), 'UTF8')), 'hex') as checksum
        from metering.usage_record r
        where r.account_id = w.account_id and r.subscription_id = w.subscription_id and r.meter_id = w.meter_id
          and r.counted_on >= w.period_from and r.counted_on < w.period_to) u`.execute(tx);
  return rows.map(({ total, ...row }) => ({ ...row, total: BigInt(total) }));
};
