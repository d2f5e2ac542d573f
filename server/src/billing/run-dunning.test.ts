import { day, type Id } from '@isp/values';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { on } from '../kernel/events.ts';
import { createRegistry } from '../kernel/jobs.ts';
import { type BillingRoom, billingRoom } from './billing.fixture.ts';
import { DunningStepTaken } from './events.ts';
import { runDunning } from './run-dunning.ts';
import { settleDunning } from './settle-dunning.ts';
import { settleInvoices } from './settle-invoices.ts';
import { updateDunningPolicy } from './update-dunning-policy.ts';

const BERLIN = 'Europe/Berlin';
let room: BillingRoom;
beforeEach(async () => {
  room = await billingRoom(createRegistry([], [on(DunningStepTaken, 'unpaid', async () => {})]));
});
afterEach(() => room.db.drop());

const dun = (as_of: string, zone = BERLIN) => room.db.run((ctx) => runDunning(ctx, { as_of: day(as_of), zone }));
const standing = (account: Id, today: string) => room.db.run((ctx) => settleDunning(ctx, account, day(today)));
const steps = async () =>
  (
    await room.query<{ kind: string; due_on: string }>('select kind, due_on from billing.dunning_step order by due_on')
  ).map((row) => `${row.kind} ${row.due_on}`);
const announced = async () =>
  (
    await room.query<{ payload: { kind: string } }>(`select payload from graphile_worker._private_jobs order by id`)
  ).map((row) => row.payload.kind);

interface Billed {
  readonly account_id: Id;
  readonly invoices: readonly Id[];
}

/** An account with an invoice of 12.00 for each month named, due 14 days after its first. */
const billed = async (months: readonly string[], zone = BERLIN): Promise<Billed> => {
  const [account_id = ''] = await room.open(1, zone);
  const invoices: Id[] = [];
  for (const month of months)
    invoices.push(...(await room.issue(await room.draft([account_id], month, zone))).map((invoice) => invoice.id));
  return { account_id, invoices };
};

const pay = ({ account_id }: Billed, invoice_id: Id | undefined, amount_minor = 1200n) =>
  room.db.run((ctx) =>
    settleInvoices(ctx, {
      account_id,
      legal_entity_id: room.entity,
      currency: 'EUR' as never,
      on: day('2026-01-01'),
      allocations: [{ invoice_id: invoice_id ?? '', amount_minor }],
    }),
  );

test('steps are taken on their day, once', async () => {
  await billed(['2026-01-01']);
  for (const as_of of [
    '2026-01-15',
    '2026-01-16',
    '2026-01-17',
    '2026-01-18',
    '2026-01-18',
    '2026-01-20',
    '2026-01-29',
    '2026-01-29',
    '2026-03-01',
  ])
    await dun(as_of);
  expect(await steps()).toEqual(['reminder 2026-01-18', 'suspend 2026-01-29']);
  expect(await announced()).toEqual(['reminder', 'suspend']);
});

test('days that were missed are made up in order', async () => {
  await billed(['2026-01-01']);
  await dun('2026-02-20');
  expect(await steps()).toEqual(['reminder 2026-01-18', 'suspend 2026-01-29']);
  expect(await announced()).toEqual(['reminder', 'suspend']);
});

test('each zone by itself', async () => {
  await billed(['2026-01-01']);
  await billed(['2026-01-01'], 'Pacific/Auckland');
  await dun('2026-01-18', 'Pacific/Auckland');
  expect(await steps()).toHaveLength(1);
});

test('more accounts than a page', async () => {
  const accounts = await room.open(1003);
  await room.issue(await room.draft(accounts, '2026-01-01'));
  await dun('2026-01-18');
  await dun('2026-01-18');
  expect(await steps()).toHaveLength(1003);
});

test('paid in full: no suspension asked for, and the next debt starts over', async () => {
  const debtor = await billed(['2026-01-01', '2026-03-01']);
  await dun('2026-01-29');
  expect(await standing(debtor.account_id, '2026-01-29')).toEqual({ suspend: true });
  await pay(debtor, debtor.invoices[0], 1199n);
  expect(await standing(debtor.account_id, '2026-01-30')).toEqual({ suspend: true });
  await pay(debtor, debtor.invoices[0], 1n);
  expect(await standing(debtor.account_id, '2026-01-30')).toEqual({ suspend: false });
  expect(await room.query('select 1 from billing.dunning')).toEqual([]);
  await dun('2026-03-18');
  expect(await steps()).toEqual(['reminder 2026-01-18', 'suspend 2026-01-29', 'reminder 2026-03-18']);
});

test('the old debt is paid, a younger one is overdue: service is back, and its own steps follow', async () => {
  const debtor = await billed(['2026-01-01', '2026-02-01']);
  await dun('2026-02-17');
  await pay(debtor, debtor.invoices[0]);
  expect(await standing(debtor.account_id, '2026-02-17')).toEqual({ suspend: false });
  await dun('2026-02-18');
  await dun('2026-03-01');
  expect(await steps()).toEqual([
    'reminder 2026-01-18',
    'suspend 2026-01-29',
    'reminder 2026-02-18',
    'suspend 2026-03-01',
  ]);
});

test('a payment taken back asks for suspension again', async () => {
  const debtor = await billed(['2026-01-01']);
  await pay(debtor, debtor.invoices[0]);
  expect(await standing(debtor.account_id, '2026-02-20')).toEqual({ suspend: false });
  await pay(debtor, debtor.invoices[0], -1200n);
  expect(await standing(debtor.account_id, '2026-02-20')).toEqual({ suspend: true });
});

test('a payment on its way is waited for', async () => {
  const debtor = await billed(['2026-01-01']);
  let done = false;
  await room.db.run(async (ctx) => {
    await settleInvoices(ctx, {
      account_id: debtor.account_id,
      legal_entity_id: room.entity,
      currency: 'EUR' as never,
      on: day('2026-01-29'),
      allocations: [{ invoice_id: debtor.invoices[0] ?? '', amount_minor: 1200n }],
    });
    void dun('2026-01-29').then(() => {
      done = true;
    });
    await new Promise((go) => setTimeout(go, 200));
    expect(done).toBe(false);
  });
  await expect.poll(() => done).toBe(true);
  expect(await steps()).toEqual([]);
});

test('two runs at once take a step once', async () => {
  await billed(['2026-01-01']);
  await Promise.all([dun('2026-01-18'), dun('2026-01-18')]);
  expect(await announced()).toEqual(['reminder']);
});

test('small debts are left alone, and a run forgets who owes nothing', async () => {
  const debtor = await billed(['2026-01-01']);
  await room.db.run((ctx) => updateDunningPolicy(ctx, { code: 'standard', minimum_debt_minor: 1201n }));
  await dun('2026-01-18');
  expect(await steps()).toEqual([]);
  await room.db.run((ctx) => updateDunningPolicy(ctx, { code: 'standard', minimum_debt_minor: 0n }));
  await dun('2026-01-18');
  await pay(debtor, debtor.invoices[0]);
  await dun('2026-01-19');
  expect(await room.query('select 1 from billing.dunning')).toEqual([]);
});
