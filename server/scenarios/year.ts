/** An ISP's 400 days: accounts of every sort, and what happens to them on which day. Told the same however the clock is turned in between. */
import { addDays, type Day, day } from '@isp/values';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import { type RawBuilder, sql } from '../src/kernel/db.ts';
import type { Platform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const GB = 1_000_000_000;

/** A leap year's 29 February and four changes to and from summer time lie in it. */
const FIRST: Day = day('2027-11-30');
export const DAYS = 400;

/** Noon in Greenwich `n` days later. */
export const noon = (n: number): string => `${addDays(FIRST, n)}T12:00:00.000Z`;

const PLANS = {
  advance: { price_minor: 1999, tax_code: 'VAT20', setup_fee_minor: 4900 },
  arrears: { price_minor: 2999, timing: 'arrears', tax_code: 'VAT20' },
  yearly: { price_minor: 19900, cycle_unit: 'year', tax_code: 'GST10' },
  weekly: { price_minor: 499, cycle_unit: 'week' },
  faster: { price_minor: 3999, tax_code: 'VAT20', rate_down_kbps: 200_000 },
  metered: {
    price_minor: 999,
    tax_code: 'VAT20',
    included_bytes: 10 * GB,
    overage_unit_bytes: GB,
    overage_unit_price_minor: '49.5',
  },
};
type Plan = keyof typeof PLANS;

interface Person {
  readonly plan: Plan;
  readonly zone: string;
  readonly anchor_day?: number;
  readonly start_on?: Day;
  /** Pays whatever is open on these days. */
  readonly pays: readonly number[];
}

const MONTHLY = Array.from({ length: 13 }, (_, i) => 10 + i * 31);

const PEOPLE: Readonly<Record<string, Person>> = {
  ann: { plan: 'advance', zone: 'UTC', anchor_day: 31, pays: MONTHLY },
  ben: { plan: 'arrears', zone: 'UTC', anchor_day: 29, pays: MONTHLY },
  cho: { plan: 'yearly', zone: 'Asia/Tokyo', pays: [10] },
  dan: { plan: 'weekly', zone: 'America/New_York', pays: MONTHLY },
  eve: { plan: 'metered', zone: 'Asia/Tokyo', anchor_day: 30, pays: MONTHLY },
  fay: { plan: 'advance', zone: 'America/New_York', pays: [72, 165, 351] },
  gus: { plan: 'advance', zone: 'America/New_York', anchor_day: 30, pays: MONTHLY },
  hal: { plan: 'arrears', zone: 'UTC', anchor_day: 31, pays: MONTHLY },
  ida: { plan: 'metered', zone: 'UTC', start_on: addDays(FIRST, 45), pays: MONTHLY },
  jon: { plan: 'advance', zone: 'UTC', pays: [] },
};

type Happening = (year: Year) => Promise<unknown>;

/** What an operator does, and on which day. */
const HAPPENINGS: ReadonlyMap<number, readonly Happening[]> = new Map<number, readonly Happening[]>([
  [20, [(y) => y.use('eve', 31), (y) => y.use('ben', 5)]],
  [72, [(y) => y.use('ida', 12)]],
  [103, [(y) => y.act('gus', 'change-plan', { plan_id: y.plan('faster') }), (y) => y.use('eve', 10)]],
  [134, [(y) => y.act('hal', 'suspend', { note: 'moves house' })]],
  [150, [(y) => y.act('hal', 'resume')]],
  [165, [(y) => y.act('cho', 'change-plan', { plan_id: y.plan('metered') })]],
  [200, [(y) => y.use('eve', 77), (y) => y.act('dan', 'end')]],
  [
    205,
    [(y) => y.act('ben', 'pause', { from_on: addDays(FIRST, 215), to_on: addDays(FIRST, 250), hold_fee_minor: 500 })],
  ],
  [227, [(y) => y.takeBack('ann')]],
  [260, [(y) => y.act('ida', 'end', { on: addDays(FIRST, 290) })]],
  [270, [(y) => y.act('gus', 'change-plan', { plan_id: y.plan('advance'), on: addDays(FIRST, 262) })]],
  [300, [(y) => y.open('kim', { plan: 'metered', zone: 'Australia/Adelaide', anchor_day: 31, pays: [] })]],
]);

/** The days on which something happens, in order. */
export const EVENTFUL: readonly number[] = [
  ...new Set([...HAPPENINGS.keys(), ...Object.values(PEOPLE).flatMap((p) => p.pays)]),
].sort((a, b) => a - b);

/** One telling of the 400 days on a platform. */
export class Year {
  readonly #isp: Platform;
  readonly #plans = new Map<string, string>();
  readonly #people = new Map<string, { readonly account: string; readonly subscription: string }>();
  readonly #payments = new Map<string, string>();
  #now = 0;

  constructor(isp: Platform) {
    this.#isp = isp;
  }

  plan(code: Plan): string {
    return this.#plans.get(code) ?? '';
  }

  async begin(): Promise<void> {
    const { api } = this.#isp;
    await api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
    await api.post('/taxes', { code: 'GST10', name: 'GST 10 %', percent: '10' });
    await api.post('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
    for (const [code, terms] of Object.entries(PLANS))
      this.#plans.set(
        code,
        (
          await api.post('/plans', {
            code,
            name: code,
            rate_down_kbps: 50_000,
            rate_up_kbps: 10_000,
            ipv4_pool: 'home',
            effective_from: FIRST,
            ...terms,
          })
        ).id as string,
      );
    await api.post('/nas', { name: 'bng', address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik' });
    for (const [name, person] of Object.entries(PEOPLE)) await this.open(name, person);
  }

  async open(name: string, { plan, zone, anchor_day, start_on }: Person): Promise<void> {
    const { api } = this.#isp;
    const account = await api.post('/accounts', { name, zone });
    const wanted = {
      plan_id: this.plan(plan),
      username: name,
      password: `secret of ${name}`,
      ...(anchor_day && { anchor_day }),
      ...(start_on && { start_on }),
    };
    const { subscription } = await api.post(`/accounts/${account.id}/subscriptions`, {
      account_id: account.id,
      ...wanted,
    });
    this.#people.set(name, { account: account.id as string, subscription: (subscription as { id: string }).id });
  }

  act(name: string, verb: string, body: Record<string, unknown> = {}): Promise<unknown> {
    return this.#isp.api.post(`/subscriptions/${this.#people.get(name)?.subscription}/${verb}`, body);
  }

  /** Someone downloads some gigabytes within the hour. */
  async use(name: string, gigabytes: number): Promise<void> {
    const { auth, acct } = this.#isp.radius;
    const now = Date.parse(noon(this.#now));
    const nas = await FakeNas.open({ secret: SECRET, server: { auth_port: auth, acct_port: acct }, now: () => now });
    const { session } = await nas.login(name, `secret of ${name}`);
    if (!session) throw new Error(`${name} was not let on`);
    const stored = [
      await nas.start(session),
      await nas.stop(session, { output_octets: BigInt(gigabytes * GB + 1), session_s: 1800 }),
    ];
    await nas.close();
    if (stored.includes(false)) throw new Error(`the use of ${name} was not stored`);
  }

  async takeBack(name: string): Promise<void> {
    await this.#isp.api.post(`/payments/${this.#payments.get(name)}/reverse`, { reason: 'it bounced' });
  }

  async #pay(name: string): Promise<void> {
    const account_id = this.#people.get(name)?.account;
    const { balance } = (await this.#isp.api.get(`/accounts/${account_id}/page`)) as unknown as {
      balance: { open_minor: number };
    };
    if (balance.open_minor === 0) return;
    const payment = await this.#isp.api.post('/payments', {
      account_id,
      method: 'transfer',
      amount_minor: balance.open_minor + (name === 'ben' ? 500 : 0),
    });
    this.#payments.set(name, payment.id as string);
  }

  /** Turns the clock to noon of a day and lets happen what happens then. */
  async reach(n: number): Promise<void> {
    await this.#isp.turnTo(noon(n));
    this.#now = n;
    for (const [name, person] of Object.entries(PEOPLE)) if (person.pays.includes(n)) await this.#pay(name);
    for (const happen of HAPPENINGS.get(n) ?? []) await happen(this);
  }
}

const ROWS: Readonly<Record<string, RawBuilder<unknown>>> = {
  invoices: sql`select i.number, a.number as account, i.issued_on, i.issued_at, i.due_on, i.zone, i.net_minor, i.discount_minor, i.tax_minor, i.gross_minor, i.open_minor, i.taxes, i.recipient,
      (select r.as_of from billing.bill_run r where r.id = i.bill_run_id) as run
    from billing.invoice i join crm.account a on a.id = i.account_id order by i.number`,
  lines: sql`select i.number, l.line_no, l.kind, l.description, l.period_from, l.period_to, l.quantity::text as quantity, l.unit_price_minor::text as unit, l.days, l.of_days,
      l.net_minor, l.tax_code, l.tax_minor, l.gross_minor
    from billing.invoice_line l join billing.invoice i on (i.account_id, i.id) = (l.account_id, l.invoice_id) order by i.number, l.line_no`,
  postings: sql`select a.number as account, p.ledger_account, p.currency, p.amount_minor, p.posted_on, p.posted_at, p.document_kind
    from billing.posting p join crm.account a on a.id = p.account_id order by a.number, p.posted_at, p.document_kind, p.ledger_account, p.amount_minor, p.posted_on`,
  dunning_steps: sql`select a.number as account, d.kind, d.due_on, d.overdue_minor, d.oldest_due_on, d.taken_at
    from billing.dunning_step d join crm.account a on a.id = d.account_id order by a.number, d.taken_at, d.kind`,
  dunning: sql`select a.number as account, d.since_on, d.taken, d.changed_at from billing.dunning d join crm.account a on a.id = d.account_id order by a.number`,
  subscriptions: sql`select a.number as account, p.code as plan, s.state, s.suspended_for, s.started_on, s.ended_on, s.anchor_on, s.anchor_day, s.next_bill_on, s.billed_on, s.settled_to, s.recurring_to, s.usage_to
    from subscriptions.subscription s join crm.account a on a.id = s.account_id join tariffs.plan p on p.id = s.plan_id order by a.number`,
  rests: sql`select a.number as account, s.reason, s.from_on, s.to_on, s.known_on, s.to_known_on, s.hold_fee_minor
    from subscriptions.rest s join crm.account a on a.id = s.account_id order by a.number, s.from_on`,
  credit_notes: sql`select n.number, a.number as account, n.reason, n.issued_on, n.issued_at, n.net_minor, n.tax_minor, n.gross_minor, n.open_minor, n.taxes
    from billing.credit_note n join crm.account a on a.id = n.account_id order by n.number`,
  credits: sql`select n.number as credit_note, c.line_no, i.number as invoice, c.invoice_line_no, c.credit_no, c.kind, c.period_from, c.period_to, c.days, c.of_days, c.net_minor, c.tax_minor
    from billing.line_credit c join billing.invoice i on (i.account_id, i.id) = (c.account_id, c.invoice_id)
    left join billing.credit_note n on (n.account_id, n.id) = (c.account_id, c.credit_note_id) order by i.number, c.invoice_line_no, c.credit_no`,
  credit_allocations: sql`select n.number as credit_note, i.number as invoice, l.amount_minor, l.at
    from billing.credit_allocation l join billing.credit_note n on (n.account_id, n.id) = (l.account_id, l.credit_note_id)
    join billing.invoice i on (i.account_id, i.id) = (l.account_id, l.invoice_id) order by n.number, i.number, l.at`,
  segments: sql`select a.number as account, p.code as plan, s.from_on, s.known_on, s.price_minor, s.anchor_on, s.anchor_day
    from subscriptions.segment s join crm.account a on a.id = s.account_id join tariffs.plan p on p.id = s.plan_id order by a.number, s.from_on`,
  access: sql`select a.number as account, x.mode, x.reason, x.rate_down_kbps, (select host(d.address) from aaa.assignment d where d.account_id = x.account_id and d.subscription_id = x.subscription_id and d.kind = 'ipv4' and d.free_since is null) as framed_ip, x.changed_at
    from aaa.access x join crm.account a on a.id = x.account_id order by a.number`,
  access_changes: sql`select a.number as account, u.at, u.op, u.before, u.after - 'account_id' - 'subscription_id' as after
    from kernel.audit u join crm.account a on a.id = u.account_id where u.relation = 'aaa.access' order by a.number, u.id`,
  allocations: sql`select a.number as account, i.number, l.amount_minor, l.at
    from payments.allocation l join crm.account a on a.id = l.account_id join billing.invoice i on (i.account_id, i.id) = (l.account_id, l.invoice_id)
    order by a.number, l.at, i.number, l.amount_minor`,
  runs: sql`select as_of, zone, state, due, invoices, gross_minor, credit_notes, credited_minor, held, started_at from billing.bill_run order by started_at, zone`,
};

/** Everything the 400 days left behind, without ids. */
export const remains = async (isp: Platform): Promise<Record<string, unknown[]>> => {
  const found: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(ROWS)) found[name] = (await query.execute(isp.db.kernel.db)).rows;
  return found;
};
