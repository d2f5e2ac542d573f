import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { allotNumbers } from './allot-numbers.ts';
import {
  creditLineRows,
  creditNoteRow,
  creditTaxRows,
  documentPostingRows,
  type IdentifiedCredit,
  lineCreditRow,
} from './core/document-rows.ts';
import type { CreditDraft, CreditLineDraft } from './core/draft-credit.ts';
import { postTransactions } from './post-transactions.ts';
import { insertCreditNotes, insertLineCredits } from './store/credits.ts';
import { insertCreditTaxes } from './store/line-taxes.ts';

/** What an account is given back. */
export interface CreditsGiven {
  readonly account_id: Id;
  readonly credits: readonly CreditDraft[];
  readonly freed: readonly CreditLineDraft[];
  /** The invoice issued with them; null when there is none. */
  readonly invoice_id: Id | null;
}

/** A credit note that is out. */
export interface IssuedCreditNote {
  readonly account_id: Id;
  readonly id: Id;
  readonly number: string;
  readonly gross_minor: bigint;
}

/** Issues credit notes: numbered without gaps, immutable from now on, posted to the ledger; and notes the days that were given back for nothing. Each in one statement a table. */
export const issueCreditNotes = async (
  ctx: Ctx,
  given: readonly CreditsGiven[],
  bill_run_id: Id | null,
): Promise<IssuedCreditNote[]> => {
  const notes = given.flatMap(({ credits, invoice_id }): IdentifiedCredit[] =>
    credits.map((draft) => ({ id: ctx.newId(), draft, invoice_id })),
  );
  const freed = given.flatMap(({ freed: lines, invoice_id }) =>
    lines.map((line) => lineCreditRow(line, invoice_id, null)),
  );
  await insertLineCredits(ctx.tx, [...notes.flatMap(creditLineRows), ...freed]);
  await insertCreditTaxes(
    ctx.tx,
    notes.flatMap(({ draft, invoice_id }) => draft.lines.flatMap((line) => creditTaxRows(line, invoice_id))),
  );
  if (notes.length === 0) return [];
  await postTransactions(
    ctx,
    notes.flatMap((note) => documentPostingRows('credit-note', note, ctx.now)),
  );
  const numbers = await allotNumbers(
    ctx,
    'credit-note',
    notes.map(({ draft }) => draft),
  );
  const rows = notes.map((note, i) => creditNoteRow(note, numbers[i] ?? '', bill_run_id, ctx.now));
  await insertCreditNotes(ctx.tx, rows);
  await publish(ctx.tx, 'billing.credit_notes', { bill_run_id, issued: rows.length });
  return rows.map(({ account_id, id, number, gross_minor }) => ({ account_id, id, number, gross_minor }));
};
