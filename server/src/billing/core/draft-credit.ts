import {
  type Currency,
  type Day,
  greater,
  type Id,
  lesser,
  ok,
  type Result,
  type RoundingMode,
  refused,
} from '@isp/values';
import type { Party, Recipient } from './billable.ts';
import { shareBehind } from './bundle-part.ts';
import {
  type CreditableLine,
  type CreditNoteLine,
  creditableMinor,
  creditOf,
  NOT_CREDITED,
  sumCredits,
} from './credit-note.ts';
import { chargedTaxes, type InvoiceLineDraft, type InvoiceTax } from './draft-line.ts';
import type { LineTotals } from './invoice.ts';
import type { KnownSubscription } from './known-subscription.ts';
import { type Posting, postCreditNote } from './ledger.ts';
import { type CreditLine, lineKeyOf } from './lines.ts';
import { creditable } from './stored-line.ts';
import type { ChargedTax } from './tax.ts';

/** The invoice line a credit is of: an issued one, or the n-th (from 1) of the invoice drafted with it. */
export interface CreditedLine {
  /** Whose invoice it is on. */
  readonly account_id: Id;
  readonly invoice_id: Id | null;
  readonly line_no: number;
}

/** Days of a line given back, with its taxes. One of nothing keeps its days given back and goes on no credit note. */
export interface CreditLineDraft extends CreditNoteLine<ChargedTax> {
  readonly of: CreditedLine;
  /** Counted from 1 among the credits of its line. */
  readonly credit_no: number;
  readonly kind: 'unused' | 'by-hand' | 'recount';
  readonly line_kind: InvoiceLineDraft['kind'];
  readonly subscription_id: Id | null;
  readonly description: string;
  readonly tax_code: string | null;
  readonly period_from: Day | null;
  readonly period_to: Day | null;
  readonly from_second: number;
  readonly to_second: number;
  readonly days: number | null;
  readonly of_days: number | null;
  readonly trace: Readonly<Record<string, string | number>>;
}

/** A credit note ready to be issued: all but its id and number. Amounts positive. */
export interface CreditDraft {
  readonly account_id: Id;
  readonly reason: string;
  readonly by_hand: boolean;
  /** It is to be paid out. */
  readonly to_refund: boolean;
  /** The invoice that it is the end of. */
  readonly voids_invoice_id: Id | null;
  readonly legal_entity_id: Id;
  readonly currency: Currency;
  readonly zone: string;
  readonly issued_on: Day;
  readonly recipient: Recipient;
  readonly lines: readonly CreditLineDraft[];
  readonly net_minor: bigint;
  readonly tax_minor: bigint;
  readonly gross_minor: bigint;
  readonly taxes: readonly InvoiceTax[];
  readonly postings: readonly Posting[];
}

interface Found extends Pick<CreditLineDraft, 'of' | 'line_kind' | 'description' | 'tax_code'> {
  readonly line: CreditableLine<ChargedTax>;
  /** What it was invoiced at with the document's discounts, when it goes out with the credit. */
  readonly invoiced_minor: bigint | null;
  /** What of the parts of a bundle before it its days cost. */
  readonly behind_minor: bigint;
  /** Credits it had. */
  readonly count: number;
}

/** The invoice that goes out with a credit. */
interface Issued {
  readonly account_id: Id;
  readonly lines: readonly (InvoiceLineDraft & LineTotals)[];
  readonly taxes: readonly InvoiceTax[];
}

/** The line of a key: of the invoice drafted with the credit, or an issued one. */
const findLine = ({ subscription }: KnownSubscription, key: string, issued: Issued | null): Found | undefined => {
  const index = issued?.lines.findIndex((line) => line.subscription_id === subscription.id && lineKeyOf(line) === key);
  const fresh = issued?.lines[index ?? -1];
  if (issued && index !== undefined && fresh !== undefined) {
    const { kind, description, tax_code, invoiced_minor } = fresh;
    const of = { account_id: issued.account_id, invoice_id: null, line_no: index + 1 };
    const line = { ...fresh, taxes: chargedTaxes(fresh.taxes, issued.taxes), credited: NOT_CREDITED };
    const behind_minor = fresh.part?.line_before_minor ?? 0n;
    return { of, line_kind: kind, description, tax_code, line, invoiced_minor, behind_minor, count: 0 };
  }
  const stored = subscription.lines.find((line) => lineKeyOf(line) === key);
  if (stored === undefined) return undefined;
  const { account_id, invoice_id, line_no, kind, description, tax_code } = stored;
  const of = { account_id, invoice_id, line_no };
  const line = creditable(stored);
  const kept = { invoiced_minor: null, behind_minor: 0n, count: stored.credits.length };
  return { of, line_kind: kind, description, tax_code, line, ...kept };
};

/** What is owed back of a line: as it was found, or, of one that goes out now, of what it is invoiced at. */
const owedOf = (
  credit: CreditLine,
  { invoiced_minor, behind_minor }: Pick<Found, 'invoiced_minor' | 'behind_minor'>,
  credited_minor: bigint,
  mode: RoundingMode,
): bigint => {
  if (invoiced_minor === null) return credit.amount_minor;
  const share = { units: credit.days, denominator: credit.denominator };
  return greater(0n, shareBehind(behind_minor, invoiced_minor, share, mode) - credited_minor);
};

const given = (
  line: CreditableLine<ChargedTax>,
  amount: bigint,
  rounding: RoundingMode,
): CreditNoteLine<ChargedTax> => {
  const credit = creditOf(line, lesser(amount, creditableMinor(line)), rounding);
  return credit.ok ? credit.value : NOT_CREDITED;
};

/** The credits of a subscription with their taxes. `issued` is the invoice that goes out with them. */
export const creditLines = (
  known: KnownSubscription,
  credits: readonly CreditLine[],
  issued: Issued | null,
): CreditLineDraft[] => {
  const before = new Map<string, CreditNoteLine<ChargedTax>[]>();
  return credits.flatMap((credit): CreditLineDraft[] => {
    const found = findLine(known, credit.credits_key, issued);
    if (found === undefined) return [];
    const { line, count, invoiced_minor: fresh, behind_minor: _, ...of } = found;
    const earlier = before.get(credit.credits_key) ?? [];
    const credited = sumCredits([line.credited, ...earlier]);
    const { rounding } = known.terms[0];
    const carried = line.tax_inclusive ? credited.gross_minor : credited.net_minor;
    const amounts = given({ ...line, credited }, owedOf(credit, found, carried, rounding), rounding);
    before.set(credit.credits_key, [...earlier, amounts]);
    const { period_from, period_to, from_second, to_second, days, denominator } = credit;
    const { invoiced_minor, carried_minor } =
      fresh === null ? credit : { invoiced_minor: fresh, carried_minor: carried };
    return [
      {
        ...of,
        ...amounts,
        credit_no: count + earlier.length + 1,
        kind: 'unused',
        subscription_id: known.subscription.id,
        period_from,
        period_to,
        from_second,
        to_second,
        days,
        of_days: denominator,
        trace: { invoiced_minor: `${invoiced_minor}`, carried_minor: `${carried_minor}` },
      },
    ];
  });
};

/** The taxes of a credit note: those of its lines, each at the rate that was charged. */
const taxesGivenBack = (lines: readonly CreditLineDraft[]): InvoiceTax[] => {
  const rows = Map.groupBy(
    lines.flatMap(({ taxes }) => taxes),
    ({ code, rate_percent }) => `${code} ${rate_percent}`,
  );
  return [...rows.values()].flatMap((taxes) => {
    const [first] = taxes;
    if (first === undefined) return [];
    const { code: tax_code, name, rate_percent: percent } = first;
    const sum = (field: 'base_minor' | 'tax_minor') => taxes.reduce((all, tax) => all + tax[field], 0n);
    return { tax_code, name, percent, base_minor: sum('base_minor'), tax_minor: sum('tax_minor') };
  });
};

/** Why a credit note is made, and what becomes of it. */
export type CreditPurpose = Pick<CreditDraft, 'reason' | 'by_hand' | 'to_refund' | 'voids_invoice_id'>;

/** A credit note of those of the lines that give something back; null when none does. */
export const draftCredit = (
  account: Party,
  credits: readonly CreditLineDraft[],
  purpose: CreditPurpose & { readonly issued_on: Day },
): CreditDraft | null => {
  const lines = credits.filter(({ gross_minor }) => gross_minor > 0n);
  if (lines.length === 0) return null;
  const { id: account_id, legal_entity_id, currency, zone, recipient } = account;
  const { net_minor, tax_minor, gross_minor } = sumCredits(lines);
  const posted = lines.map((line) => ({ ...line, kind: line.line_kind }));
  return {
    account_id,
    legal_entity_id,
    currency,
    zone,
    recipient,
    ...purpose,
    lines,
    net_minor,
    tax_minor,
    gross_minor,
    taxes: taxesGivenBack(lines),
    postings: postCreditNote(posted, currency),
  };
};

/** Credit notes of the lines that give something back: one for each account that they were invoiced to; a reason where one of these is not known. */
export const draftCredits = (
  partyOf: (id: Id) => Party | undefined,
  credits: readonly CreditLineDraft[],
  purpose: CreditPurpose & { readonly issued_on: Day },
): Result<CreditDraft[], string> => {
  const drafts: CreditDraft[] = [];
  for (const [id, lines] of Map.groupBy(credits, ({ of }) => of.account_id)) {
    const party = partyOf(id);
    if (party === undefined) return refused(`account ${id}, which a line was invoiced to, was not read`);
    const draft = draftCredit(party, lines, purpose);
    if (draft !== null) drafts.push(draft);
  }
  return ok(drafts);
};
