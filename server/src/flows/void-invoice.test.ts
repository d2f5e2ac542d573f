import type { Id } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getCreditNote, getInvoice } from '../billing/index.ts';
import { getPayment } from '../payments/index.ts';
import { getSubscription, runningOf } from '../subscriptions/index.ts';
import { billNow } from './bill-now.ts';
import { changePlan } from './change-plan.ts';
import { ChangePlan, CreditInvoice, RefundCreditNote, VoidInvoice, WriteOffInvoice } from './contract.ts';
import { giveBack } from './give-back.ts';
import { type Owing, owing } from './owing.fixture.ts';
import { takeBack } from './pay-bill.ts';
import { refundCreditNote } from './pay-out.ts';
import { voidInvoice } from './void-invoice.ts';
import { writeOff } from './write-off.ts';

let isp: Owing;
beforeAll(async () => {
  isp = await owing('2026-03-10T12:00:00Z');
});
afterAll(() => isp.db.drop());

const voided = (id: string) =>
  isp.db.run((ctx) => voidInvoice(ctx, VoidInvoice.input.parse({ id, reason: 'wrong customer' })));
const credit = (id: string, net: number, to_refund = false) =>
  isp.db.run((ctx) =>
    giveBack(
      ctx,
      CreditInvoice.input.parse({ id, reason: 'slow', lines: [{ line_no: 1, amount_minor: net }], to_refund }),
    ),
  );
const noteOf = async (invoice_id: Id) => {
  const { voided_by } = await isp.db.run((ctx) => getInvoice(ctx, { id: invoice_id }));
  return isp.db.run((ctx) => getCreditNote(ctx, { id: voided_by?.id ?? '' }));
};
const left = async (id: string) => (await isp.db.run((ctx) => getPayment(ctx, { id }))).unallocated_minor;

test('not paid: a credit note of all of it, put to it; once', async () => {
  const { account_id, invoice_id } = await isp.bill('Ada');
  const invoice = await voided(invoice_id);
  expect(invoice).toMatchObject({ open_minor: 0n, state: 'void', voided_by: { reason: 'wrong customer' } });
  expect(await noteOf(invoice_id)).toMatchObject({
    gross_minor: 3600n,
    open_minor: 0n,
    voids_invoice_id: invoice_id,
    allocations: [{ invoice_id, amount_minor: 3600n }],
  });
  await expect(voided(invoice_id)).rejects.toMatchObject({ code: 'billing.already-void' });
  await expect(voided(account_id)).rejects.toMatchObject({ code: 'billing.invoice-not-found' });
  await expect(credit(invoice_id, 1)).rejects.toMatchObject({ code: 'billing.credit-too-large' });
  expect(await isp.books()).toMatchObject({ receivable: 0n, customer_credit: 0n, 'revenue:recurring': 0n });
});

test('paid: what was paid goes to what else is open, and can still be taken back', async () => {
  const { account_id, invoice_id } = await isp.bill('Bob');
  const payment = await isp.pay(account_id, 3600n);
  const other = await isp.billMore(account_id);
  await voided(invoice_id);
  expect(await isp.standing(invoice_id)).toEqual([0n, 'void']);
  expect(await isp.standing(other)).toEqual([0n, 'paid']);
  await isp.books();
  await isp.db.run((ctx) => takeBack(ctx, { id: payment.id, reason: 'bounced' }));
  expect(await isp.standing(invoice_id)).toEqual([0n, 'void']);
  expect(await isp.standing(other)).toEqual([3600n, 'open']);
  await isp.books();
});

test('voided while its payment is taken back: one waits for the other, and the books are right', async () => {
  for (const name of ['Liz', 'Mia', 'Ned']) {
    const { account_id, invoice_id } = await isp.bill(name);
    const { id } = await isp.pay(account_id, 3600n);
    const both = [voided(invoice_id), isp.db.run((ctx) => takeBack(ctx, { id, reason: 'bounced' }))];
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await isp.standing(invoice_id)).toEqual([0n, 'void']);
    expect(await left(id)).toBe(0n);
    await isp.books();
  }
});

test('credited in part: only the rest is credited, and only so much of what was paid comes back', async () => {
  const { account_id, invoice_id } = await isp.bill('Cat');
  await credit(invoice_id, 1000);
  const { id } = await isp.pay(account_id, 2400n);
  await voided(invoice_id);
  expect(await noteOf(invoice_id)).toMatchObject({ gross_minor: 2400n, open_minor: 0n });
  expect(await left(id)).toBe(2400n);
  await isp.books();
});

test('credited when it was paid, and that was used elsewhere: so much of the payment stays where it is', async () => {
  const { account_id, invoice_id } = await isp.bill('Dan');
  const { id } = await isp.pay(account_id, 3600n);
  const other = await isp.billMore(account_id);
  await credit(invoice_id, 1000);
  expect(await isp.standing(other)).toEqual([2400n, 'open']);
  await voided(invoice_id);
  expect(await isp.standing(invoice_id)).toEqual([0n, 'void']);
  expect(await isp.standing(other)).toEqual([0n, 'paid']);
  expect(await left(id)).toBe(0n);
  await isp.books();
});

test('written off: that is undone', async () => {
  const { invoice_id } = await isp.bill('Eve');
  await isp.db.run((ctx) =>
    writeOff(ctx, WriteOffInvoice.input.parse({ id: invoice_id, reason: 'gone', amount_minor: 600 })),
  );
  expect(await voided(invoice_id)).toMatchObject({ written_off_minor: 0n, state: 'void' });
  expect(await isp.books()).toMatchObject({ write_off: 0n });
});

test('a credit note kept for paying out is put to it, as nothing was paid; one that was paid out stands in the way', async () => {
  const { invoice_id } = await isp.bill('Fay');
  const note = await credit(invoice_id, 1000, true);
  expect(await isp.standing(invoice_id)).toEqual([3600n, 'open']);
  await voided(invoice_id);
  expect(await isp.standing(invoice_id)).toEqual([0n, 'void']);
  expect((await isp.db.run((ctx) => getCreditNote(ctx, note))).open_minor).toBe(0n);
  await isp.books();

  const second = await isp.bill('Gil');
  const paidOut = await credit(second.invoice_id, 1000, true);
  await isp.db.run((ctx) =>
    refundCreditNote(ctx, RefundCreditNote.input.parse({ id: paidOut.id, method: 'transfer' })),
  );
  await expect(voided(second.invoice_id)).rejects.toMatchObject({ code: 'billing.void-leaves-open' });
  expect(await isp.standing(second.invoice_id)).toEqual([3600n, 'open']);
  await isp.pay(second.account_id, 3600n);
  await voided(second.invoice_id);
  expect(await isp.standing(second.invoice_id)).toEqual([0n, 'void']);
  await isp.books();
});

test('all of it credited: nothing is left to void', async () => {
  const { invoice_id } = await isp.bill('Hal');
  await credit(invoice_id, 3000);
  await expect(voided(invoice_id)).rejects.toMatchObject({ code: 'billing.nothing-to-void' });
});

test('charged anew at the right price: the subscription is changed as of the first of the days', async () => {
  const { account_id, invoice_id } = await isp.bill('Ida');
  await isp.pay(account_id, 3600n);
  await voided(invoice_id);
  expect((await isp.db.run((ctx) => billNow(ctx, { account_id }))).invoice_id).toBeNull();
  const [service] = await isp.db.run((ctx) => runningOf(ctx.tx, account_id));
  const subscription = await isp.db.run((ctx) => getSubscription(ctx, { id: service?.id ?? '' }));
  const { id, plan_id } = subscription;
  const change = { id, plan_id, on: '2026-03-10', price_override_minor: 2000 };
  await isp.db.run((ctx) => changePlan(ctx, ChangePlan.input.parse(change)));
  const anew = await isp.db.run((ctx) => billNow(ctx, { account_id }));
  expect(await isp.db.run((ctx) => getInvoice(ctx, { id: anew.invoice_id ?? '' }))).toMatchObject({
    gross_minor: 2400n,
    state: 'paid',
    lines: [{ period_from: '2026-03-10', period_to: '2026-04-10', net_minor: 2000n }],
  });
  expect(anew.credit_note_ids).toEqual([]);
  expect(await isp.books()).toMatchObject({ receivable: expect.any(BigInt) });
});
