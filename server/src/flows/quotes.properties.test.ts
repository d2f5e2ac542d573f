/** Random quotes on random accounts: what is billed once one is accepted is what it said, to the cent, though its plans have other terms meanwhile. */
import { addDays, type Day, dayIn, type Id } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { CreateTax } from '../billing/contract.ts';
import { createTax } from '../billing/create-tax.ts';
import { ensureBillingDefaults, getInvoice } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { registry } from '../main/app.ts';
import { CreatePlan, PublishVersion, UpdatePlan } from '../tariffs/contract.ts';
import { updatePlan } from '../tariffs/update-plan.ts';
import { invoiceQuotes } from '../views/invoice-quotes.ts';
import { acceptQuote } from './accept-quote.ts';
import { activate } from './activate.ts';
import { billOne } from './bill-period.ts';
import type { ShownQuote } from './contract/quotes.ts';
import { CreateQuote, OpenAccount, Subscribe } from './contract.ts';
import { offerPlan } from './offer-plan.ts';
import { openAccount } from './open-account.ts';
import { publishTerms } from './publish-terms.ts';
import { sendQuote } from './send-quote.ts';
import { beginDay } from './start-of-day.ts';
import { workPriceChange } from './work-price-change.ts';
import { createQuote } from './write-quote.ts';

const SEED = Number(process.env.QUOTE_SEED ?? 20_261_128);
const QUOTES = 20;
const TODAY = '2026-03-10' as Day;
const DAYS = 60;
/** So many bills of each are looked at. */
const BILLS = 2;

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
const random = randomOf(SEED);
const maybe = <T>(value: () => T): T | null => (random(2) === 0 ? value() : null);
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;

const PLANS = {
  home: { kind: 'internet', price_minor: 3333, setup_fee_minor: 4999, tax_code: 'VAT20', contract_months: 24 },
  late: { kind: 'recurring', price_minor: 1999, timing: 'arrears', tax_code: 'VAT7' },
  weekly: { kind: 'recurring', price_minor: 777, cycle_unit: 'week', tax_code: 'VAT7' },
  trial: { kind: 'recurring', price_minor: 2500, tax_code: 'VAT20', phases: [{ days: 10, price_minor: 0 }] },
  merged: { kind: 'recurring', price_minor: 995, first_part: 'with-next', tax_code: 'VAT7' },
  yearly: { kind: 'tv', price_minor: 12_345, cycle_unit: 'year', tax_code: null },
} as const;
const EXTRAS = {
  phone: { kind: 'add-on', price_minor: 499, tax_code: 'VAT20' },
  router: { kind: 'one-time', price_minor: 8990, tax_code: 'VAT20' },
  // Not repriced: what accounts have before.
  base: { kind: 'recurring', price_minor: 1111, tax_code: 'VAT20' },
} as const;

let db: TestDatabase;
const plans = new Map<string, Id>();
const idOf = (code: string): Id => plans.get(code) as Id;

beforeAll(async () => {
  db = await testDatabase({ now: `${TODAY}T12:00:00Z`, registry });
  await db.run((ctx) => ensureBillingDefaults(ctx, { zone: 'UTC' }));
  const taxes = [
    { code: 'VAT20', name: 'VAT', percent: '20' },
    { code: 'VAT7', name: 'Less VAT', percent: '7', inclusive: true },
  ];
  for (const tax of taxes) await db.run((ctx) => createTax(ctx, CreateTax.input.parse(tax)));
  for (const [code, terms] of Object.entries({ ...PLANS, ...EXTRAS })) {
    const plan = await db.run((ctx) => offerPlan(ctx, CreatePlan.input.parse({ code, name: code, ...terms })));
    plans.set(code, plan.id);
  }
});
afterAll(() => db.drop());

const discount = () =>
  maybe(() =>
    random(2) === 0
      ? {
          name: 'Welcome',
          percent: pick(['10', '33.3', '100']),
          times: 1 + random(3),
          base: pick(['recurring', 'all'] as const),
        }
      : { name: 'Off', amount_minor: 1 + random(900) },
  );

const lineOf = (code: string) => ({
  plan_id: idOf(code),
  quantity: code === 'home' ? 1 : 1 + random(4),
  price_override_minor: maybe(() => random(5000)),
  discount: discount(),
});

const contentOf = (): z.input<typeof CreateQuote.input> => {
  const lines = Array.from({ length: 1 + random(3) }, () => lineOf(pick(Object.keys(PLANS))));
  const addOn = { ...lineOf('phone'), on_line: 1 };
  const charges = [
    { plan_id: idOf('router'), quantity: 1 + random(2) },
    { description: 'Visit', unit_price_minor: 1 + random(9999), tax_code: pick(['VAT20', 'VAT7', null]), on_line: 1 },
  ].filter(() => random(2) === 0);
  return {
    account_id: '',
    start_on: maybe(() => addDays(TODAY, random(25))),
    anchor_day: maybe(() => 1 + random(31)),
    lines: [...lines, ...(random(2) === 0 ? [addOn] : [])],
    charges,
  };
};

interface Made {
  readonly quote: ShownQuote;
  readonly accept_on: Day;
  left: number;
}

const make = async (ctx: Ctx, no: number): Promise<Made> => {
  const { id: account_id } = await openAccount(ctx, OpenAccount.input.parse({ name: `A ${no}`, zone: 'UTC' }));
  for (let n = random(3); n > 0; n--) {
    const has = { account_id, plan_id: idOf('base'), anchor_day: 1 + random(28), quantity: 1 + random(3) };
    await activate(ctx, Subscribe.input.parse(has));
  }
  const { id } = await createQuote(ctx, CreateQuote.input.parse({ ...contentOf(), account_id }));
  const quote = await sendQuote(ctx, { id });
  const wait = quote.start_on === null ? 0 : random(1 + (Date.parse(quote.start_on) - Date.parse(TODAY)) / 86_400_000);
  return { quote, accept_on: addDays(TODAY, wait), left: BILLS };
};

/** All plans cost twice as much, for running subscriptions too; one is sold no more. */
const repriced = async (): Promise<void> => {
  for (const [code, terms] of Object.entries({ ...PLANS, ...EXTRAS })) {
    if (code === 'base') continue;
    const { kind, price_minor, ...same } = terms;
    const running = kind === 'one-time' ? {} : { running: { own_prices: 'kept' } };
    const dearer = { ...same, price_minor: price_minor * 2, effective_from: addDays(TODAY, 2), ...running };
    const input = PublishVersion.input.parse({ id: idOf(code), ...dearer });
    const { price_change_id } = await db.run((ctx) => publishTerms(ctx, input));
    if (price_change_id !== null) await workPriceChange(db.kernel, { price_change_id });
  }
  await db.run((ctx) => updatePlan(ctx, UpdatePlan.input.parse({ id: idOf('trial'), state: 'retired' })));
};

const shown = ({ offer }: ShownQuote, at: number) => offer?.bills[at];

/** What was billed of a quote on a day, as the quote says it. */
const billedOn = async (ctx: Ctx, { quote }: Made, on: Day) => {
  const { invoices } = await billOne(ctx, quote.account_id, on);
  const [made] = invoices;
  if (made === undefined) return undefined;
  const invoice = await getInvoice(ctx, { id: made.id });
  const { items } = await invoiceQuotes(ctx, { invoice_id: made.id });
  const ours = new Set(items.flatMap(({ line_no, quote_id }) => (quote_id === quote.id ? [line_no] : [])));
  const lines = invoice.lines.filter(({ line_no }) => ours.has(line_no));
  return lines.length === 0 ? undefined : { on, lines, invoice };
};

const sumOf = (lines: readonly { readonly gross_minor: bigint }[]): bigint =>
  lines.reduce((sum, line) => sum + line.gross_minor, 0n);

const checkBill = (made: Made, billed: Awaited<ReturnType<typeof billedOn>>): void => {
  if (billed === undefined) return;
  const said = shown(made.quote, BILLS - made.left);
  const brief = (line: object) => {
    const { kind, description, net_minor, discount_minor, tax_minor, gross_minor } = line as Record<string, unknown>;
    return { kind, description, net_minor, discount_minor, tax_minor, gross_minor };
  };
  expect({ on: billed.on, lines: billed.lines.map(brief) }, `${made.quote.number}, seed ${SEED}`).toEqual({
    on: said?.on,
    lines: said?.lines.map(brief),
  });
  expect(sumOf(billed.lines)).toBe(said?.gross_minor);
  if (!said?.with_others) expect(billed.invoice.gross_minor).toBe(said?.gross_minor);
  made.left -= 1;
};

test(`the bills after acceptance are those the quote said, seed ${SEED}`, { timeout: 300_000 }, async () => {
  const all: Made[] = [];
  for (let no = 0; no < QUOTES; no++) all.push(await db.run((ctx) => make(ctx, no)));
  await db.at(`${TODAY}T13:00:00Z`);
  await repriced();
  for (let on = TODAY; on < addDays(TODAY, DAYS); on = addDays(on, 1)) {
    await db.at(`${on}T14:00:00Z`);
    for (const made of all.filter(({ left }) => left > 0)) {
      const { account_id: id } = made.quote;
      await db.run((ctx) => beginDay(ctx, { id, zone: 'UTC' }, dayIn(ctx.now, 'UTC')));
      if (made.accept_on === on) await db.run((ctx) => acceptQuote(ctx, { id: made.quote.id }));
      checkBill(made, await db.run((ctx) => billedOn(ctx, made, on)));
    }
  }
  const first = all.filter(
    ({ quote }) => shown(quote, 0) !== undefined && (shown(quote, 0)?.on ?? '') < addDays(TODAY, DAYS),
  );
  expect(first.length).toBeGreaterThan(QUOTES / 2);
  expect(first.filter(({ left }) => left === BILLS)).toEqual([]);
});
