import { day, type Id } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { sql } from '../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { allocatePayment } from './allocate-payment.ts';
import { GetPayment, ListPayments, type Payment } from './contract.ts';
import { getPayment } from './get-payment.ts';
import { recordPayment } from './record-payment.ts';
import { reversePayment } from './reverse-payment.ts';
import { listPayments, openPayments } from './store.ts';

let db: TestDatabase;
const account_id: Id = '00000000-0000-7000-8000-000000000001';
const invoice = (n: number): Id => `00000000-0000-7000-8000-00000000010${n}`;
const record = (amount_minor: bigint): Promise<Payment> =>
  db.run((ctx) =>
    recordPayment(ctx, {
      account_id,
      method: 'transfer',
      currency: 'EUR',
      amount_minor,
      reference: 'R1',
      received_on: day('2026-01-05'),
    }),
  );
const allocate = (payment: Payment, ...amounts: readonly bigint[]): Promise<Payment> =>
  db.run((ctx) =>
    allocatePayment(
      ctx,
      payment,
      amounts.map((amount_minor, i) => ({ invoice_id: invoice(i + 1), amount_minor })),
    ),
  );
const page = (payment: Payment) => db.run((ctx) => getPayment(ctx, payment));

beforeAll(async () => {
  db = await testDatabase({ now: '2026-01-05T09:00:00Z' });
  const run = (text: string) => sql.raw(text).execute(db.kernel.db);
  await run(
    `insert into billing.legal_entity (id, code, name, country, currency, zone, created_at) values ('${account_id}', 'm', 'M', 'DE', 'EUR', 'UTC', now())`,
  );
  await run(
    `insert into crm.account (id, kind, name, country, currency, zone, legal_entity_id, created_at) values ('${account_id}', 'person', 'A', 'DE', 'EUR', 'UTC', '${account_id}', now())`,
  );
  for (const n of [1, 2])
    await run(`begin; insert into billing.invoice_line (account_id, invoice_id, line_no, kind, description, quantity, unit_price_minor, net_minor, tax_minor, gross_minor, trace)
      values ('${account_id}', '${invoice(n)}', 1, 'one_time', 'x', 1, 1000, 1000, 0, 1000, '{}');
    insert into billing.invoice (account_id, id, legal_entity_id, number, currency, zone, issued_on, due_on, issued_at, net_minor, discount_minor, tax_minor, gross_minor, taxes, recipient, open_minor)
      values ('${account_id}', '${invoice(n)}', '${account_id}', 'N${n}', 'EUR', 'UTC', '2026-01-01', '2026-01-15', now(), 1000, 0, 0, 1000, '[]', '{}', 1000); commit`);
});
afterAll(() => db.drop());

test('recorded, allocated in part; what is left is credit until it is used', async () => {
  const payment = await record(2500n);
  expect(payment).toMatchObject({
    amount_minor: 2500n,
    unallocated_minor: 2500n,
    recorded_by: 'test',
    reversed_at: null,
  });
  const after = await allocate(payment, 1000n, 400n);
  expect(after.unallocated_minor).toBe(1100n);
  await expect(allocate(after, 1101n)).rejects.toMatchObject({ code: 'payments.allocation-too-large' });
  expect(await allocate(after)).toEqual(after);
  expect(await db.run((ctx) => openPayments(ctx.tx, [account_id]))).toMatchObject([
    { id: payment.id, unallocated_minor: 1100n },
  ]);
  await allocate(after, 1000n, 100n);
  expect(await db.run((ctx) => openPayments(ctx.tx, [account_id]))).toEqual([]);
  expect(z.encode(GetPayment.reply, await page(payment))).toMatchObject({ amount_minor: 2500, unallocated_minor: 0 });
  expect((await page(payment)).allocations.map((a) => a.amount_minor).sort()).toEqual([100n, 1000n, 1000n, 400n]);
});

test('taken back: every allocation gets its opposite, once', async () => {
  const payment = await allocate(await record(1500n), 1000n);
  const taken = await db.run((ctx) => reversePayment(ctx, { id: payment.id, reason: 'bounced' }));
  expect(taken.allocations.map((a) => [a.invoice_id, a.amount_minor])).toEqual([[invoice(1), 1000n]]);
  const after = await page(payment);
  expect(after).toMatchObject({
    unallocated_minor: 0n,
    reversed_at: '2026-01-05T09:00:00.000Z',
    reversed_reason: 'bounced',
  });
  expect(after.allocations.reduce((sum, a) => sum + a.amount_minor, 0n)).toBe(0n);
  await expect(db.run((ctx) => reversePayment(ctx, { id: payment.id, reason: 'again' }))).rejects.toMatchObject({
    code: 'payments.payment-reversed',
  });
  await expect(db.run((ctx) => reversePayment(ctx, { id: account_id, reason: 'x' }))).rejects.toMatchObject({
    code: 'payments.payment-not-found',
  });
  expect(await db.run((ctx) => openPayments(ctx.tx, [account_id]))).toEqual([]);
});

test('allocations are never changed', async () => {
  await expect(sql`update payments.allocation set amount_minor = 1`.execute(db.kernel.db)).rejects.toMatchObject({
    code: '23001',
  });
  await expect(sql`delete from payments.allocation`.execute(db.kernel.db)).rejects.toMatchObject({ code: '23001' });
});

test('the list, newest first, by page', async () => {
  await db.at('2026-01-06T09:00:00Z');
  const last = await record(100n);
  const first = await db.run((ctx) => listPayments(ctx.tx, { limit: 2, account_id }));
  expect(first.items[0]?.id).toBe(last.id);
  const second = await db.run((ctx) => listPayments(ctx.tx, { limit: 2, account_id, cursor: first.next_cursor ?? '' }));
  expect(second).toMatchObject({ next_cursor: null });
  expect(new Set([...first.items, ...second.items].map((payment) => payment.id)).size).toBe(3);
  z.encode(ListPayments.reply, first);
  expect((await db.run((ctx) => listPayments(ctx.tx, { limit: 9, method: 'cash' }))).items).toEqual([]);
});
