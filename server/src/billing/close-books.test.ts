/** Books are closed while others post: whatever comes first, nothing is posted to a closed day and the ledger defers what the lines say. */
import { day } from '@isp/values';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BillingRoom, billingRoom } from './billing.fixture.ts';
import { closeBooks } from './close-books.ts';
import { issueInvoices } from './issue-invoices.ts';
import { readDeferredRevenue } from './read-deferred-revenue.ts';
import { reopenBooks } from './reopen-books.ts';

const THROUGH = day('2026-01-15');

let room: BillingRoom;
beforeAll(async () => {
  room = await billingRoom();
});
afterAll(() => room.db.drop());

const close = () => room.db.run((ctx) => closeBooks(ctx, { legal_entity_id: room.entity, through: THROUGH }));
const deferred = () => room.db.run((ctx) => readDeferredRevenue(ctx, { legal_entity_id: room.entity, on: THROUGH }));
beforeEach(async () => {
  const closed = await room.query<{ id: string }>('select id from billing.closing where reopened_at is null');
  for (const { id } of closed) await room.db.run((ctx) => reopenBooks(ctx, { id, reason: 'another test' }));
});

const held = (): { readonly done: Promise<void>; readonly let: () => void } => {
  let go: () => void = () => {};
  return { done: new Promise((resolve) => (go = resolve)), let: () => go() };
};

test('what is on its way is waited for, and then the books are looked at anew', async () => {
  const drafts = await room.draft(await room.open(2), '2026-01-01');
  const [posted, commit] = [held(), held()];
  const issuing = room.db.run(async (ctx) => {
    await issueInvoices(ctx, drafts, { bill_run_id: null });
    posted.let();
    await commit.done;
  });
  await posted.done;
  const closing = close().then(
    () => 'closed',
    (fault: { code: string }) => fault.code,
  );
  setTimeout(commit.let, 300);
  await issuing;
  expect(await closing).toBe('billing.books-busy');
  await close();
  expect(await deferred()).toMatchObject([{ kind: 'recurring', deferred_minor: 1032n, ledger_minor: 1032n }]);
});

test('many who post while the books are closed: each before it, or refused', async () => {
  const accounts = await room.open(60);
  const drafts = await Promise.all(
    Array.from({ length: 6 }, (_, i) => room.draft(accounts.slice(i * 10, i * 10 + 10), '2026-01-01')),
  );
  const [closing, ...issued] = await Promise.allSettled([close(), ...drafts.map((chunk) => room.issue(chunk))]);
  for (const one of issued)
    if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'billing.books-closed' });
  if (closing.status === 'rejected') {
    expect(closing.reason).toMatchObject({ code: 'billing.books-busy' });
    await close();
  }
  const [row] = await deferred();
  expect(row?.ledger_minor).toBe(row?.deferred_minor);
  const late = await room.draft(await room.open(1), '2026-01-01');
  await expect(room.issue(late)).rejects.toMatchObject({ code: 'billing.books-closed' });
});

test('two who close at once: one does', async () => {
  const results = await Promise.allSettled([close(), close()]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results.find((one) => one.status === 'rejected')).toMatchObject({
    reason: { code: 'billing.books-already-closed' },
  });
});

test('a closing that is taken back leaves nothing of it in the balances', async () => {
  const sums = () =>
    room.query(
      `select ledger_account, sum(debit_minor - credit_minor)::text as balance from billing.posted group by 1 having sum(debit_minor - credit_minor) <> 0 order by 1`,
    );
  const before = await sums();
  const { id } = await close();
  expect(await sums()).not.toEqual(before);
  await room.db.run((ctx) => reopenBooks(ctx, { id, reason: 'too early' }));
  expect(await sums()).toEqual(before);
  const [own] = await room.query<{ n: number }>(
    `select count(*)::int as n from billing.posting where document_kind = 'closing' and account_id <> legal_entity_id`,
  );
  expect(own?.n).toBe(0);
});
