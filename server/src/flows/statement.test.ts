import type { Day, Id } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { AccountStatement } from '../views/contract.ts';
import { accountStatement } from '../views/statement.ts';
import { CreditInvoice, RefundPayment, VoidInvoice, WriteOffInvoice } from './contract.ts';
import { giveBack } from './give-back.ts';
import { type Owing, owing } from './owing.fixture.ts';
import { takeBack } from './pay-bill.ts';
import { refundPayment, takeRefundBack } from './pay-out.ts';
import { voidInvoice } from './void-invoice.ts';
import { owedAgain, writeOff } from './write-off.ts';

let isp: Owing;
beforeAll(async () => {
  isp = await owing('2026-01-10T12:00:00Z');
});
afterAll(() => isp.db.drop());

const statement = (id: Id, from?: string, to?: string) =>
  isp.db.run((ctx) => accountStatement(ctx, { id, from: from as Day | undefined, to: to as Day | undefined }));

/** A quarter in which everything happens once that moves money. */
const quarter = async () => {
  const { account_id, invoice_id } = await isp.bill('Ada');
  await isp.db.at('2026-01-20T12:00:00Z');
  const credit = { id: invoice_id, reason: 'Slow', lines: [{ line_no: 1, amount_minor: 500 }] };
  const note = await isp.db.run((ctx) => giveBack(ctx, CreditInvoice.input.parse(credit)));
  const bounced = await isp.pay(account_id, 1000n);
  await isp.db.at('2026-02-01T12:00:00Z');
  await isp.db.run((ctx) => takeBack(ctx, { id: bounced.id, reason: 'Bounced' }));
  const second = await isp.billMore(account_id);
  await isp.db.run((ctx) =>
    writeOff(ctx, WriteOffInvoice.input.parse({ id: second, reason: 'Gone', amount_minor: 100 })),
  );
  await isp.db.at('2026-02-10T12:00:00Z');
  await isp.db.run((ctx) => owedAgain(ctx, { id: second, reason: 'Back' }));
  const paid = await isp.pay(account_id, 20_000n);
  const refund = await isp.db.run((ctx) =>
    refundPayment(
      ctx,
      RefundPayment.input.parse({ id: paid.id, method: 'transfer', amount_minor: 5000, reference: 'R7' }),
    ),
  );
  await isp.db.at('2026-03-01T12:00:00Z');
  await isp.db.run((ctx) => takeRefundBack(ctx, { id: refund.id, reason: 'Wrong account number' }));
  return { account_id, invoice_id, note, paid };
};

test('a quarter of one account: every movement, the balance after it, and how long the rest has been due', async () => {
  const { account_id, invoice_id, note, paid } = await quarter();
  const whole = await statement(account_id, '2026-01-01');
  expect(z.encode(AccountStatement.reply, whole)).toMatchObject({
    from: '2026-01-01',
    to: '2026-03-01',
    opening_minor: 0,
  });
  const lines = whole.items.map(({ on, kind, text, amount_minor, balance_minor }) => [
    on.slice(5),
    kind,
    text,
    Number(amount_minor),
    Number(balance_minor),
  ]);
  const more = whole.items.filter(({ kind }) => kind === 'invoice').slice(1);
  const billed = more.map(({ amount_minor }) => Number(amount_minor));
  const [february = 0] = billed;
  expect(lines).toEqual([
    ['01-10', 'invoice', null, 3600, 3600],
    ['01-20', 'credit-note', 'Slow', -600, 3000],
    ['01-20', 'payment', null, -1000, 2000],
    ['02-01', 'payment-reversed', 'Bounced', 1000, 3000],
    ['02-01', 'invoice', null, february, 3000 + february],
    ['02-01', 'write-off', null, -100, 2900 + february],
    ['02-10', 'write-off-undone', null, 100, 3000 + february],
    ['02-10', 'payment', null, -20_000, february - 17_000],
    ['02-10', 'refund', 'R7', 5000, february - 12_000],
    ['03-01', 'refund-reversed', 'Wrong account number', -5000, february - 17_000],
  ]);
  expect(whole.items[0]).toMatchObject({
    number: expect.stringMatching(/^INV-/),
    ref: { kind: 'invoice', id: invoice_id },
  });
  expect(whole.items[1]).toMatchObject({ number: note.number, ref: { kind: 'credit_note', id: note.id } });
  expect(whole.items[8]).toMatchObject({ number: null, ref: { kind: 'payment', id: paid.id } });

  const first = await statement(account_id, undefined, '2026-02-09');
  expect(first).toMatchObject({ from: '2025-12-01', closing_minor: BigInt(2900 + february), credit_minor: 0n });
  expect(first.ageing).toMatchObject({ to_30_minor: 3000n, not_due_minor: BigInt(february - 100), over_90_minor: 0n });
  const rest = await statement(account_id, '2026-02-10', '2026-03-01');
  expect(rest.opening_minor).toBe(first.closing_minor);
  expect(rest.closing_minor).toBe(whole.closing_minor);
  expect(rest).toMatchObject({ credit_minor: BigInt(17_000 - february), ageing: { to_30_minor: 0n } });
  await isp.books();
});

test('what is open has its age: not due, and by thirty days', async () => {
  await isp.db.at('2026-04-01T12:00:00Z');
  const { account_id } = await isp.bill('Bob');
  const ages = async (to: string) => Object.values((await statement(account_id, undefined, to)).ageing).map(Number);
  expect(await ages('2026-03-31')).toEqual([0, 0, 0, 0, 0]);
  expect(await ages('2026-04-15')).toEqual([3600, 0, 0, 0, 0]);
  expect(await ages('2026-04-16')).toEqual([0, 3600, 0, 0, 0]);
  expect(await ages('2026-05-15')).toEqual([0, 3600, 0, 0, 0]);
  expect(await ages('2026-05-16')).toEqual([0, 0, 3600, 0, 0]);
  expect(await ages('2026-06-15')).toEqual([0, 0, 0, 3600, 0]);
  expect(await ages('2026-07-15')).toEqual([0, 0, 0, 0, 3600]);
});

test('a void invoice moves as much back; nobody’s statement is refused', async () => {
  const { account_id, invoice_id } = await isp.bill('Cat');
  await isp.db.run((ctx) => voidInvoice(ctx, VoidInvoice.input.parse({ id: invoice_id, reason: 'Twice' })));
  const { items, closing_minor, ageing } = await statement(account_id);
  expect(items.map(({ kind, amount_minor }) => [kind, amount_minor])).toEqual([
    ['invoice', 3600n],
    ['credit-note', -3600n],
  ]);
  expect([closing_minor, ageing.not_due_minor]).toEqual([0n, 0n]);
  await expect(statement(invoice_id)).rejects.toMatchObject({ code: 'views.account-not-found' });
  const backwards = AccountStatement.input.safeParse({ id: account_id, from: '2026-02-02', to: '2026-02-01' });
  expect(backwards.error?.issues).toMatchObject([{ path: ['to'] }]);
});
