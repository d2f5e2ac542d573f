import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { type IdentifiedDraft, invoicePostingRows, invoiceRow, lineRows } from './core/document-rows.ts';
import type { InvoiceDraft } from './core/draft-invoice.ts';
import { type NumberPattern, numberIn, numberScope } from './core/numbering.ts';
import { AlreadyBilled, NumberSeriesMissing } from './faults.ts';
import { insertInvoices, insertLines, invoicePatterns, type NumbersWanted, takeNumbers } from './store/documents.ts';
import { insertPostings } from './store/ledger.ts';

/** An invoice that is out. */
export interface IssuedInvoice {
  readonly account_id: Id;
  readonly id: Id;
  readonly number: string;
  readonly gross_minor: bigint;
}

const byAccountNumber = (a: InvoiceDraft, b: InvoiceDraft): number => {
  const [left, right] = [a.recipient.account_number, b.recipient.account_number];
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
};

const scopeKeys = async (
  ctx: Ctx,
  drafts: readonly InvoiceDraft[],
): Promise<(draft: InvoiceDraft) => NumbersWanted> => {
  const patterns = await invoicePatterns(ctx.tx, [...new Set(drafts.map((draft) => draft.legal_entity_id))]);
  return ({ legal_entity_id, issued_on }) => {
    const pattern = patterns.get(legal_entity_id);
    if (pattern === undefined) throw NumberSeriesMissing({ legal_entity_id });
    return { legal_entity_id, scope: numberScope(pattern as NumberPattern, issued_on), count: 1 };
  };
};

/** A number for each draft, in order, from one statement. */
const allotInvoiceNumbers = async (ctx: Ctx, drafts: readonly InvoiceDraft[]): Promise<string[]> => {
  const scopeOf = await scopeKeys(ctx, drafts);
  const wanted = new Map<string, NumbersWanted>();
  const keyed = drafts.map((draft) => {
    const one = scopeOf(draft);
    const key = `${one.legal_entity_id} ${one.scope}`;
    wanted.set(key, { ...one, count: (wanted.get(key)?.count ?? 0) + 1 });
    return { key, scope: one.scope };
  });
  const last = await takeNumbers(ctx.tx, [...wanted.values()]);
  return keyed.map(({ key, scope }) => {
    const value = (last.get(key) ?? 0n) + 1n;
    last.set(key, value);
    return numberIn(scope, value);
  });
};

const isBilledTwice = (error: unknown): boolean => {
  const { code, constraint } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint === 'invoice_line_once';
};

const writeLines = async (ctx: Ctx, invoices: readonly IdentifiedDraft[]): Promise<void> => {
  try {
    await insertLines(ctx.tx, invoices.flatMap(lineRows));
  } catch (error) {
    throw isBilledTwice(error) ? AlreadyBilled() : error;
  }
};

/**
 * Issues invoices, in order of account number: numbered without gaps, immutable from now on, posted to the ledger; one statement a table however many there are.
 *
 * Refuses all of them with `AlreadyBilled` when a period of a subscription is billed already: the transaction is then to be rolled back and its
 * accounts drafted anew. Another transaction that issues for the same legal entity waits from here to the commit.
 */
export const issueInvoices = async (
  ctx: Ctx,
  drafts: readonly InvoiceDraft[],
  run: { readonly bill_run_id: Id | null; readonly turn?: Promise<unknown> },
): Promise<IssuedInvoice[]> => {
  if (drafts.length === 0) return [];
  const sorted = [...drafts].sort(byAccountNumber);
  const invoices = sorted.map((draft) => ({ id: ctx.newId(), draft }));
  await writeLines(ctx, invoices);
  await insertPostings(
    ctx.tx,
    invoices.flatMap((invoice) => invoicePostingRows(invoice, ctx.now)),
  );
  await run.turn;
  const numbers = await allotInvoiceNumbers(ctx, sorted);
  const rows = invoices.map((invoice, i) => invoiceRow(invoice, numbers[i] ?? '', run.bill_run_id, ctx.now));
  await insertInvoices(ctx.tx, rows);
  await publish(ctx.tx, 'billing.invoices', { bill_run_id: run.bill_run_id, issued: rows.length });
  return rows.map(({ account_id, id, number, gross_minor }) => ({ account_id, id, number, gross_minor }));
};
