import type { Day, Id } from '@isp/values';
import type { MetersWanted } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { paginate } from '../kernel/page.ts';
import type { LineRecords } from './contract.ts';
import { UsageLineNotFound } from './faults.ts';
import { meterTotals } from './meter-totals.ts';

interface Line extends MetersWanted {
  readonly name: string;
  readonly unit_code: string;
  readonly unit_size: bigint;
  readonly billed_total: string;
  readonly billed_records: number;
  readonly checksum: string;
}

const meterLine = async (tx: Tx, { invoice_id, line_no }: LineRecords): Promise<Line | undefined> => {
  const { rows } = await sql<Line>`
    select s.account_id, l.subscription_id, l.period_from, l.period_to, m.id as meter_id, m.code as meter, m.name, m.unit_code, m.unit_size, l.trace->>'aggregation' as aggregation,
      l.trace->>'total' as billed_total, (l.trace->>'records')::int as billed_records, l.trace->>'checksum' as checksum
    from billing.invoice_line l join metering.meter m on m.code = l.trace->>'meter' join subscriptions.subscription s on s.id = l.subscription_id
    where l.account_id = (select i.account_id from billing.invoice i where i.id = ${invoice_id})
      and l.invoice_id = ${invoice_id} and l.line_no = ${line_no} and l.kind = 'usage'`.execute(tx);
  return rows[0];
};

const recordsOf = async (
  tx: Tx,
  line: {
    readonly account_id: Id;
    readonly subscription_id: Id;
    readonly meter_id: Id;
    period_from: Day;
    period_to: Day;
  },
  listing: LineRecords,
) => {
  const query = tx
    .selectFrom('metering.usage_record as r')
    .select(['r.account_id', 'r.id', 'r.subscription_id', 'r.external_id', 'r.used_at', 'r.quantity', 'r.attributes'])
    .select(['r.counted_on', 'r.late', 'r.recorded_at'])
    .where('r.account_id', '=', line.account_id)
    .where('r.subscription_id', '=', line.subscription_id)
    .where('r.meter_id', '=', line.meter_id)
    .where('r.counted_on', '>=', line.period_from)
    .where('r.counted_on', '<', line.period_to);
  const page = await paginate(query, listing, {
    sort: { counted_on: { sql: 'r.counted_on', field: 'counted_on' } },
    fallback: 'counted_on',
    idSql: 'r.id',
  });
  type Items = (Omit<(typeof page.items)[number], 'attributes'> & { attributes: Record<string, string> | null })[];
  return { ...page, items: page.items as unknown as Items };
};

/** The records that a line of a meter came from, page by page; `proven` when they are still those that were rated. */
export const lineRecords = async (ctx: Ctx, input: LineRecords) => {
  const line = await meterLine(ctx.tx, input);
  if (!line) throw UsageLineNotFound(input);
  const { meter: code, name, unit_code, unit_size, aggregation, billed_records, checksum } = line;
  const [now] = await meterTotals(ctx.tx, [line]);
  const billed_total = BigInt(line.billed_total);
  const { total = 0n, records = 0, late_records = 0 } = now ?? {};
  return {
    meter: { code, name, unit_code, unit_size, aggregation },
    total,
    billed_total,
    records,
    billed_records,
    late_records,
    checksum,
    proven: total === billed_total && now?.checksum === checksum,
    ...(await recordsOf(ctx.tx, line, input)),
  };
};
