import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { CreditNotePage } from './contract.ts';
import { keptTaxes } from './core/kept-taxes.ts';
import { CreditNoteNotFound, LegalEntityNotFound } from './faults.ts';
import { legalEntityById } from './store/catalogue.ts';
import { creditAllocationsOf, creditLinesOf, creditNoteById } from './store/credit-notes.ts';

/** One credit note as a document: lines, taxes, who issued it, and where it went. */
export const getCreditNote = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<CreditNotePage> => {
  const note = await creditNoteById(ctx.tx, id);
  if (!note) throw CreditNoteNotFound({ id });
  const legal_entity = await legalEntityById(ctx.tx, note.legal_entity_id);
  if (!legal_entity) throw LegalEntityNotFound({ id: note.legal_entity_id });
  return {
    ...note,
    recipient: note.recipient as CreditNotePage['recipient'],
    taxes: keptTaxes(note.taxes),
    lines: await creditLinesOf(ctx.tx, note),
    allocations: await creditAllocationsOf(ctx.tx, note),
    legal_entity,
  };
};
