import { day, decimal, type Id } from '@isp/values';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { sql } from '../kernel/db.ts';
import { type BillingRoom, billingRoom } from './billing.fixture.ts';
import { cancelBillRun } from './cancel-bill-run.ts';
import { GetInvoice, ListInvoices, TrialBalance } from './contract.ts';
import type { InvoiceDraft } from './core/draft-invoice.ts';
import { finishBillRun } from './finish-bill-run.ts';
import { getInvoice } from './get-invoice.ts';
import { holdBillRun } from './hold-bill-run.ts';
import { issueInvoices } from './issue-invoices.ts';
import { startBillRun } from './start-bill-run.ts';
import { listInvoices } from './store/invoices.ts';
import { trialRows } from './store/ledger.ts';
import { type Attempt, listRuns } from './store/runs.ts';
import { tellProgress } from './tell-progress.ts';

let room: BillingRoom;
beforeAll(async () => {
  room = await billingRoom();
});
afterAll(() => room.db.drop());

const counts = async () =>
  (
    await room.query<
      Record<string, string>
    >(`select (select count(*) from billing.invoice) as invoices, (select count(*) from billing.invoice_line) as lines,
  (select count(*) from billing.posting) as postings, (select sum(last_value) from billing.number_counter) as counted`)
  )[0];

/** The invariants of everything that is issued, as the database sees them. */
const expectSound = async () => {
  const [wrong] = await room.query<{ sums: string; unbalanced: string; unlike: string }>(`select
    (select count(*) from billing.invoice i left join (select account_id, invoice_id, sum(net_minor) n, sum(tax_minor) t, sum(gross_minor) g
      from billing.invoice_line group by 1, 2) l on (l.account_id, l.invoice_id) = (i.account_id, i.id) where (l.n, l.t, l.g) is distinct from (i.net_minor, i.tax_minor, i.gross_minor)) as sums,
    (select count(*) from (select transaction_id from billing.posting group by transaction_id, currency having sum(amount_minor) <> 0) x) as unbalanced,
    (select count(*) from billing.invoice i where i.gross_minor <> (select sum(amount_minor) from billing.posting p where p.account_id = i.account_id and p.document_id = i.id
      and p.document_kind = 'invoice' and p.ledger_account = 'receivable')) as unlike`);
  expect(wrong).toEqual({ sums: 0n, unbalanced: 0n, unlike: 0n });
  const numbers = await room.query<{ number: string }>(
    `select number from billing.invoice where number like 'INV-2026-%' order by number`,
  );
  expect(numbers.map((row) => row.number)).toEqual(numbers.map((_, i) => `INV-2026-${String(i + 1).padStart(6, '0')}`));
};

test('a chunk is numbered in the order given, and all agrees', async () => {
  const accounts = await room.open(30);
  const drafts = await room.draft(accounts, '2026-01-01');
  drafts.reverse();
  const issued = await room.issue(drafts);
  expect(issued.map((invoice) => invoice.account_id)).toEqual(drafts.map((draft) => draft.account_id));
  expect(issued.map((invoice) => invoice.number)[29]).toBe('INV-2026-000030');
  await expectSound();
});

test('the same periods again are refused whole, and take no number', async () => {
  const [old] = await room.query<{ account_id: Id }>('select account_id from billing.invoice limit 1');
  const drafts = await room.draft([old?.account_id ?? '', ...(await room.open(2))], '2026-01-01');
  const before = await counts();
  await expect(room.issue(drafts)).rejects.toMatchObject({ code: 'billing.already-billed' });
  expect(await counts()).toEqual(before);
});

test('chunks at once: no gap, no number twice', async () => {
  const accounts = await room.open(200);
  const chunks = Array.from({ length: 8 }, (_, i) => accounts.filter((__, n) => n % 8 === i));
  const drafts = await Promise.all(chunks.map((ids) => room.draft(ids, '2026-01-01')));
  await Promise.all(drafts.map((chunk) => room.issue(chunk)));
  await expectSound();
});

test('the same chunk from two sides at once is issued once', async () => {
  const drafts = await room.draft(await room.open(20), '2026-01-01');
  const results = await Promise.allSettled([room.issue(drafts), room.issue(drafts)]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results.find((result) => result.status === 'rejected')).toMatchObject({
    reason: { code: 'billing.already-billed' },
  });
  await expectSound();
});

test('what is rolled back leaves no gap', async () => {
  const drafts = await room.draft(await room.open(3), '2026-01-01');
  await expect(
    room.db.run(async (ctx) => {
      await issueInvoices(ctx, drafts, { bill_run_id: null });
      throw new Error('cut off');
    }),
  ).rejects.toThrow('cut off');
  await room.issue(drafts);
  await expectSound();
});

test('a new year counts from 1', async () => {
  const accounts = await room.open(2);
  const issued = await room.issue([
    ...(await room.draft(accounts.slice(0, 1), '2026-12-01')),
    ...(await room.draft(accounts.slice(1), '2027-01-01')),
  ]);
  expect(issued[1]?.number).toBe('INV-2027-000001');
  await expectSound();
});

test('an issued invoice is never changed', async () => {
  const refused = (text: string) => expect(room.query(text)).rejects.toMatchObject({ code: '23001' });
  await refused(`update billing.invoice set net_minor = net_minor + 1, gross_minor = gross_minor + 1`);
  await refused(`update billing.invoice set number = 'X'`);
  await refused(`delete from billing.invoice`);
  await refused(`update billing.invoice_line set description = 'X'`);
  await refused(`delete from billing.invoice_line`);
  await refused(`truncate billing.invoice_line, billing.invoice cascade`);
  await refused(`update billing.posting set amount_minor = 1`);
  await refused(`delete from billing.posting`);
  await refused(`insert into billing.invoice_line select account_id, invoice_id, 2, kind, null, plan_id, plan_version, description, period_from, period_to, quantity, unit_price_minor, days, of_days, net_minor,
    discount_minor, tax_code, tax_minor, gross_minor, trace from billing.invoice_line limit 1`);
  await expectSound();
});

test('the database refuses what does not add up', async () => {
  const refused = (text: string) => expect(room.query(text)).rejects.toMatchObject({ code: '23514' });
  await refused(
    `insert into billing.posting select account_id, gen_random_uuid(), 1, legal_entity_id, ledger_account, currency, 100, posted_on, document_kind, document_id, posted_at from billing.posting limit 1`,
  );
  await refused(`insert into billing.invoice select account_id, gen_random_uuid(), legal_entity_id, 'X1', null, currency, zone, issued_on, due_on, issued_at, net_minor, discount_minor, tax_minor,
    gross_minor, taxes, recipient, open_minor from billing.invoice limit 1`);
  await refused(`update billing.invoice set open_minor = gross_minor + 1`);
  await refused(`update billing.invoice set open_minor = -1`);
  const [draft] = await room.draft(await room.open(1), '2026-01-01');
  if (!draft) throw new Error('no draft');
  await expect(
    room.issue([{ ...draft, net_minor: draft.net_minor + 1n, gross_minor: draft.gross_minor + 1n }]),
  ).rejects.toMatchObject({ code: '23514' });
  await expect(room.issue([{ ...draft, postings: draft.postings.slice(1) }])).rejects.toMatchObject({ code: '23514' });
  await expect(
    room.query(`insert into billing.invoice_line select account_id, gen_random_uuid(), 1, kind, null, plan_id, plan_version, description, period_from, period_to, quantity, unit_price_minor, days, of_days,
    net_minor, discount_minor, tax_code, tax_minor, gross_minor, trace from billing.invoice_line limit 1`),
  ).rejects.toMatchObject({ code: '23503' });
});

const RUN = { kind: 'run', legal_entity_id: null } as const;

describe('a run', () => {
  const begin = async (as_of: string, due = 5) => {
    const run = await room.db.run((ctx) =>
      startBillRun(ctx, { ...RUN, as_of: day(as_of), zone: 'Europe/Berlin', due }),
    );
    if (!run) throw new Error('no run');
    return run;
  };
  const end = (run: Attempt) =>
    room.db.run((ctx) =>
      finishBillRun(ctx, { id: run.id, attempt: run.attempt, state: 'done', held: 1, same: [], error: null }),
    );
  const runs = async () => (await room.db.run((ctx) => listRuns(ctx.tx, { limit: 10 }))).items;

  test('that was cut off is taken up again, and not by who began it before; its end counts its invoices', async () => {
    const cut = await begin('2026-03-01');
    const again = await begin('2026-03-01', 0);
    expect(again).toMatchObject({ id: cut.id, due: 5, attempt: 2 });
    const drafts = await room.draft(await room.open(5), '2026-03-01');
    await room.db.run((ctx) => issueInvoices(ctx, drafts, { bill_run_id: cut.id }));
    for (const late of [() => end(cut), () => room.db.run((ctx) => holdBillRun(ctx, cut))])
      await expect(late()).rejects.toMatchObject({ code: 'billing.bill-run-taken-up' });
    await room.db.run((ctx) => holdBillRun(ctx, again));
    await end(again);
    expect(await runs()).toMatchObject([
      { id: cut.id, state: 'done', due: 5, invoices: 5, gross_minor: 6000n, held: 1, started_by: 'test' },
    ]);
    expect((await begin('2026-03-01')).id).not.toBe(cut.id);
  });

  test('does not begin where nothing is due, and ends one of another day that was cut off', async () => {
    const [cut] = await runs();
    expect(cut).toMatchObject({ as_of: '2026-03-01', state: 'running' });
    const nothing = { ...RUN, as_of: day('2026-03-02'), zone: 'Europe/Berlin', due: 0 };
    expect(await room.db.run((ctx) => startBillRun(ctx, nothing))).toBeUndefined();
    expect((await runs()).find(({ id }) => id === cut?.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('cut off'),
    });
  });

  test('tells how far it is and hears that it is to stop while its pieces are in work; its end waits for them, and counts what they made', async () => {
    const run = await begin('2026-03-03', 1);
    const drafts = await room.draft(await room.open(1), '2026-03-03');
    const [work, isHeld] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const piece = room.db.run(async (ctx) => {
      await holdBillRun(ctx, run);
      isHeld.resolve();
      await work.promise;
      await issueInvoices(ctx, drafts, { bill_run_id: run.id });
    });
    await isHeld.promise;
    const step = {
      done: 1,
      held: 0,
      invoices: 1,
      gross_minor: 1200n,
      credit_notes: 0,
      credited_minor: 0n,
      worked_ms: 5,
    };
    expect(await room.db.run((ctx) => tellProgress(ctx, { id: run.id, ...step }))).toMatchObject({ done: 1 });
    expect(await room.db.run((ctx) => cancelBillRun(ctx, { id: run.id }))).toMatchObject({ cancelled_by: 'test' });
    const order: string[] = [];
    const ended = end(run).then((closed) => {
      order.push('end');
      return closed;
    });
    const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect(await room.query(waits)).toHaveLength(1), 10_000);
    order.push('piece');
    work.resolve();
    await piece;
    expect(await ended).toMatchObject({ state: 'done', invoices: 1, gross_minor: drafts[0]?.gross_minor });
    expect(order).toEqual(['piece', 'end']);
  });
});

test('an invoice as it goes on the wire', async () => {
  const { items } = await room.db.run((ctx) => listInvoices(ctx.tx, ctx.now, { limit: 1, number: 'INV-2026-000001' }));
  const page = await room.db.run((ctx) => getInvoice(ctx, { id: items[0]?.id ?? '' }));
  const wire = z.encode(GetInvoice.reply, page);
  expect(wire).toMatchObject({
    number: 'INV-2026-000001',
    net_minor: 1000,
    tax_minor: 200,
    gross_minor: 1200,
    open_minor: 1200,
    state: 'open',
    recipient: { city: 'Köln "am" \\ Rhein' },
    legal_entity: { code: 'main', payment_days: 14 },
    taxes: [{ tax_code: 'vat20', name: 'VAT', percent: '20', base_minor: 1000, tax_minor: 200 }],
    lines: [
      {
        line_no: 1,
        kind: 'recurring',
        description: 'Fibre',
        quantity: '1',
        unit_price_minor: '1000',
        period_from: '2026-01-01',
        period_to: '2026-02-01',
        days: 31,
      },
    ],
  });
  await expect(room.db.run((ctx) => getInvoice(ctx, { id: room.entity }))).rejects.toMatchObject({
    code: 'billing.invoice-not-found',
  });
});

test('an invoice is overdue once its due day is over where the account lives', async () => {
  const [west] = await room.open(1, 'Pacific/Auckland');
  const [east] = await room.open(1, 'America/Los_Angeles');
  if (!west || !east) throw new Error('no account');
  await room.issue([
    ...(await room.draft([west], '2026-05-01', 'Pacific/Auckland')),
    ...(await room.draft([east], '2026-05-01', 'America/Los_Angeles')),
  ]);
  const overdue = async () => {
    const list = (state: 'overdue' | 'open') =>
      room.db.run((ctx) =>
        listInvoices(ctx.tx, ctx.now, {
          limit: 500,
          state,
          issued_from: day('2026-05-01'),
          issued_to: day('2026-05-01'),
        }),
      );
    const { items } = await list('overdue');
    expect(items.length + (await list('open')).items.length).toBe(2);
    z.encode(ListInvoices.reply, { items, next_cursor: null });
    return items.map((item) => item.zone).sort();
  };
  await room.db.at('2026-05-15T11:59:00Z');
  expect(await overdue()).toEqual([]);
  await room.db.at('2026-05-15T12:01:00Z');
  expect(await overdue()).toEqual(['Pacific/Auckland']);
  await room.db.at('2026-05-16T07:01:00Z');
  expect(await overdue()).toEqual(['America/Los_Angeles', 'Pacific/Auckland']);
});

test('the trial balance sums to zero and is read as of a day', async () => {
  const rows = await room.db.run((ctx) => trialRows(ctx.tx, day('2026-01-01')));
  z.encode(TrialBalance.reply, { on: day('2026-01-01'), rows });
  expect(rows.map((row) => row.ledger_account)).toEqual(['receivable', 'revenue:recurring', 'tax_payable:vat20']);
  expect(rows.reduce((sum, row) => sum + row.balance_minor, 0n)).toBe(0n);
  const [invoiced] = await room.query<{ gross: bigint }>(
    `select sum(gross_minor)::bigint as gross from billing.invoice where issued_on <= '2026-01-01'`,
  );
  expect(rows[0]).toMatchObject({ debit_minor: invoiced?.gross, credit_minor: 0n });
});

test('lines come all at once, of an invoice of somebody, and whom an invoice is of stays', async () => {
  const line = (invoice: string, no: number) =>
    `insert into billing.invoice_line select account_id, ${invoice}, ${no}, kind, null, plan_id, plan_version, description, period_from, period_to, quantity, unit_price_minor, days, of_days, net_minor,
    discount_minor, tax_code, tax_minor, gross_minor, trace from billing.invoice_line limit 1`;
  await expect(room.query(line('gen_random_uuid()', 2))).rejects.toMatchObject({ code: '23001' });
  await expect(room.query(line('invoice_id', 2))).rejects.toMatchObject({ code: '23001' });
  await expect(room.query(line('invoice_id', 1))).rejects.toMatchObject({ code: '23505' });
  const [draft] = await room.draft(await room.open(1), '2026-01-01');
  if (!draft) throw new Error('no draft');
  const nobody = '00000000-0000-7000-8000-000000000001';
  await expect(room.issue([{ ...draft, account_id: nobody }])).rejects.toMatchObject({ code: '23503' });
  await expect(room.db.run((ctx) => issueInvoices(ctx, [draft], { bill_run_id: nobody }))).rejects.toMatchObject({
    code: '23503',
  });
  const started = await room.db.run((ctx) =>
    startBillRun(ctx, { ...RUN, as_of: day('2026-02-27'), zone: 'Europe/Berlin', due: 1 }),
  );
  await room.db.run((ctx) => issueInvoices(ctx, [draft], { bill_run_id: started?.id ?? null }));
  await room.query(`update billing.bill_run set state = 'done', finished_at = started_at where state = 'running'`);
  for (const table of ['billing.bill_run', 'billing.legal_entity', 'crm.account'])
    await expect(room.query(`delete from ${table}`)).rejects.toMatchObject({ code: '23503' });
  await expectSound();
});

describe('a line with several taxes', () => {
  /** The draft with these taxes on each of its lines. */
  const taxed = (draft: InvoiceDraft, ...parts: bigint[]): InvoiceDraft => ({
    ...draft,
    taxes: parts.map((tax_minor, i) => ({
      tax_code: `t${i}`,
      name: 't',
      percent: decimal('1'),
      base_minor: 1n,
      tax_minor,
    })),
    lines: draft.lines.map((line) => ({
      ...line,
      taxes: parts.map((tax_minor, i) => ({ code: `t${i}`, base_minor: line.net_minor, tax_minor })),
    })),
  });
  const OFF = { code: '23514' };

  test('keeps each, and they sum to its tax', async () => {
    const [draft] = await room.draft(await room.open(1), '2026-05-01');
    if (!draft) throw new Error('no draft');
    await expect(room.issue([taxed(draft, 150n, 51n)])).rejects.toMatchObject(OFF);
    await room.issue([taxed(draft, 150n, 50n)]);
    expect(await room.query('select tax_no, tax_code, base_minor, tax_minor from billing.line_tax')).toEqual([
      { tax_no: 1, tax_code: 't0', base_minor: 1000n, tax_minor: 150n },
      { tax_no: 2, tax_code: 't1', base_minor: 1000n, tax_minor: 50n },
    ]);
    await expect(room.query('delete from billing.line_tax')).rejects.toMatchObject({ code: '23001' });
  });

  test('gives back of each no more than it was, in a credit that adds up', async () => {
    const credit = (...parts: number[]) =>
      room.db.run(async ({ tx }) => {
        const run = (text: string) => sql.raw(text).execute(tx);
        await run(
          `insert into billing.line_credit select account_id, invoice_id, 1, 1, gen_random_uuid(), 1, 'by-hand', '', null, null, 0, 0, null, null, 1000, 'g', 200, 1200, '{}' from billing.line_tax limit 1`,
        );
        for (const [i, part] of parts.entries())
          await run(
            `insert into billing.line_credit_tax select account_id, invoice_id, 1, 1, 't${i}', 1000, ${part} from billing.line_tax limit 1`,
          );
      });
    await expect(credit(199)).rejects.toMatchObject(OFF);
    await expect(credit(200)).rejects.toMatchObject({ ...OFF, message: expect.stringContaining('more than it was') });
  });
});
