import { currency as currencyOf, dayIn } from '@isp/values';
import { postRefund, putBackOnCreditNote, takeFromCreditNote } from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { type Refund, recordRefund, reverseRefund, takeFromPayment } from '../payments/index.ts';
import type { RefundCreditNote, RefundPayment, ReverseRefund } from './contract.ts';
import { settleStanding, spendCredit } from './pay-bill.ts';

type Taken = Pick<Refund, 'account_id' | 'credit_note_id' | 'payment_id' | 'currency' | 'amount_minor' | 'reference'>;

/** Records and posts what was taken off a credit note or payment as paid out. */
const payOut = async (ctx: Ctx, taken: Taken, { method, paid_on }: RefundPayment): Promise<Refund> => {
  const { zone, legal_entity_id } = await getAccount(ctx, { id: taken.account_id });
  const refund = await recordRefund(ctx, { ...taken, method, paid_on: paid_on ?? dayIn(ctx.now, zone) });
  const { id: refund_id, account_id, amount_minor, paid_on: on } = refund;
  const currency = currencyOf(refund.currency);
  await postRefund(ctx, {
    account_id,
    legal_entity_id,
    refund_id,
    currency,
    amount_minor,
    method,
    on,
    reversed: false,
  });
  await publish(ctx.tx, 'payments.payments', { account_id });
  return refund;
};

/** Pays out what is left of a credit note, or some of it; its number is the reference unless another is said. */
export const refundCreditNote = async (ctx: Ctx, input: RefundCreditNote): Promise<Refund> => {
  const { note, amount_minor } = await takeFromCreditNote(ctx, input);
  const { account_id, id: credit_note_id, currency, number } = note;
  const { reference = number } = input;
  return payOut(ctx, { account_id, credit_note_id, payment_id: null, currency, amount_minor, reference }, input);
};

/** Pays out what no invoice took of a payment, or some of it; its reference stays unless another is said. */
export const refundPayment = async (ctx: Ctx, input: RefundPayment): Promise<Refund> => {
  const { payment, amount_minor } = await takeFromPayment(ctx, input);
  const { account_id, id: payment_id, currency } = payment;
  const { reference = payment.reference } = input;
  return payOut(ctx, { account_id, credit_note_id: null, payment_id, currency, amount_minor, reference }, input);
};

/** Money paid out came back (a wrong account number): it is left where it was taken from, and what is left by a payment or by a credit note that is not to be paid out goes to open invoices. */
export const takeRefundBack = async (ctx: Ctx, input: ReverseRefund): Promise<Refund> => {
  const refund = await reverseRefund(ctx, input);
  const { id: refund_id, account_id, credit_note_id, amount_minor, method } = refund;
  if (credit_note_id !== null) await putBackOnCreditNote(ctx, { id: credit_note_id, amount_minor });
  const { zone, legal_entity_id } = await getAccount(ctx, { id: account_id });
  const currency = currencyOf(refund.currency);
  const on = dayIn(ctx.now, zone);
  await postRefund(ctx, { account_id, legal_entity_id, refund_id, currency, amount_minor, method, on, reversed: true });
  await spendCredit(ctx, [account_id], on);
  await settleStanding(ctx, account_id);
  await publish(ctx.tx, 'payments.payments', { account_id });
  return refund;
};
