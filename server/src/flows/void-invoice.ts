import { currency as currencyOf, dayIn } from '@isp/values';
import {
  freeCreditNotes,
  getInvoice,
  type InvoicePage,
  roomToVoid,
  settleInvoices,
  undoWriteOff,
  voidInvoice as voidIt,
} from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { freePayments, paymentsOn } from '../payments/index.ts';
import type { VoidInvoice } from './contract.ts';
import { settleStanding, spendCredit } from './pay-bill.ts';

/** Takes away from an invoice so much of what payments, then credit notes, put to it. */
const makeRoom = async (ctx: Ctx, invoice: InvoicePage, missing_minor: bigint): Promise<void> => {
  const { account_id, id: invoice_id, legal_entity_id, zone } = invoice;
  const on = dayIn(ctx.now, zone);
  const freed = await freePayments(ctx, { account_id, invoice_id, amount_minor: missing_minor });
  const allocations = freed > 0n ? [{ invoice_id, amount_minor: -freed }] : [];
  const currency = currencyOf(invoice.currency);
  await settleInvoices(ctx, { account_id, legal_entity_id, currency, on, allocations });
  await freeCreditNotes(ctx, { account_id, invoice_id, amount_minor: missing_minor - freed, on });
};

/**
 * An invoice that should not be: all that is left of it is given back by a credit note that voids it. What was paid on it is the customer's again and goes to other
 * open invoices; what was written off of it is not. Its number stays, and its days count as billed.
 */
export const voidInvoice = async (ctx: Ctx, { id, reason }: VoidInvoice): Promise<InvoicePage> => {
  const invoice = await getInvoice(ctx, { id });
  const { account_id, number } = invoice;
  const on = dayIn(ctx.now, (await getAccount(ctx, { id: account_id })).zone);
  // Locks go from payments and credit notes to invoices, here as everywhere.
  await paymentsOn(ctx.tx, account_id, id);
  if (invoice.written_off_minor > 0n) await undoWriteOff(ctx, { id, reason, todayOf: async () => on });
  const { missing_minor } = await roomToVoid(ctx, { id });
  await makeRoom(ctx, invoice, missing_minor);
  await voidIt(ctx, { id, account_id, number, reason, on });
  await spendCredit(ctx, [account_id], on);
  await settleStanding(ctx, account_id);
  await publish(ctx.tx, 'payments.payments', { account_id });
  return getInvoice(ctx, { id });
};
