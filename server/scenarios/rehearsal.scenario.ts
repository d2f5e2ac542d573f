/** An account is rehearsed: what comes is what then comes, to the cent, day and moment; and nothing is left of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rehearse } from '../src/flows/rehearse.ts';
import { createClient } from '../src/identity/create-client.ts';
import type { Actor } from '../src/kernel/actor.ts';
import { sql } from '../src/kernel/db.ts';
import { createApi, type Platform, startPlatform } from './platform.ts';

const LONG_MS = 600_000;
type Body = Record<string, unknown>;

interface Happening {
  readonly kind: string;
  readonly at: string;
  readonly act?: number;
  readonly amount_minor?: number;
}
interface Rehearsed extends Body {
  readonly stopped: { readonly on: string; readonly why: string } | null;
  readonly held: Body | null;
  readonly documents: readonly (Body & { readonly at: string; readonly open_minor: number })[];
  readonly happenings: readonly Happening[];
  readonly months: readonly (Body & { readonly open_minor: number })[];
  readonly ledger: readonly { readonly ledger_account: string; readonly amount_minor: number }[];
  readonly to_on: string;
}

let isp: Platform;
const plans = new Map<string, string>();

const PLANS = {
  home: { price_minor: 3100, setup_fee_minor: 4900, tax_code: 'VAT20', kind: 'internet', ipv4_pool: 'home' },
  faster: { price_minor: 4650, tax_code: 'VAT20', kind: 'internet', ipv4_pool: 'home' },
  daily: { price_minor: 100, kind: 'recurring', cycle_unit: 'day' },
  arrears: { price_minor: 2000, timing: 'arrears', tax_code: 'VAT20', kind: 'internet' },
  metered: {
    price_minor: 1000,
    kind: 'internet',
    included_bytes: 10_000_000_000,
    overage_unit_bytes: 1_000_000_000,
    overage_unit_price_minor: '50',
  },
};

const open = async (name: string, zone: string, plan: keyof typeof PLANS, more: Body = {}) => {
  const account = String((await isp.api.post('/accounts', { name, zone, country: 'DE' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, { plan_id: plans.get(plan), ...more });
  return { account, subscription: (made.subscription as { id: string }).id };
};

const pay = async (account: string, extra = 0) => {
  const { balance } = (await isp.api.get(`/accounts/${account}/page`)) as unknown as {
    balance: { open_minor: number };
  };
  const amount_minor = balance.open_minor + extra;
  if (amount_minor > 0) await isp.api.post('/payments', { account_id: account, method: 'transfer', amount_minor });
};

const ask = (account: string, input: Body) => isp.api.call('POST', `/accounts/${account}/rehearsals`, input);
const rehearsed = async (account: string, input: Body): Promise<Rehearsed> => {
  const began = performance.now();
  const { status, body } = await ask(account, input);
  expect(status, JSON.stringify(body)).toBe(200);
  console.log(
    `rehearsed in ${Math.round(performance.now() - began)} ms: ${(body as Rehearsed).documents.length} documents`,
  );
  return body as Rehearsed;
};

/** Every table but the audit, with how many rows it has and what they are. */
const everything = async () => {
  const { db } = isp.db.kernel;
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`.execute(db);
  const found = new Map<string, string>();
  for (const { name } of rows) {
    if (name === 'kernel.audit') continue;
    const text = sql.raw(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as is from ${name} t`,
    );
    found.set(name, (await sql<{ is: string }>`${text}`.execute(db)).rows[0]?.is ?? '');
  }
  return found;
};
const audits = async () =>
  (
    await sql<{
      n: number;
      last: Body;
    }>`select count(*)::int as n, (select a.after from kernel.audit a order by a.id desc limit 1) as last from kernel.audit`.execute(
      isp.db.kernel.db,
    )
  ).rows[0];

type Person = Awaited<ReturnType<typeof open>>;
const people: Record<string, Person> = {};
const of = (name: string): Person => people[name] as Person;

/** Who lives on how, for fourteen months from 10 March 2027 on. */
const LIVES: Readonly<Record<string, () => Body>> = {
  ann: () => ({
    acts: [
      { kind: 'change-plan', on: '2027-04-20', subscription_id: of('ann').subscription, plan_id: plans.get('faster') },
      {
        kind: 'discount',
        on: '2027-06-01',
        subscription_id: of('ann').subscription,
        name: 'Loyal',
        percent: '10',
        times: 3,
      },
      { kind: 'pause', on: '2027-07-05', subscription_id: of('ann').subscription, to_on: '2027-08-20' },
      { kind: 'discount', on: '2027-09-01', name: 'Sorry', amount_minor: 500, times: 2 },
      { kind: 'change-plan', on: '2027-10-10', subscription_id: of('ann').subscription, plan_id: plans.get('home') },
      { kind: 'payment', on: '2027-11-11', amount_minor: 10_000 },
      { kind: 'end', on: '2028-02-14', subscription_id: of('ann').subscription },
    ],
  }),
  bob: () => ({ pays_after_days: null }),
  cho: () => ({ pays_after_days: 20 }),
  dan: () => ({
    pays_after_days: 3,
    acts: [
      { kind: 'suspend', on: '2027-05-05', subscription_id: of('dan').subscription },
      { kind: 'resume', on: '2027-05-25', subscription_id: of('dan').subscription },
      { kind: 'pause', on: '2027-06-10', subscription_id: of('dan').subscription, to_on: null },
      { kind: 'unpause', on: '2027-07-01', subscription_id: of('dan').subscription },
    ],
  }),
};
const foreseen: Record<string, Rehearsed> = {};

beforeAll(async () => {
  isp = await startPlatform({ now: '2027-01-10T10:00:00Z', roles: ['worker'] });
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  await isp.api.post('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
  for (const [code, terms] of Object.entries(PLANS))
    plans.set(
      code,
      String((await isp.api.post('/plans', { code, name: code, effective_from: '2027-01-01', ...terms })).id),
    );
  people.ann = await open('Ann', 'UTC', 'home', { anchor_day: 31 });
  people.bob = await open('Bob', 'America/New_York', 'home');
  people.cho = await open('Cho', 'America/New_York', 'arrears', { anchor_day: 15 });
  people.dan = await open('Dan', 'UTC', 'arrears');
  people.eve = await open('Eve', 'UTC', 'metered', { anchor_day: 1 });
  await isp.turnTo('2027-02-20T10:00:00Z');
  for (const name of Object.keys(people)) await pay(of(name).account, name === 'ann' ? 700 : 0);
  await isp.turnTo('2027-03-10T10:00:00Z');
}, LONG_MS);
afterAll(() => isp?.stop());

describe('a rehearsal', () => {
  test('leaves nothing but that somebody rehearsed', async () => {
    const [before, audited] = [await everything(), await audits()];
    for (const [name, life] of Object.entries(LIVES))
      foreseen[name] = await rehearsed(of(name).account, { months: 14, ...life() });
    expect(await everything()).toEqual(before);
    expect(await audits()).toEqual({
      n: (audited?.n ?? 0) + Object.keys(LIVES).length,
      last: { id: of('dan').account, rehearsed_months: 14, acts: 4 },
    });
  });

  test('waits for nobody who holds the account, its services or its numbers', async () => {
    const { account } = of('ann');
    await isp.db.run(async ({ tx }) => {
      await sql`select 1 from crm.account where id = ${account} for update`.execute(tx);
      for (const table of ['subscriptions.subscription', 'billing.invoice', 'payments.payment'])
        await sql`select 1 from ${sql.table(table)} where account_id = ${account} for update`.execute(tx);
      await sql`select 1 from billing.number_counter for update`.execute(tx);
      await sql`select pg_advisory_xact_lock(7423)`.execute(tx);
      const again = await rehearsed(account, { months: 14, ...LIVES.ann?.() });
      expect(again).toEqual(foreseen.ann);
    });
  });

  test('sums by month and year what its documents say, and its books are balanced', () => {
    for (const [name, { documents, months, years, ledger }] of Object.entries(foreseen)) {
      expect(months, name).toHaveLength(15);
      const sum = (rows: readonly Body[], field: string) => rows.reduce((all, row) => all + Number(row[field]), 0);
      const invoices = documents.filter(({ kind }) => kind === 'invoice');
      if (name !== 'bob') expect(invoices.length, name).toBeGreaterThan(9);
      expect(sum(months, 'invoiced_minor'), name).toBe(sum(invoices, 'gross_minor'));
      const notes = documents.filter(({ kind }) => kind === 'credit-note');
      expect(sum(months, 'credited_minor'), name).toBe(sum(notes, 'gross_minor'));
      expect(sum(years as Body[], 'gross_minor'), name).toBe(sum(invoices, 'gross_minor') - sum(notes, 'gross_minor'));
      expect(sum(ledger, 'amount_minor'), name).toBe(0);
    }
    expect(foreseen.ann?.documents.some(({ kind }) => kind === 'credit-note')).toBe(true);
    expect(foreseen.bob?.happenings.map(({ kind }) => kind)).toContain('suspend');
  });
});

describe('what is supposed', () => {
  test('so much use a month is billed as use; none is not', async () => {
    const { account } = of('eve');
    const lines = ({ documents }: Rehearsed) =>
      documents.flatMap((each) => each.lines as Body[]).filter(({ kind }) => kind === 'usage');
    const none = lines(await rehearsed(account, { months: 3 }));
    expect(none.map(({ net_minor }) => net_minor)).toEqual([0, 0, 0]);
    const used = lines(await rehearsed(account, { months: 3, use: { octets_per_month: 30_000_000_000 } }));
    expect(used.map(({ period_from, net_minor }) => [period_from, net_minor])).toEqual([
      ['2027-03-01', expect.any(Number)],
      ['2027-04-01', 1000],
      ['2027-05-01', 1000],
    ]);
    const lately = lines(await rehearsed(account, { months: 3, use: 'as-in-last-30-days' }));
    expect(lately.map(({ net_minor }) => net_minor)).toEqual([0, 0, 0]);
  });
});

describe('what is out of the ordinary', () => {
  test('a bill that is held is made as if released, and it is said', async () => {
    const { account } = of('eve');
    const { db } = isp.db.kernel;
    await sql`insert into billing.hold (account_id, id, as_of, class, currency, now_minor, before_minor, held_by, held_at)
      values (${account}, ${crypto.randomUUID()}, '2027-03-01', 'new', 'EUR', 1000, 0, 'Clerk', now())`.execute(db);
    const { held, documents } = await rehearsed(account, { months: 1 });
    expect(held).toEqual({ as_of: '2027-03-01', held_by: 'Clerk' });
    expect(documents).toHaveLength(1);
    await sql`delete from billing.hold`.execute(db);
  });

  test('on too many days something happens: it breaks off and says where', { timeout: LONG_MS }, async () => {
    const { account, subscription } = await open('Fay', 'UTC', 'daily');
    const { stopped, documents } = await rehearsed(account, { months: 36 });
    expect(stopped?.on).toBe('2028-04-12');
    expect(documents.length).toBeGreaterThan(390);
    await isp.api.post(`/subscriptions/${subscription}/end`);
  });
});

describe('is refused', () => {
  const refused = async (input: Body, account = of('bob').account) => {
    const { status, body } = await ask(account, input);
    return [status, String(body.type).replace('/problems/', '')];
  };
  const { unpause, end } = {
    unpause: (on: string) => ({ kind: 'unpause', on, subscription_id: of('bob').subscription }),
    end: (on: string) => ({ kind: 'end', on, subscription_id: of('ann').subscription }),
  };
  test('what cannot be done on its day, is of another account, or lies outside', async () => {
    const before = await everything();
    expect(await refused({ acts: [unpause('2027-06-01')] })).toEqual([422, 'flows.act-refused']);
    expect(await refused({ acts: [end('2027-06-01')] })).toEqual([422, 'flows.not-of-account']);
    expect(await refused({ months: 1, acts: [unpause('2027-07-01')] })).toEqual([422, 'flows.act-outside']);
    expect(await refused({ acts: [unpause('2028-05-10')] })).toEqual([422, 'flows.act-outside']);
    expect(await refused({ months: 37 })).toEqual([400, 'kernel.input-invalid']);
    expect(await refused({ acts: [{ kind: 'sell', on: '2027-06-01' }] })).toEqual([400, 'kernel.input-invalid']);
    expect(await refused({}, of('bob').subscription)).toEqual([404, 'crm.account-not-found']);
    expect(await everything()).toEqual(before);
  });
  test('to subscribers and resellers', async () => {
    const actor: Actor = {
      kind: 'subscriber',
      id: of('bob').account,
      name: 'Bob',
      permissions: new Set(['billing.read']),
      account_id: of('bob').account,
    };
    const input = { account_id: of('bob').account, months: 1, pays_after_days: 0, use: 'none', acts: [] } as const;
    expect(() => rehearse(isp.db.kernel, actor, input as never)).toThrow(/not shown to subscribers/);
  });
});

let turned = '2027-03-10T10:00:00.000Z';
/** Turns the clock a fortnight at most by a request. What follows has a token that is young, however slow the machine. */
const turnSlowly = async (to: string): Promise<void> => {
  const client = await isp.db.run((ctx) => createClient(ctx, { name: 'story', role: 'owner' }));
  isp = {
    ...isp,
    api: createApi(isp.url, client),
    turnTo: async (now) => void (await isp.api.post('/sandbox/clock', { now })),
  };
  while (turned < to) {
    const next = new Date(Date.parse(turned) + 14 * 86_400_000).toISOString();
    turned = next < to ? next : to;
    await isp.turnTo(turned);
  }
};

/** What the clock brings when the same is done at the moments that the rehearsals say. */
const liveItThrough = async () => {
  const doings = Object.entries(LIVES).flatMap(([name, life]) =>
    (foreseen[name]?.happenings ?? []).flatMap((each, order) =>
      each.kind === 'act' || each.kind === 'payment'
        ? [{ name, order, each, acts: (life().acts ?? []) as Body[] }]
        : [],
    ),
  );
  doings.sort((a, b) => (a.each.at < b.each.at ? -1 : a.each.at > b.each.at ? 1 : a.order - b.order));
  for (const { name, each, acts } of doings) {
    await turnSlowly(each.at);
    const { account, subscription } = of(name);
    if (each.kind === 'payment') {
      await isp.api.post('/payments', { account_id: account, method: 'transfer', amount_minor: each.amount_minor });
      continue;
    }
    const { kind, on: _, subscription_id, ...input } = acts[each.act ?? -1] as Body;
    if (kind === 'discount')
      await isp.api.post(`/accounts/${account}/discounts`, {
        ...input,
        ...(subscription_id ? { subscription_id } : {}),
      });
    else if (kind !== 'payment') await isp.api.post(`/subscriptions/${subscription}/${kind}`, input);
  }
  await turnSlowly('2028-05-09T22:00:00.000Z');
};

const realDocuments = async (account: string, from: string) => {
  const { items: invoices = [] } = await isp.api.get(`/invoices?account_id=${account}&limit=100`);
  const { items: notes = [] } = await isp.api.get(`/credit-notes?account_id=${account}&limit=100`);
  const whole = async (kind: string, path: string, each: Body) => {
    const found = (await isp.api.get(`/${path}/${each.id}`)) as unknown as Body & { lines: Body[] };
    return { ...found, kind, at: String(found.issued_at) };
  };
  const all = [
    ...(await Promise.all(invoices.map((each) => whole('invoice', 'invoices', each)))),
    ...(await Promise.all(notes.map((each) => whole('credit-note', 'credit-notes', each)))),
  ];
  return all
    .filter(({ at }) => at > from)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.kind > b.kind ? -1 : 1));
};

describe('the same fourteen months by the clock', () => {
  beforeAll(liveItThrough, 2 * LONG_MS);

  test.each(Object.keys(LIVES))('%s gets the same documents, to the cent, the day and the moment', async (name) => {
    const real = await realDocuments(of(name).account, '2027-03-10T10:00:00.000Z');
    const lines = (all: readonly Body[]) => all.map((document) => (document.lines as Body[]).length);
    expect(lines(real)).toEqual(lines(foreseen[name]?.documents ?? []));
    const { documents = [] } = foreseen[name] ?? {};
    const shown = real.map(({ lines: made, ...document }, i) => {
      const like = documents[i] as unknown as Body & { lines: Body[] };
      const pick = (row: Body, fields: Body) =>
        Object.fromEntries(
          Object.keys(fields).map((field) => [field, row[field] ?? (field === 'discount_minor' ? 0 : null)]),
        );
      return {
        ...pick(document, like),
        lines: made.map((line, n) => ({
          ...pick(line, like.lines[n] as Body),
          ...('subscription_id' in line ? {} : { subscription_id: of_subscription(name) }),
        })),
      };
    });
    expect(shown).toEqual(documents);
  });

  const of_subscription = (name: string) => of(name).subscription;

  test.each(Object.keys(LIVES))(
    '%s stands the same: owed, left over, in the books, dunned, suspended',
    async (name) => {
      const { account } = of(name);
      const { months = [], ledger, happenings = [] } = foreseen[name] ?? {};
      const { db } = isp.db.kernel;
      const from = '2027-03-10T10:00:00.000Z';
      const posted = await sql<{ ledger_account: string; amount_minor: bigint }>`
      select ledger_account, sum(amount_minor)::bigint as amount_minor from billing.posting where account_id = ${account} and posted_at > ${from}
      group by 1 having sum(amount_minor) <> 0 order by 1`.execute(db);
      expect(posted.rows.map((row) => ({ ...row, amount_minor: Number(row.amount_minor) }))).toEqual(ledger);
      const owed = await sql<Body>`
      select (select coalesce(sum(open_minor), 0)::int from billing.invoice where account_id = ${account}) as open_minor,
        (select coalesce(sum(unallocated_minor), 0)::int from payments.payment where account_id = ${account})
          + (select coalesce(sum(open_minor), 0)::int from billing.credit_note where account_id = ${account}) as credit_minor`.execute(
        db,
      );
      expect(owed.rows[0]).toEqual({
        open_minor: months.at(-1)?.open_minor,
        credit_minor: months.at(-1)?.credit_minor,
      });
      const steps =
        await sql<Body>`select kind, taken_at as at from billing.dunning_step where account_id = ${account} and taken_at > ${from} order by taken_at, kind`.execute(
          db,
        );
      expect(steps.rows).toEqual(
        happenings.flatMap(({ kind, at }) => (kind === 'reminder' || kind === 'suspend' ? [{ kind, at }] : [])),
      );
      const states = await sql<Body>`
      select u.after->>'state' as state, u.at from kernel.audit u where u.account_id = ${account} and u.relation = 'subscriptions.subscription' and u.at > ${from}
        and (u.before->'state', u.before->'suspended_for') is distinct from (u.after->'state', u.after->'suspended_for') order by u.id`.execute(
        db,
      );
      const told = happenings.flatMap((each) =>
        each.kind === 'state' ? [{ state: (each as unknown as Body).state, at: each.at }] : [],
      );
      expect(states.rows).toEqual(told);
    },
  );
});
