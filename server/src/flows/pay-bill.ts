import { currency as currencyOf, type Day, dayIn, type Id, later } from '@isp/values';
import {
  allocateOldestFirst,
  allocateToNamed,
  type OpenInvoice,
  openInvoices,
  postPayment,
  settleDunning,
  settleInvoices,
  spendCreditNotes,
} from '../billing/index.ts';
import { type Account, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import {
  allocatePayment,
  getPayment,
  openPayments,
  type Payment,
  type PaymentPage,
  recordPayment,
  reversePayment,
} from '../payments/index.ts';
import type { RecordPayment, ReversePayment } from './contract.ts';
import { CurrencyDiffers, InvoiceNotOpen } from './faults.ts';
import { restorePaid, suspendUnpaid } from './unpaid.ts';

const namedOrAll = (amount: bigint, open: readonly OpenInvoice[], named: readonly Id[] | undefined) => {
  if (!named) return allocateOldestFirst(amount, open).allocations;
  const missing = named.find((id) => !open.some((o) => o.invoice_id === id));
  if (missing) throw InvoiceNotOpen({ id: missing });
  return allocateToNamed(amount, open, named).allocations;
};

/** Puts what is left of a payment to the account's open invoices. */
const settle = async (
  ctx: Ctx,
  account: Account,
  payment: Payment,
  { on, named }: { readonly on: Day; readonly named?: readonly Id[] | undefined },
): Promise<void> => {
  const allocations = namedOrAll(payment.unallocated_minor, await openInvoices(ctx.tx, account.id), named);
  await allocatePayment(ctx, payment, allocations);
  const { id: account_id, legal_entity_id } = account;
  await settleInvoices(ctx, {
    account_id,
    legal_entity_id,
    currency: currencyOf(payment.currency),
    on,
    allocations,
  });
};

/** What the account still owes decides whether its service is back. */
const standing = async (ctx: Ctx, account: Account): Promise<void> => {
  const { suspend } = await settleDunning(ctx, account.id, dayIn(ctx.now, account.zone));
  if (!suspend) await restorePaid(ctx, account.id);
};

/**
 * Money came in: recorded, posted, put to the open invoices (oldest first, or those named), and, when the debt is cleared, service restored: all in one
 * transaction, whose commit queues the packets to the network. What is left over stays as the account's credit.
 */
export const payBill = async (ctx: Ctx, input: RecordPayment): Promise<PaymentPage> => {
  const account = await getAccount(ctx, { id: input.account_id });
  const { currency = account.currency, received_on = dayIn(ctx.now, account.zone), invoice_ids, ...fields } = input;
  if (currency !== account.currency) throw CurrencyDiffers({ account: account.currency, other: currency });
  const payment = await recordPayment(ctx, { ...fields, currency, received_on });
  const { id: payment_id, account_id, amount_minor, method } = payment;
  const posted = {
    account_id,
    legal_entity_id: account.legal_entity_id,
    payment_id,
    currency: currencyOf(currency),
    amount_minor,
    method,
  };
  await postPayment(ctx, { ...posted, on: received_on, reversed: false });
  await settle(ctx, account, payment, { on: dayIn(ctx.now, account.zone), named: invoice_ids });
  await standing(ctx, account);
  await publish(ctx.tx, 'payments.payments', { account_id });
  return getPayment(ctx, payment);
};

/** Takes a payment back (it bounced, or was recorded by mistake): its invoices are open again; dunning goes on from what is overdue. */
export const takeBack = async (ctx: Ctx, input: ReversePayment): Promise<PaymentPage> => {
  const { payment, allocations } = await reversePayment(ctx, input);
  const account = await getAccount(ctx, { id: payment.account_id });
  const on = dayIn(ctx.now, account.zone);
  const { id: payment_id, account_id, amount_minor, method } = payment;
  const shared = {
    account_id,
    legal_entity_id: account.legal_entity_id,
    payment_id,
    currency: currencyOf(payment.currency),
    on,
  };
  const { payment_id: _, ...settled } = shared;
  await settleInvoices(ctx, {
    ...settled,
    allocations: allocations.map((a) => ({ invoice_id: a.invoice_id, amount_minor: -a.amount_minor })),
  });
  await postPayment(ctx, { ...shared, amount_minor, method, reversed: true });
  const { suspend } = await settleDunning(ctx, account.id, on);
  if (suspend) await suspendUnpaid(ctx, account.id);
  await publish(ctx.tx, 'payments.payments', { account_id });
  return getPayment(ctx, payment);
};

/** Puts the credit that accounts have, by credit notes and by payments, to their open invoices, as of a day or, when the credit came later, of its own; a debt that clears brings service back. */
export const spendCredit = async (ctx: Ctx, accountIds: readonly Id[], as_of: Day): Promise<void> => {
  await spendCreditNotes(ctx, accountIds, as_of);
  for (const payment of await openPayments(ctx.tx, accountIds))
    await settle(ctx, await getAccount(ctx, { id: payment.account_id }), payment, {
      on: later(as_of, payment.received_on),
    });
};

/** What was given back may clear the debt that an account was suspended for. */
export const settleStanding = async (ctx: Ctx, accountId: Id): Promise<void> =>
  standing(ctx, await getAccount(ctx, { id: accountId }));
