import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { InvoicePage } from './contract.ts';
import { keptTaxes } from './core/kept-taxes.ts';
import { InvoiceNotFound, LegalEntityNotFound } from './faults.ts';
import { legalEntityById } from './store/catalogue.ts';
import { voidedBy } from './store/credit-notes.ts';
import { lineDiscountsOf } from './store/discounts.ts';
import { invoiceById, linesOf } from './store/invoices.ts';
import { partsOf } from './store/parts.ts';
import { writeOffsOf } from './store/write-offs.ts';

/** One invoice as a document: lines, taxes and who issued it. */
export const getInvoice = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<InvoicePage> => {
  const invoice = await invoiceById(ctx.tx, ctx.now, id);
  if (!invoice) throw InvoiceNotFound({ id });
  const legal_entity = await legalEntityById(ctx.tx, invoice.legal_entity_id);
  if (!legal_entity) throw LegalEntityNotFound({ id: invoice.legal_entity_id });
  const lines = await linesOf(ctx.tx, invoice);
  const discounts = Map.groupBy(await lineDiscountsOf(ctx.tx, invoice), ({ line_no }) => line_no);
  const parts = await partsOf(ctx.tx, invoice);
  const whose = (line_no: number) =>
    parts.find(({ first_line, last_line }) => first_line <= line_no && line_no <= last_line)?.for_account_id;
  return {
    ...invoice,
    parts,
    recipient: invoice.recipient as InvoicePage['recipient'],
    taxes: keptTaxes(invoice.taxes),
    lines: lines.map((line) => ({
      ...line,
      account_id: whose(line.line_no) ?? invoice.account_id,
      discounts: discounts.get(line.line_no) ?? [],
    })),
    legal_entity,
    write_offs: await writeOffsOf(ctx.tx, invoice),
    voided_by: await voidedBy(ctx.tx, invoice),
  };
};
