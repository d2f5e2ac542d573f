import { currency as currencyOf, type Day, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { type CreditableLine, creditableMinor, creditOf } from './core/credit-note.ts';
import { type CreditLineDraft, draftCredit } from './core/draft-credit.ts';
import { chargedTaxes, type InvoiceTax } from './core/draft-line.ts';
import { keptTaxes } from './core/kept-taxes.ts';
import type { ChargedTax } from './core/tax.ts';
import { CreditLineTwice, CreditTooLarge, InvoiceLineNotFound, InvoiceNotFound } from './faults.ts';
import { type IssuedCreditNote, issueCreditNotes } from './issue-credit-notes.ts';
import { type LineToCredit, linesToCredit } from './store/credit-notes.ts';
import { invoiceById } from './store/invoices.ts';

export interface CreditInvoice {
  readonly invoice_id: Id;
  readonly reason: string;
  /** In the price's own terms: gross when the line's price included tax, else net; or all that is left of each. */
  readonly lines: readonly { readonly line_no: number; readonly amount_minor: bigint }[] | 'all';
  readonly to_refund: boolean;
  /** It is the end of the invoice. */
  readonly voids?: boolean;
  readonly todayOf: (accountId: Id) => Promise<Day>;
}

/** A line of an invoice, each of its taxes as the invoice names it. */
const creditable = (line: LineToCredit, rows: readonly InvoiceTax[]): CreditableLine<ChargedTax> => {
  const { net_minor, tax_minor, gross_minor, tax_inclusive, credited_net_minor, credited_tax_minor } = line;
  const coded = (taxes: LineToCredit['taxes']) => taxes.map(({ tax_code: code, ...tax }) => ({ code, ...tax }));
  const credited = {
    net_minor: credited_net_minor,
    tax_minor: credited_tax_minor,
    gross_minor: credited_net_minor + credited_tax_minor,
    taxes: coded(line.credited_taxes),
  };
  return { net_minor, tax_minor, gross_minor, tax_inclusive, taxes: chargedTaxes(coded(line.taxes), rows), credited };
};

const creditLine = (
  line: LineToCredit,
  rows: readonly InvoiceTax[],
  {
    account_id,
    invoice_id,
    amount_minor,
    reason,
  }: Pick<CreditInvoice, 'invoice_id' | 'reason'> & { readonly account_id: Id; readonly amount_minor: bigint },
): CreditLineDraft => {
  const of = creditable(line, rows);
  const credit = creditOf(of, amount_minor, 'half-up');
  if (!credit.ok) throw CreditTooLarge({ line_no: line.line_no, left_minor: creditableMinor(of) });
  return {
    ...credit.value,
    of: { account_id, invoice_id, line_no: line.line_no },
    credit_no: line.credits + 1,
    kind: 'by-hand',
    line_kind: line.kind,
    subscription_id: line.subscription_id,
    description: line.description,
    tax_code: line.tax_code,
    period_from: null,
    period_to: null,
    from_second: 0,
    to_second: 0,
    days: null,
    of_days: null,
    trace: { reason },
  };
};

const allLeft = (lines: Iterable<LineToCredit>) =>
  [...lines].flatMap((line) => {
    const amount_minor = creditableMinor(creditable(line, []));
    return amount_minor > 0n ? [{ line_no: line.line_no, amount_minor }] : [];
  });

/** Gives back some of an invoice's lines by a credit note; never more of a line than is left of it. */
export const creditInvoice = async (ctx: Ctx, input: CreditInvoice): Promise<IssuedCreditNote> => {
  const { invoice_id, reason, to_refund } = input;
  const invoice = await invoiceById(ctx.tx, ctx.now, invoice_id);
  if (!invoice) throw InvoiceNotFound({ id: invoice_id });
  const lines = new Map((await linesToCredit(ctx.tx, invoice.account_id, invoice_id)).map((l) => [l.line_no, l]));
  const { account_id } = invoice;
  const rows = keptTaxes(invoice.taxes);
  const seen = new Set<number>();
  const wanted = input.lines === 'all' ? allLeft(lines.values()) : input.lines;
  const credits = wanted.map(({ line_no, amount_minor }) => {
    const line = lines.get(line_no);
    if (!line) throw InvoiceLineNotFound({ line_no });
    if (seen.size === seen.add(line_no).size) throw CreditLineTwice({ line_no });
    return creditLine(line, rows, { account_id, invoice_id, amount_minor, reason });
  });
  const { legal_entity_id, zone } = invoice;
  const account = {
    id: account_id,
    legal_entity_id,
    currency: currencyOf(invoice.currency),
    zone,
    recipient: invoice.recipient as Parameters<typeof draftCredit>[0]['recipient'],
  };
  const issued_on = await input.todayOf(account_id);
  const voids_invoice_id = input.voids ? invoice_id : null;
  const draft = draftCredit(account, credits, { reason, by_hand: true, to_refund, voids_invoice_id, issued_on });
  if (draft === null) throw InvoiceLineNotFound({ line_no: 0 });
  const [note] = await issueCreditNotes(ctx, [{ account_id, credits: [draft], freed: [], invoice_id }], null);
  return note as IssuedCreditNote;
};
