import type { Day, Id } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { EarnedLine } from '../core/deferral.ts';

/** Invoice lines that are alike for earning, and how many there are of them. */
export interface AlikeLines extends Omit<EarnedLine, 'credits'> {
  readonly currency: string;
  readonly kind: string;
  readonly credits: EarnedLine['credits'];
  readonly lines: bigint;
}

type Row = Omit<AlikeLines, 'credits'> & {
  readonly credits: readonly { net_minor: string; period_from: Day | null; period_to: Day | null }[] | null;
};

/**
 * The lines of a legal entity that were issued by a day and reach beyond it, those alike together: a million lines are of a few thousand kinds. (Nothing is invoiced before its first day, so
 * they began by that day; use is billed when its period is over, and what comes once is of one day.) A day that is billed in part, by the second, counts whole.
 */
export const linesBeyond = async (tx: Tx, legalEntityId: Id, on: Day): Promise<AlikeLines[]> => {
  const { rows } = await sql<Row>`
    select i.currency, l.kind, l.net_minor, l.period_from, l.period_to + (l.to_second > 0)::int as period_to, c.credits, count(*) as lines
    from billing.invoice_line l
    join billing.invoice i on i.account_id = l.account_id and i.id = l.invoice_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('net_minor', c.net_minor::text, 'period_from', c.period_from, 'period_to', c.period_to + (c.to_second > 0)::int) order by c.credit_no) as credits
      from billing.line_credit c join billing.credit_note n on n.account_id = c.account_id and n.id = c.credit_note_id
      where c.account_id = l.account_id and c.invoice_id = l.invoice_id and c.invoice_line_no = l.line_no and c.net_minor > 0 and n.issued_on <= ${on}) c on true
    where (l.period_to, l.to_second) > (${on}::date + 1, 0) and l.period_from <= ${on} and l.net_minor > 0 and l.kind not in ('usage', 'one_time', 'late_fee')
      and i.legal_entity_id = ${legalEntityId} and i.issued_on <= ${on}
    group by 1, 2, 3, 4, 5, 6`.execute(tx);
  return rows.map((row) => ({
    ...row,
    credits: (row.credits ?? []).map((credit) => ({ ...credit, net_minor: BigInt(credit.net_minor) })),
  }));
};

/** What the ledger has as deferred of each kind at the end of a day, positive. */
export const deferredInLedger = async (
  tx: Tx,
  legalEntityId: Id,
  on: Day,
): Promise<{ currency: string; kind: string; ledger_minor: bigint }[]> => {
  const { rows } = await sql<{ currency: string; kind: string; ledger_minor: bigint }>`
    select currency, split_part(ledger_account, ':', 2) as kind, sum(credit_minor - debit_minor)::bigint as ledger_minor
    from billing.posted where legal_entity_id = ${legalEntityId} and ledger_account like 'deferred\_revenue:%' and on_day <= ${on}
    group by 1, 2 having sum(credit_minor - debit_minor) <> 0`.execute(tx);
  return rows;
};
