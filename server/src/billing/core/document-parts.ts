import type { Day, Id } from '@isp/values';
import type { BillableAccount, BillingCatalogue, Party, Recipient, Served } from './billable.ts';
import { type GivenDiscount, isGivenOn } from './discount.ts';
import { exemptRows, type InvoiceLineDraft, type InvoiceTax } from './draft-line.ts';
import { type DocumentDiscount, type DocumentTotals, type LineTotals, totalsOf } from './invoice.ts';

/** Lines `first` up to `end`, counted from 0, of whose services. */
interface Span {
  readonly served: Served;
  readonly first: number;
  readonly end: number;
}

/** The lines of an invoice, those of one account beside each other: what periods and use cost, then one-off charges. */
export interface LinesInOrder {
  readonly lines: readonly InvoiceLineDraft[];
  readonly spans: readonly Span[];
  readonly charges: readonly { readonly account_id: Id; readonly id: Id; readonly line_no: number }[];
}

/** Whose lines some lines of an invoice are, with their sums: lines `first_line` to `last_line`, counted from 1. */
export interface PartDraft extends Omit<DocumentTotals, 'amount_minor'> {
  readonly for_account_id: Id;
  readonly recipient: Recipient;
  readonly first_line: number;
  readonly last_line: number;
}

/** The account of each id among those whose lines an invoice has. */
export const servedBy = (account: BillableAccount): ((id: Id) => Served) => {
  if (account.pays_for.length === 0) return () => account;
  const all = new Map<Id, Served>(account.pays_for.map((each) => [each.id, each]));
  return (id) => all.get(id) ?? account;
};

/** Who a line was invoiced to; `undefined` for an account that was not read. */
export const partyOf = (account: BillableAccount, id: Id): Party | undefined => {
  if (id === account.id) return account;
  const served = account.pays_for.find((each) => each.id === id);
  const { currency, zone, legal_entity_id } = account;
  return served === undefined
    ? account.billed_before.find((each) => each.id === id)
    : { id, recipient: served.recipient, currency, zone, legal_entity_id };
};

/** The lines of subscriptions and of charges, account by account. */
export const linesInOrder = (
  account: BillableAccount,
  bills: readonly { readonly account_id: Id; readonly lines: readonly InvoiceLineDraft[] }[],
  taken: readonly { readonly account_id: Id; readonly id: Id; readonly line: InvoiceLineDraft }[],
): LinesInOrder => {
  const lines: InvoiceLineDraft[] = [];
  const charges: { account_id: Id; id: Id; line_no: number }[] = [];
  const spans: Span[] = [];
  const alone = account.pays_for.length === 0;
  const [billsOf, takenOf] = [
    alone ? undefined : Map.groupBy(bills, ({ account_id }) => account_id),
    alone ? undefined : Map.groupBy(taken, ({ account_id }) => account_id),
  ];
  for (const served of [account, ...account.pays_for]) {
    const first = lines.length;
    for (const bill of billsOf ? (billsOf.get(served.id) ?? []) : bills) lines.push(...bill.lines);
    for (const { account_id, id, line } of takenOf ? (takenOf.get(served.id) ?? []) : taken)
      charges.push({ account_id, id, line_no: lines.push(line) });
    spans.push({ served, first, end: lines.length });
  }
  return { lines, spans, charges };
};

/** The discounts of accounts that are given on a day, each off the lines of its own account. */
export const documentDiscounts = (
  discounts: readonly GivenDiscount[],
  { spans }: LinesInOrder,
  on: Day,
): DocumentDiscount[] => {
  const given = discounts.filter((each) => each.subscription_id === null && isGivenOn(each, on));
  if (spans.length < 2) return given;
  const of = new Map(spans.map((span) => [span.served.id, span]));
  return given.flatMap((each) => {
    const span = of.get(each.account_id);
    return span === undefined ? [] : { ...each, lines: span };
  });
};

type TotalledLine = InvoiceLineDraft & LineTotals;

/** The taxes that lines go without, account by account; those of one reason as one. */
export const exemptions = (
  lines: readonly TotalledLine[],
  { spans }: LinesInOrder,
  of: { readonly catalogue: BillingCatalogue; readonly on: Day },
): InvoiceTax[] => {
  const rows = spans.flatMap(({ served, first, end }) =>
    served.exemptions.length === 0 ? [] : exemptRows(lines.slice(first, end), { ...of, account: served }),
  );
  if (rows.length < 2) return rows;
  return [...Map.groupBy(rows, ({ tax_code, exempt }) => `${tax_code} ${exempt}`).values()].flatMap((same) => {
    const [row] = same;
    return row === undefined ? [] : { ...row, base_minor: same.reduce((sum, { base_minor }) => sum + base_minor, 0n) };
  });
};

/** Whose lines an invoice has; none where all are of the account that pays it. */
export const partsOf = (
  account: BillableAccount,
  lines: readonly TotalledLine[],
  { spans }: LinesInOrder,
): PartDraft[] => {
  const found = spans.filter(({ first, end }) => end > first);
  if (found.every(({ served }) => served.id === account.id)) return [];
  return found.map(({ served, first, end }) => {
    const { amount_minor: _, ...totals } = totalsOf(lines.slice(first, end));
    const { id: for_account_id, recipient } = served;
    return { for_account_id, recipient, first_line: first + 1, last_line: end, ...totals };
  });
};
