import { day, type Id } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingRoom, billingRoom } from './billing.fixture.ts';
import { allocateOldestFirst } from './core/allocation.ts';
import { postPayment } from './post-payment.ts';
import { settleInvoices } from './settle-invoices.ts';
import { openInvoices } from './store/invoices.ts';
import { trialRows } from './store/ledger.ts';

let room: BillingRoom;
let account_id: Id;
let invoices: Id[];
beforeAll(async () => {
  room = await billingRoom();
  [account_id = ''] = await room.open(1);
  invoices = [];
  for (const month of ['2026-01-01', '2026-02-01', '2026-03-01'])
    invoices.push(...(await room.issue(await room.draft([account_id], month))).map((invoice) => invoice.id));
});
afterAll(() => room.db.drop());

const base = () => ({
  account_id,
  legal_entity_id: room.entity,
  payment_id: room.entity,
  currency: 'EUR' as never,
  on: day('2026-03-05'),
});
const settle = (allocations: readonly { invoice_id: Id; amount_minor: bigint }[]) =>
  room.db.run((ctx) => settleInvoices(ctx, { ...base(), allocations }));
const open = async () => {
  const rows = await room.query<{ open_minor: bigint }>('select open_minor from billing.invoice order by issued_on');
  return rows.map((row) => row.open_minor);
};
const balances = async () => {
  const rows = await room.db.run((ctx) => trialRows(ctx.tx, day('2026-12-31')));
  expect(rows.reduce((sum, row) => sum + row.balance_minor, 0n)).toBe(0n);
  return Object.fromEntries(rows.map((row) => [row.ledger_account, row.balance_minor]));
};

test('money in, put to the oldest debt, what is left is the customer’s credit', async () => {
  await room.db.run(async (ctx) => {
    await postPayment(ctx, { ...base(), amount_minor: 2000n, method: 'transfer', reversed: false });
    const { allocations } = allocateOldestFirst(1500n, await openInvoices(ctx.tx, account_id));
    await settleInvoices(ctx, { ...base(), allocations });
  });
  expect(await open()).toEqual([0n, 900n, 1200n]);
  expect(await balances()).toEqual({
    receivable: 2100n,
    'revenue:recurring': -3000n,
    'tax_payable:vat20': -600n,
    'cash:transfer': 2000n,
    customer_credit: -500n,
  });
});

test('more than is open, or an invoice of somebody else: nothing is settled', async () => {
  const before = await balances();
  await expect(
    settle([
      { invoice_id: invoices[2] ?? '', amount_minor: 100n },
      { invoice_id: invoices[1] ?? '', amount_minor: 901n },
    ]),
  ).rejects.toMatchObject({
    code: 'billing.allocation-too-large',
  });
  await expect(settle([{ invoice_id: invoices[0] ?? '', amount_minor: -1201n }])).rejects.toMatchObject({
    code: 'billing.allocation-too-large',
  });
  const [other = ''] = await room.open(1);
  const [theirs] = await room.issue(await room.draft([other], '2026-01-01'));
  await expect(settle([{ invoice_id: theirs?.id ?? '', amount_minor: 1n }])).rejects.toMatchObject({
    code: 'billing.invoice-not-found',
  });
  expect(await open()).toEqual(expect.arrayContaining([0n, 900n, 1200n]));
  const after = await balances();
  expect(after.customer_credit).toBe(before.customer_credit);
});

test('taken back: the invoices are open again and the books are as before', async () => {
  await settle([
    { invoice_id: invoices[0] ?? '', amount_minor: -1200n },
    { invoice_id: invoices[1] ?? '', amount_minor: -300n },
  ]);
  await room.db.run((ctx) => postPayment(ctx, { ...base(), amount_minor: 2000n, method: 'transfer', reversed: true }));
  expect(await balances()).toMatchObject({ receivable: 4800n, 'cash:transfer': 0n, customer_credit: 0n });
  const kinds = await room.query<{ document_kind: string; n: bigint }>(
    'select document_kind, count(distinct transaction_id) as n from billing.posting group by 1 order by 1',
  );
  expect(kinds).toEqual([
    { document_kind: 'allocation', n: 2n },
    { document_kind: 'invoice', n: 4n },
    { document_kind: 'payment', n: 1n },
    { document_kind: 'reversal', n: 3n },
  ]);
});

test('two payments at once never settle more than is open', async () => {
  const [mine = ''] = await room.open(1);
  const [invoice] = await room.issue(await room.draft([mine], '2026-01-01'));
  const one = () =>
    room.db.run(async (ctx) => {
      const { allocations } = allocateOldestFirst(1000n, await openInvoices(ctx.tx, mine));
      await settleInvoices(ctx, { ...base(), account_id: mine, allocations });
      return allocations.reduce((sum, allocation) => sum + allocation.amount_minor, 0n);
    });
  const settled = await Promise.all([one(), one(), one()]);
  expect(settled.reduce((sum, amount) => sum + amount, 0n)).toBe(1200n);
  const [left] = await room.query<{ open_minor: bigint }>(
    `select open_minor from billing.invoice where id = '${invoice?.id}'`,
  );
  expect(left?.open_minor).toBe(0n);
});
