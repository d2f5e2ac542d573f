/** What a bill run is cut off on: accounts of every sort with a month behind them, the night before they are billed; and all that a run writes, without what differs from one writing to the next. */
import { randomUUID } from 'node:crypto';
import { day, type Id, instant } from '@isp/values';
import { createTax } from '../src/billing/create-tax.ts';
import { ensureBillingDefaults } from '../src/billing/index.ts';
import { activate } from '../src/flows/activate.ts';
import { billZone } from '../src/flows/bill-period.ts';
import { changePlan } from '../src/flows/change-plan.ts';
import {
  ChangePlan,
  EndSubscription,
  OpenAccount,
  PauseSubscription,
  RecordPayment,
  Subscribe,
} from '../src/flows/contract.ts';
import { offerPlan } from '../src/flows/offer-plan.ts';
import { openAccount } from '../src/flows/open-account.ts';
import { pause } from '../src/flows/pause.ts';
import { payBill } from '../src/flows/pay-bill.ts';
import { terminate } from '../src/flows/terminate.ts';
import { recordOf, write } from '../src/flows/usage-history.fixture.ts';
import { system } from '../src/kernel/actor.ts';
import { type Database, sql } from '../src/kernel/db.ts';
import { type TestDatabase, testDatabase } from '../src/kernel/testing.ts';
import { registry } from '../src/main/app.ts';
import { CreatePlan } from '../src/tariffs/contract.ts';
import { ZONE } from './bill-run.ts';

const NIGHT = '2027-02-01T02:00:00Z';
export const DAY_AFTER = '2027-02-02T09:00:00Z';
/** Accounts of each sort. */
const EACH = 5;

const VAT = { tax_code: 'VAT20' };
const METERED = { included_bytes: 1_000_000, overage_unit_bytes: 1_000_000, overage_unit_price_minor: '49.5' };
const PLANS = {
  basic: { price_minor: 1999, ...VAT, setup_fee_minor: 4900 },
  better: { price_minor: 3999, ...VAT },
  arrears: { price_minor: 2999, timing: 'arrears', ...VAT },
  weekly: { price_minor: 499, cycle_unit: 'week', tax_code: 'GST10' },
  metered: { price_minor: 999, ...VAT, ...METERED },
  refunding: { price_minor: 2500, ...VAT, adjustments: 'refund' },
  patient: { price_minor: 2500, ...VAT, adjustments: 'credit-next-invoice' },
};
type Plan = keyof typeof PLANS;

interface Subscriber {
  readonly account_id: Id;
  readonly id: Id;
}

/** One telling of the month before. */
class Month {
  readonly #db: TestDatabase;
  readonly #plans = new Map<string, Id>();
  #nas: Id = '';

  constructor(db: TestDatabase) {
    this.#db = db;
  }

  async begin(): Promise<void> {
    const { run, kernel } = this.#db;
    await run((ctx) => ensureBillingDefaults(ctx, { zone: ZONE }));
    await run((ctx) =>
      createTax(ctx, { code: 'VAT20', name: 'VAT 20 %', percent: '20' as never, inclusive: false, compound: false }),
    );
    await run((ctx) =>
      createTax(ctx, { code: 'GST10', name: 'GST 10 %', percent: '10' as never, inclusive: true, compound: false }),
    );
    for (const [code, terms] of Object.entries(PLANS)) {
      const plan = { code, name: code, rate_down_kbps: 50_000, rate_up_kbps: 10_000, effective_from: '2027-01-01' };
      this.#plans.set(code, (await run((ctx) => offerPlan(ctx, CreatePlan.input.parse({ ...plan, ...terms })))).id);
    }
    this.#nas = randomUUID();
    await sql`insert into aaa.nas (id, name, address, secret_sealed, vendor, created_at) values (${this.#nas}, 'edge', '127.0.0.1', '\\x00', 'generic', now())`.execute(
      kernel.db,
    );
  }

  async subscribe(account_id: Id, plan: Plan, more: Record<string, unknown> = {}): Promise<Subscriber> {
    const wanted = { account_id, plan_id: this.#plans.get(plan), start_on: '2027-01-01', anchor_day: 1, ...more };
    const { subscription } = await this.#db.run((ctx) => activate(ctx, Subscribe.input.parse(wanted)));
    return { account_id, id: subscription.id };
  }

  async open(name: string, plan: Plan, more: Record<string, unknown> = {}): Promise<Subscriber> {
    const account = await this.#db.run((ctx) => openAccount(ctx, OpenAccount.input.parse({ name, zone: ZONE })));
    return this.subscribe(account.id, plan, more);
  }

  pay({ account_id }: Subscriber, amount_minor: number): Promise<unknown> {
    const payment = { account_id, method: 'transfer', amount_minor };
    return this.#db.run((ctx) => payBill(ctx, RecordPayment.input.parse(payment)));
  }

  change({ id }: Subscriber, plan: Plan): Promise<unknown> {
    const change = { id, plan_id: this.#plans.get(plan), when: 'now' };
    return this.#db.run((ctx) => changePlan(ctx, ChangePlan.input.parse(change)));
  }

  pause({ id }: Subscriber): Promise<unknown> {
    const rest = { id, from_on: '2027-01-10', to_on: '2027-01-20', hold_fee_minor: 300 };
    return this.#db.run((ctx) => pause(ctx, PauseSubscription.input.parse(rest)));
  }

  end({ id }: Subscriber): Promise<unknown> {
    return this.#db.run((ctx) => terminate(ctx, EndSubscription.input.parse({ id })));
  }

  use({ account_id, id: subscription_id }: Subscriber, octets: bigint): Promise<unknown> {
    const one = { account_id, subscription_id };
    const session = (hour: string) => ({ id: randomUUID(), heard_at: instant(`2027-01-12T${hour}:00:00Z`), octets });
    const records = ['08', '19'].map((hour) => recordOf(one, this.#nas, session(hour)));
    return write(this.#db, records);
  }
}

/** What becomes of a subscriber: how it begins, and what happens on the 15th, after the first bill. */
interface Sort {
  readonly plan: Plan;
  readonly terms?: Record<string, unknown>;
  readonly happens: (month: Month, one: Subscriber, n: number) => Promise<unknown>;
}

const SORTS: readonly Sort[] = [
  { plan: 'basic', happens: async () => undefined },
  { plan: 'basic', happens: (m, one) => m.change(one, 'better') },
  { plan: 'arrears', happens: async () => undefined },
  { plan: 'metered', happens: (m, one, n) => m.use(one, BigInt(70_001 * (n + 1))) },
  { plan: 'better', terms: { price_override_minor: 3333 }, happens: (m, one) => m.pay(one, 1000) },
  { plan: 'basic', happens: (m, one) => m.pause(one) },
  { plan: 'better', happens: (m, one) => m.end(one) },
  { plan: 'weekly', happens: async () => undefined },
  { plan: 'basic', happens: (m, one) => m.change(one, 'refunding') },
  { plan: 'better', happens: (m, one) => m.change(one, 'patient') },
  { plan: 'better', happens: (m, one, n) => m.pay(one, 5000 + n) },
  {
    plan: 'better',
    happens: async (m, one) => {
      await m.pay(one, 4799);
      await m.change(one, 'basic');
      await m.use(await m.subscribe(one.account_id, 'metered', { start_on: '2027-01-05' }), 400_000n);
    },
  },
];

/** Numbers brought from another system are in no order of those who have them. */
const RENUMBER = sql`update crm.account a set number = 'M' || right(md5(a.number), 6)`;

/** The accounts the night before they are billed. Copies can be made of it: nobody is connected. */
export const setBillStage = async (): Promise<TestDatabase> => {
  const db = await testDatabase({ registry, now: '2027-01-01T08:00:00Z' });
  const month = new Month(db);
  await month.begin();
  const people: (readonly [Sort, Subscriber])[] = [];
  for (let n = 0; n < SORTS.length * EACH; n++) {
    const sort = SORTS[n % SORTS.length] as Sort;
    people.push([sort, await month.open(`Account ${n}`, sort.plan, sort.terms)]);
  }
  await RENUMBER.execute(db.kernel.db);
  await billZone(db.kernel, system('test'), {
    zone: ZONE,
    as_of: day('2027-01-01'),
    dry_run: false,
    legal_entity_id: null,
  });
  await db.at('2027-01-15T10:00:00Z');
  for (const [n, [sort, one]] of people.entries()) await sort.happens(month, one, n);
  await db.at(NIGHT);
  await db.leave();
  return db;
};

/** All that a run writes but ids, the moment it was written at, and which run it was; the ids of what was there before are the same in every copy. */
const DOCUMENTS = {
  invoices: sql`select to_jsonb(i) - '{id,bill_run_id,issued_at}'::text[] as d from billing.invoice i`,
  lines: sql`select (to_jsonb(l) - 'invoice_id') || jsonb_build_object('invoice', i.number) as d
    from billing.invoice_line l join billing.invoice i on (i.account_id, i.id) = (l.account_id, l.invoice_id)`,
  credit_notes: sql`select to_jsonb(n) - '{id,bill_run_id,issued_at}'::text[] as d from billing.credit_note n`,
  line_credits: sql`select (to_jsonb(c) - '{invoice_id,credit_note_id}'::text[]) || jsonb_build_object('invoice', i.number, 'credit_note', n.number) as d
    from billing.line_credit c join billing.invoice i on (i.account_id, i.id) = (c.account_id, c.invoice_id)
    left join billing.credit_note n on (n.account_id, n.id) = (c.account_id, c.credit_note_id)`,
  credit_allocations: sql`select jsonb_build_object('credit_note', n.number, 'invoice', i.number, 'amount_minor', l.amount_minor) as d
    from billing.credit_allocation l join billing.credit_note n on (n.account_id, n.id) = (l.account_id, l.credit_note_id)
    join billing.invoice i on (i.account_id, i.id) = (l.account_id, l.invoice_id)`,
  allocations: sql`select jsonb_build_object('payment', l.payment_id, 'invoice', i.number, 'amount_minor', l.amount_minor) as d
    from payments.allocation l join billing.invoice i on (i.account_id, i.id) = (l.account_id, l.invoice_id)`,
  payments: sql`select to_jsonb(p) as d from payments.payment p`,
  postings: sql`select (to_jsonb(p) - '{transaction_id,document_id,posted_at}'::text[]) || jsonb_build_object('document', coalesce(i.number, n.number, p.document_id::text)) as d
    from billing.posting p left join billing.invoice i on (i.account_id, i.id) = (p.account_id, p.document_id)
    left join billing.credit_note n on (n.account_id, n.id) = (p.account_id, p.document_id)`,
  ledger: sql`select jsonb_build_object('account', ledger_account, 'on', on_day, 'debit', sum(debit_minor), 'credit', sum(credit_minor)) as d
    from billing.posted group by ledger_account, on_day`,
  counters: sql`select to_jsonb(c) as d from billing.number_counter c`,
  subscriptions: sql`select to_jsonb(s) as d from subscriptions.subscription s`,
};

/** The documents and what they moved, each kind as one text: two runs that did the same have the same texts. */
export const documents = async (db: Database): Promise<ReadonlyMap<string, string>> => {
  const kinds = Object.entries(DOCUMENTS).map(
    ([kind, rows]) =>
      sql`select ${kind}::text as kind, jsonb_agg(x.d order by x.d::text)::text as rows from (${rows}) x`,
  );
  const { rows } = await sql<{ kind: string; rows: string }>`${sql.join(kinds, sql` union all `)}`.execute(db);
  return new Map(rows.map((row) => [row.kind, row.rows]));
};
