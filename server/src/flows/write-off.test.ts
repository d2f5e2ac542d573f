import { day } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDunning } from '../billing/index.ts';
import { listInvoices } from '../billing/store/invoices.ts';
import { listWriteOffs } from '../billing/store/write-offs.ts';
import { sql } from '../kernel/db.ts';
import { UndoWriteOff, WriteOffInvoice } from './contract.ts';
import { type Owing, owing } from './owing.fixture.ts';
import { suspendIfOwing } from './unpaid.ts';
import { owedAgain, writeOff } from './write-off.ts';

let isp: Owing;
beforeAll(async () => {
  isp = await owing('2026-03-10T12:00:00Z');
});
afterAll(() => isp.db.drop());

const giveUp = (id: string, amount_minor?: number) =>
  isp.db.run((ctx) => writeOff(ctx, WriteOffInvoice.input.parse({ id, reason: 'bankrupt', amount_minor })));
const again = (id: string) =>
  isp.db.run((ctx) => owedAgain(ctx, UndoWriteOff.input.parse({ id, reason: 'paid after all' })));
const services = async (account_id: string) => {
  const { rows } = await sql<{ state: string }>`
    select state from subscriptions.subscription where account_id = ${account_id}`.execute(isp.db.kernel.db);
  return rows.map(({ state }) => state);
};

test('what is open is given up, in part and whole, never more; undone, it is owed again', async () => {
  const { account_id, invoice_id } = await isp.bill('Ada');
  const part = await giveUp(invoice_id, 600);
  expect(part).toMatchObject({ open_minor: 3000n, written_off_minor: 600n, state: 'open' });
  await expect(giveUp(invoice_id, 3001)).rejects.toMatchObject({ code: 'billing.write-off-too-large' });
  const whole = await giveUp(invoice_id);
  expect(whole).toMatchObject({ open_minor: 0n, written_off_minor: 3600n, state: 'written-off' });
  expect(whole.write_offs).toMatchObject([
    { amount_minor: 600n, reason: 'bankrupt', written_off_on: '2026-03-10', made_by: 'test' },
    { amount_minor: 3000n },
  ]);
  await expect(giveUp(invoice_id)).rejects.toMatchObject({ code: 'billing.write-off-too-large' });
  await expect(giveUp(account_id)).rejects.toMatchObject({ code: 'billing.invoice-not-found' });
  expect(await isp.books()).toMatchObject({ receivable: 0n, write_off: 3600n });
  const listed = async (state: 'paid' | 'written-off') =>
    (await isp.db.run((ctx) => listInvoices(ctx.tx, ctx.now, { limit: 10, state }))).items.map(({ id }) => id);
  expect(await listed('written-off')).toEqual([invoice_id]);
  expect(await listed('paid')).toEqual([]);

  expect(await again(invoice_id)).toMatchObject({ open_minor: 3600n, written_off_minor: 0n, state: 'open' });
  await expect(again(invoice_id)).rejects.toMatchObject({ code: 'billing.not-written-off' });
  await isp.pay(account_id, 3600n);
  expect(await isp.standing(invoice_id)).toEqual([0n, 'paid']);
  expect(await isp.books()).toMatchObject({ receivable: 0n, write_off: 0n });
  const { items } = await isp.db.run((ctx) => listWriteOffs(ctx.tx, { limit: 10, account_id }));
  expect(items.map(({ amount_minor }) => amount_minor).sort()).toEqual([-3600n, 3000n, 600n]);
  expect(await listed('paid')).toEqual([invoice_id]);
});

test('given up, it is dunned no more and service comes back; owed again, it goes', async () => {
  const { account_id, invoice_id } = await isp.bill('Bob');
  await isp.db.at('2026-04-20T12:00:00Z');
  await isp.db.run((ctx) => runDunning(ctx, { as_of: day('2026-04-20'), zone: 'UTC' }));
  await isp.db.run((ctx) => suspendIfOwing(ctx, account_id));
  expect(await services(account_id)).toEqual(['suspended']);
  await giveUp(invoice_id);
  expect(await services(account_id)).toEqual(['active']);
  expect(
    (await sql`select from billing.dunning where account_id = ${account_id}`.execute(isp.db.kernel.db)).rows,
  ).toEqual([]);
  await again(invoice_id);
  expect(await services(account_id)).toEqual(['suspended']);
});

test('two at once never give up more than is open; what was given up is never changed', async () => {
  const { invoice_id } = await isp.bill('Cat');
  const outcomes = await Promise.allSettled([giveUp(invoice_id, 2000), giveUp(invoice_id, 2000)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await isp.standing(invoice_id)).toEqual([1600n, 'open']);
  await isp.books();
  const change = sql`update billing.write_off set amount_minor = 1`.execute(isp.db.kernel.db);
  await expect(change).rejects.toMatchObject({ code: '23001' });
});
