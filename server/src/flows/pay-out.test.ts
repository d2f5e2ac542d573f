import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCreditNote } from '../billing/index.ts';
import { sql } from '../kernel/db.ts';
import { getPayment } from '../payments/index.ts';
import { listRefunds } from '../payments/refund-store.ts';
import { CreditInvoice, RefundCreditNote, RefundPayment } from './contract.ts';
import { giveBack } from './give-back.ts';
import { type Owing, owing } from './owing.fixture.ts';
import { takeBack } from './pay-bill.ts';
import { refundCreditNote, refundPayment, takeRefundBack } from './pay-out.ts';

let isp: Owing;
beforeAll(async () => {
  isp = await owing('2026-03-10T12:00:00Z');
});
afterAll(() => isp.db.drop());

const refundOf = (id: string, amount_minor?: number) =>
  isp.db.run((ctx) => refundPayment(ctx, RefundPayment.input.parse({ id, method: 'transfer', amount_minor })));
const left = async (id: string) => (await isp.db.run((ctx) => getPayment(ctx, { id }))).unallocated_minor;

test('the rest of an over-payment is paid out, once; when it comes back, it is there for the next invoice', async () => {
  const { account_id, invoice_id } = await isp.bill('Ada');
  const payment = await isp.pay(account_id, 5000n);
  expect(payment.unallocated_minor).toBe(1400n);
  const part = await refundOf(payment.id, 400);
  expect(part).toMatchObject({
    amount_minor: 400n,
    payment_id: payment.id,
    credit_note_id: null,
    paid_on: '2026-03-10',
  });
  expect(await refundOf(payment.id)).toMatchObject({ amount_minor: 1000n, reversed_at: null });
  expect(await left(payment.id)).toBe(0n);
  await expect(refundOf(payment.id)).rejects.toMatchObject({ code: 'payments.payment-spent' });
  await expect(refundOf(account_id)).rejects.toMatchObject({ code: 'payments.payment-not-found' });
  expect(await isp.books()).toMatchObject({ receivable: 0n, customer_credit: 0n, 'cash:transfer': 3600n });

  await expect(isp.db.run((ctx) => takeBack(ctx, { id: payment.id, reason: 'bounced' }))).rejects.toMatchObject({
    code: 'payments.payment-refunded',
  });
  const second = await isp.billMore(account_id);
  const back = () => isp.db.run((ctx) => takeRefundBack(ctx, { id: part.id, reason: 'wrong account number' }));
  expect(await back()).toMatchObject({ reversed_reason: 'wrong account number' });
  await expect(back()).rejects.toMatchObject({ code: 'payments.refund-reversed' });
  expect(await left(payment.id)).toBe(0n);
  expect(await isp.standing(second)).toEqual([3200n, 'open']);
  expect(await isp.standing(invoice_id)).toEqual([0n, 'paid']);
  expect(await isp.books()).toMatchObject({ receivable: 3200n, customer_credit: 0n, 'cash:transfer': 4000n });
});

test('two refunds at once never pay out more than is there', async () => {
  const { account_id } = await isp.bill('Bob');
  const { id } = await isp.pay(account_id, 4600n);
  const outcomes = await Promise.allSettled([refundOf(id, 600), refundOf(id, 600), refundOf(id, 600)]);
  expect(outcomes.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await left(id)).toBe(400n);
  await isp.books();
});

test('a credit note that is to be paid out is paid out under its number; when that comes back it waits again', async () => {
  const { account_id, invoice_id } = await isp.bill('Cat');
  await isp.pay(account_id, 3600n);
  const lines = [{ line_no: 1, amount_minor: 1000 }];
  const note = await isp.db.run((ctx) =>
    giveBack(ctx, CreditInvoice.input.parse({ id: invoice_id, reason: 'slow', lines, to_refund: true })),
  );
  expect(note.open_minor).toBe(1200n);
  const pay = (amount_minor?: number) =>
    isp.db.run((ctx) =>
      refundCreditNote(ctx, RefundCreditNote.input.parse({ id: note.id, method: 'transfer', amount_minor })),
    );
  await expect(pay(1201)).rejects.toMatchObject({ code: 'billing.credit-note-spent' });
  const refund = await pay();
  expect(refund).toMatchObject({ amount_minor: 1200n, credit_note_id: note.id, reference: note.number });
  const state = async () => {
    const { open_minor, state: is } = await isp.db.run((ctx) => getCreditNote(ctx, note));
    return [open_minor, is];
  };
  expect(await state()).toEqual([0n, 'used']);
  const { customer_credit = 0n, ...before } = await isp.books();
  await isp.db.run((ctx) => takeRefundBack(ctx, { id: refund.id, reason: 'closed account' }));
  expect(await state()).toEqual([1200n, 'open']);
  const after = await isp.books();
  expect(after.customer_credit).toBe(customer_credit - 1200n);
  expect(after['cash:transfer']).toBe((before['cash:transfer'] ?? 0n) + 1200n);
  const { items } = await isp.db.run((ctx) => listRefunds(ctx.tx, { limit: 10, credit_note_id: note.id }));
  expect(items).toMatchObject([{ id: refund.id, reversed_reason: 'closed account' }]);
  expect((await isp.db.run((ctx) => listRefunds(ctx.tx, { limit: 10, account_id }))).items).toHaveLength(1);
});

test('a refund is never changed but once, when it comes back', async () => {
  const run = (text: string) => sql.raw(text).execute(isp.db.kernel.db);
  await expect(run('update payments.refund set amount_minor = 1')).rejects.toMatchObject({ code: '23001' });
  await expect(run('delete from payments.refund')).rejects.toMatchObject({ code: '23001' });
  await expect(
    run(`update payments.refund set reversed_reason = 'x' where reversed_at is not null`),
  ).rejects.toMatchObject({ code: '23001' });
});
