/** Whatever is done to invoices, payments and credit notes, in any order: the books say what the documents say. */
import type { Id } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctx } from '../kernel/ctx.ts';
import { sql } from '../kernel/db.ts';
import { accountStatement } from '../views/statement.ts';
import { CreditInvoice, RefundCreditNote, RefundPayment, VoidInvoice, WriteOffInvoice } from './contract.ts';
import { giveBack } from './give-back.ts';
import { type Owing, owing } from './owing.fixture.ts';
import { takeBack } from './pay-bill.ts';
import { refundCreditNote, refundPayment, takeRefundBack } from './pay-out.ts';
import { voidInvoice } from './void-invoice.ts';
import { owedAgain, writeOff } from './write-off.ts';

const STEPS = 400;
const SEED = 20_261_127;

let isp: Owing;
beforeAll(async () => {
  isp = await owing('2026-03-10T12:00:00Z');
});
afterAll(() => isp.db.drop());

/** mulberry32. */
const randomOf = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
};

const idsOf = async (table: string, where: string): Promise<Id[]> =>
  (
    await sql<{ id: Id }>`select id from ${sql.table(table)} where ${sql.raw(where)} order by id`.execute(
      isp.db.kernel.db,
    )
  ).rows.map((r) => r.id);

type Act = () => Promise<(ctx: Ctx) => Promise<unknown>>;

/** What can be done, each to something that is picked when it is done. */
const actsOf = (accounts: readonly Id[], random: (below: number) => number): Readonly<Record<string, Act>> => {
  const pick = pickBy(random);
  /** One of the newest; an id of nothing when there is none. */
  const some = async (table: string, where = 'true') => pick((await idsOf(table, where)).slice(-9)) ?? pick(accounts);
  const amount = () => (random(3) === 0 ? undefined : 1 + random(1500));
  const reason = 'as it came';
  const method = 'transfer';
  return {
    bill: async () => {
      await isp.billMore(pick(accounts));
      return async () => undefined;
    },
    pay: async () => {
      await isp.pay(pick(accounts), BigInt(1 + random(random(3) === 0 ? 20_000 : 3000)));
      return async () => undefined;
    },
    bounce: async () => {
      const id = await some('payments.payment');
      return (ctx) => takeBack(ctx, { id, reason });
    },
    credit: async () => {
      const id = await some('billing.invoice');
      const lines = [{ line_no: 1, amount_minor: 1 + random(3000) }];
      return (ctx) => giveBack(ctx, CreditInvoice.input.parse({ id, reason, lines, to_refund: random(2) === 0 }));
    },
    refund: async () => {
      const id = await some('billing.credit_note');
      return (ctx) => refundCreditNote(ctx, RefundCreditNote.input.parse({ id, method, amount_minor: amount() }));
    },
    payOut: async () => {
      const id = await some('payments.payment', 'unallocated_minor > 0');
      return (ctx) => refundPayment(ctx, RefundPayment.input.parse({ id, method, amount_minor: amount() }));
    },
    refundBack: async () => {
      const id = await some('payments.refund');
      return (ctx) => takeRefundBack(ctx, { id, reason });
    },
    giveUp: async () => {
      const id = await some('billing.invoice', 'open_minor > 0');
      return (ctx) => writeOff(ctx, WriteOffInvoice.input.parse({ id, reason, amount_minor: amount() }));
    },
    owedAgain: async () => {
      const id = await some('billing.invoice');
      return (ctx) => owedAgain(ctx, { id, reason });
    },
    void: async () => {
      const id = await some('billing.invoice');
      return (ctx) => voidInvoice(ctx, VoidInvoice.input.parse({ id, reason }));
    },
  };
};

const pickBy =
  (random: (below: number) => number) =>
  <T>(from: readonly T[]): T =>
    from[random(from.length)] as T;

test(`${STEPS} things done at random (seed ${SEED})`, { timeout: 240_000 }, async () => {
  const random = randomOf(SEED);
  const pick = pickBy(random);
  const accounts: Id[] = [];
  for (const name of ['Ada', 'Bob', 'Cat']) accounts.push((await isp.bill(name, 2)).account_id);
  const acts = actsOf(accounts, random);
  const often = Object.entries(acts).filter(([name]) => ['bill', 'payOut', 'giveUp'].includes(name));
  const done: Record<string, number> = {};
  const refused: Record<string, number> = {};
  for (let step = 0; step < STEPS; step++) {
    const [name, act] = pick([...Object.entries(acts), ...often]);
    try {
      await isp.db.run(await act());
      done[name] = (done[name] ?? 0) + 1;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      if (!/^(billing|payments)\./.test(code)) throw error;
      refused[code] = (refused[code] ?? 0) + 1;
    }
    await isp.books();
  }
  for (const name of Object.keys(acts))
    expect(done[name] ?? 0, `${name} was done; ${JSON.stringify(refused)}`).toBeGreaterThan(2);
  const { rows } = await sql`
    select i.number from billing.invoice i join billing.credit_note v on v.account_id = i.account_id and v.voids_invoice_id = i.id where i.open_minor <> 0`.execute(
    isp.db.kernel.db,
  );
  expect(rows, 'nothing is asked for what is void').toEqual([]);
  const { receivable = 0n, customer_credit = 0n } = await isp.books();
  const statements = await Promise.all(accounts.map((id) => isp.db.run((ctx) => accountStatement(ctx, { id }))));
  const sum = (of: readonly bigint[]) => of.reduce((a, b) => a + b, 0n);
  expect(sum(statements.map(({ closing_minor }) => closing_minor))).toBe(receivable + customer_credit);
  for (const { ageing, credit_minor, closing_minor } of statements)
    expect(sum(Object.values(ageing)) - credit_minor).toBe(closing_minor);
});
