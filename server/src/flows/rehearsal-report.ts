import { addDays, type Day, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { rehearsedDocuments, rehearsedLedger, rehearsedLines } from '../views/rehearsal.ts';
import type { Rehearsed } from './contract/rehearsal.ts';
import type { Copied } from './copy-account.ts';

/** What an account owed, and had left, at the end of a day. */
export interface BalanceOn {
  readonly on: Day;
  readonly open_minor: bigint;
  readonly credit_minor: bigint;
}

/** What was seen of a copy while it was lived with. */
interface Seen extends Pick<Rehearsed, 'happenings' | 'stopped' | 'held' | 'from_on' | 'to_on'> {
  readonly copied: Copied;
  /** The first is that of before. */
  readonly balances: readonly BalanceOn[];
}

type Documents = Rehearsed['documents'];

const readDocuments = async (ctx: Ctx, { account, original }: Copied): Promise<Documents> => {
  const lines = Map.groupBy(await rehearsedLines(ctx.tx, account.id), (line) => line.document_id);
  return (await rehearsedDocuments(ctx.tx, account.id)).map(({ id, ...document }) => ({
    ...document,
    lines: (lines.get(id) ?? []).map(({ document_id: _, line_no: __, subscription_id, ...line }) => ({
      ...line,
      subscription_id: subscription_id === null ? null : (original.get(subscription_id) ?? null),
    })),
  }));
};

const sumOf = <T>(rows: readonly T[], minor: (row: T) => bigint): bigint =>
  rows.reduce((sum, row) => sum + minor(row), 0n);

const signed = (document: Documents[number], minor: bigint): bigint => (document.kind === 'invoice' ? minor : -minor);

const paymentsOf = (happenings: Rehearsed['happenings']) =>
  happenings.flatMap((each) => (each.kind === 'payment' ? [each] : []));

/** Each month that was lived in, also one in which nothing happened. */
const monthsOf = (seen: Seen, documents: Documents): Rehearsed['months'] => {
  const payments = paymentsOf(seen.happenings);
  const months: Rehearsed['months'] = [];
  for (let month = seen.from_on.slice(0, 7); month <= addDays(seen.to_on, -1).slice(0, 7); ) {
    const of = documents.filter(({ issued_on }) => issued_on.startsWith(month));
    const made = (kind: Documents[number]['kind']) =>
      sumOf(
        of.filter((each) => each.kind === kind),
        (each) => each.gross_minor,
      );
    const { open_minor, credit_minor } = seen.balances.findLast(({ on }) => on.slice(0, 7) <= month) ?? {
      open_minor: 0n,
      credit_minor: 0n,
    };
    const paid = payments.filter(({ on }) => on.startsWith(month));
    const paid_minor = sumOf(paid, (payment) => payment.amount_minor);
    months.push({
      month,
      invoiced_minor: made('invoice'),
      credited_minor: made('credit-note'),
      paid_minor,
      open_minor,
      credit_minor,
    });
    month = addDays(`${month}-28` as Day, 4).slice(0, 7);
  }
  return months;
};

const yearsOf = ({ happenings }: Seen, documents: Documents, months: Rehearsed['months']): Rehearsed['years'] =>
  [...new Set(months.map(({ month }) => month.slice(0, 4)))].map((year) => {
    const of = documents.filter(({ issued_on }) => issued_on.startsWith(year));
    const paid = paymentsOf(happenings).filter(({ on }) => on.startsWith(year));
    return {
      year,
      net_minor: sumOf(of, (each) => signed(each, each.net_minor)),
      tax_minor: sumOf(of, (each) => signed(each, each.tax_minor)),
      gross_minor: sumOf(of, (each) => signed(each, each.gross_minor)),
      paid_minor: sumOf(paid, (payment) => payment.amount_minor),
    };
  });

/** Reads what came of a rehearsal before it is taken back, and sums it. Ids are the original's. */
export const reportRehearsal = async (ctx: Ctx, account_id: Id, seen: Seen): Promise<Rehearsed> => {
  const { copied, happenings, balances, stopped, held, from_on, to_on } = seen;
  const { account } = copied;
  const documents = await readDocuments(ctx, copied);
  const months = monthsOf(seen, documents);
  const { open_minor = 0n, credit_minor = 0n } = balances[0] ?? {};
  return {
    account_id,
    currency: account.currency,
    from_on,
    to_on,
    held,
    stopped,
    documents,
    happenings,
    opening: { open_minor, credit_minor },
    months,
    years: yearsOf(seen, documents, months),
    ledger: await rehearsedLedger(ctx.tx, account.id),
  };
};
