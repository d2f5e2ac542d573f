import { dayIn, type Id } from '@isp/values';
import type { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import type { GetInvoice } from './contract.ts';
import { defaultLegalEntity } from './default-legal-entity.ts';
import { InvoiceNotFound } from './faults.ts';
import { invoiceById, linesOf } from './store/invoices.ts';

type InvoicePage = z.output<typeof GetInvoice.reply>;

/** One invoice as a document: lines, taxes and who issued it. */
export const getInvoice = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<InvoicePage> => {
  const invoice = await invoiceById(ctx.tx, id, dayIn(ctx.now, 'UTC'));
  if (!invoice) throw InvoiceNotFound({ id });
  const taxes = (invoice.taxes as Record<string, string>[]).map((t) => ({ ...t, base_minor: BigInt(t.base_minor ?? 0), tax_minor: BigInt(t.tax_minor ?? 0) }));
  return {
    ...invoice,
    taxes: taxes as InvoicePage['taxes'],
    lines: await linesOf(ctx.tx, invoice),
    legal_entity: await defaultLegalEntity(ctx, invoice.legal_entity_id),
  };
};
