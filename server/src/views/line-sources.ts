import type { Id, Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { UsageLineNotFound } from './faults.ts';

interface Line {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly total: string;
  readonly rated_sessions: number;
  readonly checksum: string;
  readonly from_at: Instant;
  readonly to_at: Instant;
  /** The records of before may be gone; null when none was deleted yet. */
  readonly forgotten_before: Instant | null;
}

interface Source {
  readonly id: Id;
  readonly nas_name: string | null;
  readonly username: string | null;
  readonly started_at: Instant | null;
  readonly stopped_at: Instant | null;
  readonly octets: bigint;
}

const usageLine = async (tx: Tx, invoiceId: Id, lineNo: number): Promise<Line | undefined> => {
  const { rows } = await sql<Line>`
    select l.account_id, l.subscription_id, l.trace->>'total_bytes' as total,
      coalesce((l.trace->>'sessions')::int, 0) as rated_sessions, coalesce(l.trace->>'checksum', '') as checksum,
      (select f.before_at from aaa.forgotten f where f.kind = 'quarters') as forgotten_before,
      (l.period_from::timestamp at time zone a.zone) as from_at, (l.period_to::timestamp at time zone a.zone) as to_at
    from billing.invoice_line l join crm.account a on a.id = l.account_id
    where l.account_id = (select i.account_id from billing.invoice i where i.id = ${invoiceId})
      and l.invoice_id = ${invoiceId} and l.line_no = ${lineNo} and l.kind = 'usage' and not l.trace ? 'meter'`.execute(
    tx,
  );
  return rows[0];
};

const sources = async (tx: Tx, line: Line): Promise<Source[]> => {
  const { rows } = await sql<Source>`
    with used as materialized (
      select u.account_id, u.session_id, sum(u.input_octets + u.output_octets)::bigint as octets from aaa.usage_quarter u
      where u.account_id = ${line.account_id} and u.subscription_id = ${line.subscription_id} and u.quarter_at >= ${line.from_at} and u.quarter_at < ${line.to_at}
      group by 1, 2
    )
    select u.session_id as id, n.name as nas_name, s.username, s.started_at, s.stopped_at, u.octets
    from used u left join aaa.any_session s on s.account_id = u.account_id and s.id = u.session_id left join aaa.nas n on n.id = s.nas_id
    order by s.started_at, u.session_id`.execute(tx);
  return rows;
};

/**
 * The sessions that a usage line's octets came from: `proven` when they still sum to what was rated. After they were deleted for their age they are not `kept`: what was rated stands on the
 * line, with the check sum over it. A session whose own record went earlier shows with its octets alone.
 */
export const lineSources = async (ctx: Ctx, input: { readonly invoice_id: Id; readonly line_no: number }) => {
  const line = await usageLine(ctx.tx, input.invoice_id, input.line_no);
  if (!line) throw UsageLineNotFound(input);
  const sessions = await sources(ctx.tx, line);
  const total_octets = sessions.reduce((sum, s) => sum + s.octets, 0n);
  const billed_octets = BigInt(line.total);
  const proven = total_octets === billed_octets;
  const kept = proven || line.forgotten_before === null || line.from_at >= line.forgotten_before;
  const { rated_sessions, checksum } = line;
  return { total_octets, billed_octets, rated_sessions, checksum, proven, kept, sessions: kept ? sessions : [] };
};
