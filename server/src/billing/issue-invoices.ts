import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { allotNumbers } from './allot-numbers.ts';
import {
  discountRows,
  documentPostingRows,
  type IdentifiedDraft,
  invoiceRow,
  lineRows,
  lineTaxRows,
  partRows,
} from './core/document-rows.ts';
import type { InvoiceDraft } from './core/draft-invoice.ts';
import { AlreadyBilled } from './faults.ts';
import { postTransactions } from './post-transactions.ts';
import { type BilledCharge, setChargesBilled } from './store/charges.ts';
import { insertLineDiscounts } from './store/discounts.ts';
import { insertInvoices, insertLines } from './store/documents.ts';
import { insertLineTaxes } from './store/line-taxes.ts';
import { insertParts } from './store/parts.ts';

/** An invoice that is out. */
export interface IssuedInvoice {
  readonly account_id: Id;
  readonly id: Id;
  readonly number: string;
  readonly gross_minor: bigint;
}

const isBilledTwice = (error: unknown): boolean => {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'invoice_line_once';
};

// Rows are made in functions that do not wait, so that they are gone as soon as they are sent (docs/decisions/0023-short-lives.md).
const sendLines = ({ tx }: Ctx, invoices: readonly IdentifiedDraft[]) => insertLines(tx, invoices.flatMap(lineRows));
const sendDiscounts = ({ tx }: Ctx, invoices: readonly IdentifiedDraft[]) =>
  insertLineDiscounts(tx, invoices.flatMap(discountRows));
const sendTaxes = ({ tx }: Ctx, invoices: readonly IdentifiedDraft[]) =>
  insertLineTaxes(tx, invoices.flatMap(lineTaxRows));
const sendPostings = (ctx: Ctx, invoices: readonly IdentifiedDraft[]) =>
  postTransactions(
    ctx,
    invoices.flatMap((invoice) => documentPostingRows('invoice', invoice, ctx.now)),
  );
const sendInvoices = (
  { tx, now }: Ctx,
  invoices: readonly IdentifiedDraft[],
  numbers: readonly string[],
  bill_run_id: Id | null,
) =>
  insertInvoices(
    tx,
    invoices.map((invoice, i) => invoiceRow(invoice, numbers[i] ?? '', bill_run_id, now)),
  );

const writeLines = async (ctx: Ctx, invoices: readonly IdentifiedDraft[]): Promise<void> => {
  try {
    await sendLines(ctx, invoices);
    await sendDiscounts(ctx, invoices);
    await sendTaxes(ctx, invoices);
  } catch (error) {
    throw isBilledTwice(error) ? AlreadyBilled() : error;
  }
};

/** The charges that an invoice takes, with the lines they are. */
const chargesOf = ({ id: invoice_id, draft }: IdentifiedDraft): BilledCharge[] =>
  draft.charges.map(({ account_id, id, line_no }) => ({
    account_id,
    id,
    invoice_account_id: draft.account_id,
    invoice_id,
    line_no,
  }));

/** Refuses all when one of the charges was billed or cancelled meanwhile. */
const takeCharges = async (ctx: Ctx, invoices: readonly IdentifiedDraft[]): Promise<void> => {
  const charges = invoices.flatMap(chargesOf);
  if (charges.length > 0 && !(await setChargesBilled(ctx.tx, charges))) throw AlreadyBilled();
};

/**
 * Issues invoices, in the order given: numbered without gaps, immutable from now on, posted to the ledger; one statement a table however many there are.
 *
 * Refuses all of them with `AlreadyBilled` when a period of a subscription, or a charge, is billed already: the transaction is then to be rolled back and its
 * accounts drafted anew. Another transaction that issues for the same legal entity waits from here to the commit.
 */
export const issueInvoices = async (
  ctx: Ctx,
  drafts: readonly InvoiceDraft[],
  run: { readonly bill_run_id: Id | null; readonly turn?: Promise<unknown> },
): Promise<IssuedInvoice[]> => {
  if (drafts.length === 0) return [];
  const invoices = drafts.map((draft) => ({ id: ctx.newId(), draft }));
  await writeLines(ctx, invoices);
  await takeCharges(ctx, invoices);
  await sendPostings(ctx, invoices);
  await run.turn;
  const numbers = await allotNumbers(ctx, 'invoice', drafts);
  await sendInvoices(ctx, invoices, numbers, run.bill_run_id);
  await insertParts(ctx.tx, invoices.flatMap(partRows));
  await publish(ctx.tx, 'billing.invoices', { bill_run_id: run.bill_run_id, issued: invoices.length });
  return invoices.map(({ id, draft: { account_id, gross_minor } }, i) => ({
    account_id,
    id,
    number: numbers[i] ?? '',
    gross_minor,
  }));
};
