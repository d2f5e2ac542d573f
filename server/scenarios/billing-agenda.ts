/** Dated stories of single accounts, told together on one platform by the day, through the API. */
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { Answer } from './platform.ts';
import { type Platform, startPlatform } from './platform.ts';

type Body = Answer['body'];
type Terms = Record<string, unknown>;
export type Step = (teller: Teller) => Promise<unknown>;

/** What happens on which days, and what the account's documents then are. */
export interface Story {
  readonly steps: readonly (readonly [string, ...Step[]])[];
  /** The day its documents are looked at, when its steps are done. */
  readonly last_day: string;
  readonly documents?: readonly string[];
  /** What is left of the account's credit, and what is open on its invoices, in minor units. */
  readonly credit?: number;
  readonly open?: number;
}

const SECRET = 'a secret of sixteen and more';
const money = (minor: unknown): string => (Number(minor) / 100).toFixed(2);

const asMoney = (line: Body): string =>
  Number(line.tax_minor) === 0 ? money(line.net_minor) : `${money(line.net_minor)} + ${money(line.tax_minor)}`;

const asLine = (sign: string, line: Body): string => {
  if (line.period_from === null) return `${sign}${asMoney(line)}`;
  const part = line.days === null ? '' : ` ${line.days}/${line.of_days}`;
  return `${line.period_from}→${line.period_to}${part} ${sign}${asMoney(line)}`;
};

export interface Standing {
  readonly documents: readonly string[];
  readonly credit: number;
  readonly open: number;
}

/** One account of a story, and what is done to it. Plans are made as they are needed, one for each set of terms. */
export class Teller {
  readonly isp: Platform;
  readonly id: string;
  readonly plans: Map<string, string>;
  /** How the account stood on the story's last day. */
  stood: Standing | undefined;
  account = '';
  subscription = '';

  constructor(isp: Platform, id: string, plans: Map<string, string>) {
    this.isp = isp;
    this.id = id;
    this.plans = plans;
  }

  async plan(price_minor: number, terms: Terms): Promise<string> {
    const key = JSON.stringify([price_minor, terms]);
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const code = `p${this.plans.size}`;
    const made = await this.isp.api.post('/plans', { kind: 'recurring', code, name: code, price_minor, ...terms });
    this.plans.set(key, String(made.id));
    return String(made.id);
  }

  on(path: string, body: Terms = {}): Promise<Body> {
    return this.isp.api.post(`/subscriptions/${this.subscription}/${path}`, body);
  }

  async standing(): Promise<Standing> {
    return { documents: await this.#documents(), credit: await this.#credit(), open: await this.open() };
  }

  async #documents(): Promise<string[]> {
    const { api } = this.isp;
    const { items: invoices = [] } = await api.get(`/invoices?account_id=${this.account}&sort=issued_on&limit=100`);
    const { items: notes = [] } = await api.get(`/credit-notes?account_id=${this.account}&sort=issued_on&limit=100`);
    const of = async (kind: string, sign: string, each: Body) => {
      const { lines } = (await api.get(`/${kind}/${each.id}`)) as unknown as { lines: Body[] };
      return lines.map((line) => ({ at: String(each.issued_at), text: asLine(sign, line) }));
    };
    const found = [
      ...(await Promise.all(invoices.map((each) => of('invoices', '', each)))),
      ...(await Promise.all(notes.map((each) => of('credit-notes', '−', each)))),
    ].flat();
    return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ text }) => text);
  }

  async #credit(): Promise<number> {
    const { items: notes = [] } = await this.isp.api.get(`/credit-notes?account_id=${this.account}&limit=100`);
    const { items: payments = [] } = await this.isp.api.get(`/payments?account_id=${this.account}&limit=100`);
    return (
      notes.reduce((sum, each) => sum + Number(each.open_minor), 0) +
      payments.reduce((sum, each) => sum + Number(each.unallocated_minor), 0)
    );
  }

  async open(): Promise<number> {
    const { items = [] } = await this.isp.api.get(`/invoices?account_id=${this.account}&limit=100`);
    return items.reduce((sum, each) => sum + Number(each.open_minor), 0);
  }
}

/** Makes what is due today. */
export const bill: Step = (t) => t.isp.api.post(`/accounts/${t.account}/bill`);

/** Opens the story's account. */
export const account: Step = async (t) => {
  t.account = String((await t.isp.api.post('/accounts', { name: t.id, zone: 'UTC' })).id);
};

/** Subscribes the account to a plan of these terms from today on. */
export const subscribe =
  (price_minor: number, terms: Terms = {}, more: Terms = {}): Step =>
  async (t) => {
    const plan_id = await t.plan(price_minor, terms);
    const made = await t.isp.api.post(`/accounts/${t.account}/subscriptions`, {
      account_id: t.account,
      plan_id,
      ...more,
    });
    t.subscription = (made.subscription as { id: string }).id;
  };

/** Subscribes the account, which is made for it, to a plan of these terms from today on, and bills it. */
export const start =
  (price_minor: number, terms: Terms = {}, more: Terms = {}): Step =>
  async (t) => {
    await account(t);
    await subscribe(price_minor, terms, more)(t);
    await bill(t);
  };

/** Changes to a plan of these terms at once, and bills. */
export const change =
  (price_minor: number, terms: Terms = {}, more: Terms = { when: 'now' }): Step =>
  async (t) => {
    await t.on('change-plan', { plan_id: await t.plan(price_minor, terms), ...more });
    await bill(t);
  };

export const pause =
  (more: Terms = {}): Step =>
  async (t) => {
    await t.on('pause', more);
    await bill(t);
  };

export const unpause: Step = async (t) => {
  await t.on('unpause');
  await bill(t);
};

export const end =
  (more: Terms = {}): Step =>
  async (t) => {
    await t.on('end', more);
    await bill(t);
  };

/** Pays all that is open. */
export const pay: Step = async (t) => {
  const amount_minor = await t.open();
  await t.isp.api.post('/payments', { account_id: t.account, method: 'transfer', amount_minor });
};

/** Gives something of the first line of the newest invoice back by hand. */
export const giveBack =
  (amount_minor: number): Step =>
  async (t) => {
    const { items = [] } = await t.isp.api.get(`/invoices?account_id=${t.account}`);
    await t.isp.api.post(`/invoices/${items[0]?.id}/credit-notes`, {
      reason: 'goodwill',
      lines: [{ line_no: 1, amount_minor }],
    });
  };

/** Uses so many octets by a session of the log-in `username`. */
export const use =
  (username: string, octets: bigint): Step =>
  async (t) => {
    const nas = await FakeNas.open({
      secret: SECRET,
      server: { auth_port: t.isp.radius.auth, acct_port: t.isp.radius.acct },
      stamps: false,
    });
    try {
      for (let tries = 0; tries < 100; tries++) {
        const { session } = await nas.login(username, 'open sesame 42');
        if (session === undefined) continue;
        await nas.start(session);
        await nas.stop(session, { output_octets: octets });
        return;
      }
      throw new Error('not let on');
    } finally {
      await nas.close();
    }
  };

/** The stories of one stretch of time, told together. */
export interface Told {
  readonly of: (id: string) => Teller;
  stop(): Promise<void>;
}

const daysOf = (stories: Readonly<Record<string, Story>>): string[] =>
  [
    ...new Set(Object.values(stories).flatMap(({ steps, last_day }) => [...steps.map(([day]) => day), last_day])),
  ].sort();

const tellDay = async (day: string, { steps, last_day }: Story, teller: Teller): Promise<void> => {
  for (const [on, ...doings] of steps) if (on === day) for (const step of doings) await step(teller);
  if (last_day === day) teller.stood = await teller.standing();
};

/** Tells stories on a platform of their own, day by day, each day's at noon. Nobody is suspended for not paying. */
export const tell = async (
  stories: Readonly<Record<string, Story>>,
  roles: readonly 'radius'[] = [],
): Promise<Told> => {
  const days = daysOf(stories);
  const isp = await startPlatform({ now: `${days[0]}T12:00:00Z`, roles });
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  await isp.api.post('/taxes', { code: 'VAT25', name: 'VAT 25 %', percent: '25' });
  await isp.api.patch('/dunning-policies/standard', { minimum_debt_minor: 1_000_000_000 });
  if (roles.length > 0)
    await isp.api.post('/nas', { name: 'bng-1', address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik' });
  const plans = new Map<string, string>();
  const tellers = new Map(Object.keys(stories).map((id) => [id, new Teller(isp, id, plans)]));
  const of = (id: string) => tellers.get(id) as Teller;
  for (const day of days) {
    if (day !== days[0]) await isp.turnTo(`${day}T12:00:00Z`);
    for (const [id, story] of Object.entries(stories)) await tellDay(day, story, of(id));
  }
  return { of, stop: () => isp.stop() };
};
