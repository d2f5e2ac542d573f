/**
 * Nobody sees another's: a subscriber and a reseller go through every door there is with the ids, names and numbers of somebody else.
 * The doors are taken from the table of routes, so a new one is tried without a word here. Told twice: with the permissions their roles have,
 * and with all permissions, when row-level security alone is left.
 */
import { addDays, type Day, day, type Id, idFrom } from '@isp/values';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { type Platform as Door, signInTo } from '../src/identity/oauth/browser.spec.ts';
import type { Actor } from '../src/kernel/actor.ts';
import { sql } from '../src/kernel/db.ts';
import type { Route } from '../src/kernel/http/route.ts';
import { rooms } from '../src/main/app.ts';
import { noBigInts } from './json.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const START: Day = day('2026-02-02');

/** Everything that belongs to somebody, and words that appear in nothing of anybody else's. */
interface Somebody {
  readonly name: string;
  readonly ids: Readonly<
    Record<'account' | 'subscription' | 'invoice' | 'payment' | 'session' | 'login' | 'reseller', Id>
  >;
  readonly words: readonly string[];
  readonly password: string;
}

let isp: Platform;
let nas: FakeNas;
let plan: string;
const people: Record<'ann' | 'bob' | 'cat', Somebody> = {} as never;
const tokens: Record<string, string> = {};

type Row = Record<string, unknown> & { readonly id: string };
const posted = async (path: string, body: Record<string, unknown>): Promise<Row> =>
  (await isp.api.post(path, body)) as Row;
const firstOf = async (path: string): Promise<Row> => ((await isp.api.get(path)).items as Row[])[0] as Row;

/** Logs in; what was just made is known to RADIUS within milliseconds of its commit. */
const enter = async (username: string, password: string): Promise<FakeSession> => {
  for (let i = 0; i < 100; i++) {
    const { session } = await nas.login(username, password);
    if (session) return session;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error(`${username} was not let on`);
};

/** An account with one of everything. */
const settle = async (name: string, reseller: Id): Promise<{ account: Row; password: string; login: Row }> => {
  const account = await posted('/accounts', {
    name: `${name} zyx`,
    email: `${name}@example.org`,
    street: `${name} street 7`,
    phone: `+49-${name}`,
    zone: 'UTC',
  });
  await sql`update crm.account set reseller_id = ${reseller} where id = ${account.id}`.execute(isp.db.kernel.db);
  await posted(`/accounts/${account.id}/subscriptions`, {
    account_id: account.id,
    plan_id: plan,
    username: `${name}-line`,
    password: `secret of ${name}`,
  });
  await posted(`/accounts/${account.id}/notes`, { body: `a note about ${name}` });
  const session = await enter(`${name}-line`, `secret of ${name}`);
  if (!(await nas.start(session))) throw new Error(`${name}’s session was not stored`);
  await nas.login(`${name}-line`, 'wrong');
  const login = await posted('/subscriber-logins', {
    account_id: account.id,
    login: `${name}@portal.example`,
    name: `${name} zyx`,
  });
  return { account, password: login.one_time_password as string, login };
};

const known = async (
  name: string,
  reseller: Id,
  { account, password, login }: Awaited<ReturnType<typeof settle>>,
): Promise<Somebody> => {
  const of = `account_id=${account.id}`;
  const payment = await posted('/payments', {
    account_id: account.id,
    method: 'transfer',
    amount_minor: 500,
    reference: `${name} pays`,
  });
  const [invoice, subscription, session] = [
    await firstOf(`/invoices?${of}`),
    await firstOf(`/subscriptions?${of}`),
    await firstOf(`/sessions?${of}`),
  ];
  const ids = {
    account: account.id,
    subscription: subscription.id,
    invoice: invoice.id,
    payment: payment.id,
    session: session.id,
    login: login.id,
    reseller,
  };
  const words = [
    `${name} zyx`,
    `${name}@example.org`,
    `${name} street`,
    `${name}-line`,
    `${name} pays`,
    `note about ${name}`,
    `${name}@portal`,
    account.number,
    invoice.number,
    session.framed_ip,
  ];
  return { name, ids, words: words.map(String), password };
};

beforeAll(async () => {
  isp = await startPlatform({ now: `${START}T09:00:00Z` });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    stamps: false,
  });
  plan = (
    await posted('/plans', {
      code: 'home',
      name: 'Home',
      price_minor: 2000,
      included_bytes: 1000,
      overage_unit_bytes: 1000,
      overage_unit_price_minor: '1',
      rate_down_kbps: 1000,
      rate_up_kbps: 1000,
    })
  ).id;
  await posted('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
  await posted('/nas', {
    name: 'bng',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    coa_port: nas.coa_port,
  });
  const resellers = {
    ann: idFrom(1, new Uint8Array(10).fill(1)),
    bob: idFrom(1, new Uint8Array(10).fill(2)),
    cat: idFrom(1, new Uint8Array(10).fill(3)),
  };
  const settled = {
    ann: await settle('ann', resellers.ann),
    bob: await settle('bob', resellers.bob),
    cat: await settle('cat', resellers.cat),
  };
  await isp.turnTo(`${addDays(START, 1)}T12:00:00Z`);
  for (const name of ['ann', 'bob', 'cat'] as const) people[name] = await known(name, resellers[name], settled[name]);
  const seller = await posted('/reseller-users', {
    reseller_id: resellers.cat,
    email: 'cat@reseller.example',
    name: 'Seller',
  });
  const door = { url: isp.url } as Door;
  tokens.subscriber = (await signInTo(door, 'portal', 'ann@portal.example', people.ann.password)).access_token;
  tokens.reseller = (
    await signInTo(door, 'reseller', 'cat@reseller.example', seller.one_time_password as string)
  ).access_token;
});
afterAll(async () => {
  await nas?.close();
  await isp?.stop();
});

const ask = async (
  who: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; text: string }> => {
  const headers = {
    authorization: `Bearer ${tokens[who]}`,
    'idempotency-key': crypto.randomUUID(),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const response = await fetch(`${isp.url}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
};

const all = Object.values(rooms).flat();
const gets = all.filter((route) => route.method === 'GET' && !route.path.startsWith('/me'));
const fieldsOf = (route: Route) =>
  Object.keys(
    (z.toJSONSchema(route.contract.input, { io: 'input', unrepresentable: 'any' }) as { properties?: object })
      .properties ?? {},
  );

/** A route's path for somebody's things: each parameter that is an id takes each id of theirs in turn. */
const pathsFor = (route: Route, of: Somebody): string[] => {
  const names = [...route.path.matchAll(/:(\w+)/g)].map((m) => m[1] as string);
  const fill = (value: (name: string) => string) =>
    names.reduce((path, name) => path.replace(`:${name}`, value(name)), route.path);
  const own: Readonly<Record<string, string>> = {
    account_id: of.ids.account,
    invoice_id: of.ids.invoice,
    subscription_id: of.ids.subscription,
    line_no: '1',
    code: 'owner',
  };
  if (names.length === 0) return [route.path];
  return [...new Set(Object.values(of.ids).map((id) => fill((name) => own[name] ?? id)))];
};

const DAYS = { from: `${START}T00:00:00Z`, to: `${addDays(START, 2)}T00:00:00Z`, bucket: 'hour' };
const filters = (of: Somebody): Record<string, string> => ({
  account_id: of.ids.account,
  subscription_id: of.ids.subscription,
  person_id: of.ids.login,
  reseller_id: of.ids.reseller,
  plan_id: plan,
  username: `${of.name}-line`,
  q: of.name,
});

/** Every query worth asking of a route: none but what is needed, and with each filter that names somebody. */
const queriesFor = (route: Route, of: Somebody): string[] => {
  const takes = fieldsOf(route).filter((field) => !route.path.includes(`:${field}`));
  const needed = route.path.endsWith('/usage') ? new URLSearchParams(DAYS).toString() : '';
  const each = Object.entries(filters(of)).flatMap(([name, value]) =>
    takes.includes(name) ? [new URLSearchParams({ [name]: value }).toString()] : [],
  );
  return [...new Set([needed, ...each, ...(takes.includes('limit') ? ['format=csv', 'limit=500'] : [])])];
};

const urlsFor = (of: Somebody): string[] =>
  gets.flatMap((route) =>
    pathsFor(route, of).flatMap((path) => queriesFor(route, of).map((query) => (query ? `${path}?${query}` : path))),
  );

const idsSeen = (text: string, of: Somebody): string[] =>
  Object.entries(of.ids).flatMap(([what, id]) => (text.includes(id) ? [`${what} id`] : []));
const seen = (answer: { status: number; text: string }, of: Somebody): string[] => [
  ...of.words.filter((word) => answer.text.includes(word)),
  ...(answer.status < 300 ? idsSeen(answer.text, of) : []),
];

/** Asks everything there is about somebody; gives what should not have been answered so, and how often something was shown. */
const pry = async (
  who: string,
  of: Somebody,
): Promise<{ leaks: string[]; broken: string[]; asked: number; statuses: Record<number, number> }> => {
  const [leaks, broken, statuses] = [[] as string[], [] as string[], {} as Record<number, number>];
  const urls = urlsFor(of);
  for (const url of urls) {
    const answer = await ask(who, 'GET', url);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    const found = seen(answer, of);
    if (found.length > 0) leaks.push(`${url} → ${answer.status}: ${found.join(', ')}`);
    if (answer.status >= 500) broken.push(`${url} → ${answer.status}`);
  }
  return { leaks, broken, asked: urls.length, statuses };
};

const actorOf = (kind: 'subscriber' | 'reseller', of: Somebody): Actor => ({
  kind,
  id: of.ids.login,
  name: kind,
  permissions: new Set(['*']),
  ...(kind === 'subscriber' ? { account_id: of.ids.account } : { reseller_id: of.ids.reseller }),
});

describe('through the doors', () => {
  test('the questions are not empty: staff see by them all there is of somebody', async () => {
    const shown = new Set<string>();
    for (const url of urlsFor(people.bob)) {
      const { body } = await isp.api.call('GET', url.replace('format=csv', 'limit=499'));
      for (const what of seen({ status: 200, text: JSON.stringify(body) }, people.bob)) shown.add(what);
    }
    for (const word of [
      ...people.bob.words,
      'account id',
      'subscription id',
      'invoice id',
      'payment id',
      'session id',
      'login id',
    ])
      expect([...shown]).toContain(word);
  });

  test.each([
    ['subscriber', 'ann', 'bob'],
    ['subscriber', 'ann', 'cat'],
    ['reseller', 'cat', 'bob'],
  ] as const)('a %s (%s) sees nothing of %s', async (who, _, other) => {
    const { leaks, broken, asked, statuses } = await pry(who, people[other]);
    console.log(`${who} asked ${asked} questions about ${other}: ${JSON.stringify(statuses)}`);
    expect(leaks).toEqual([]);
    expect(broken).toEqual([]);
    expect(asked).toBeGreaterThan(150);
  });

  test.each([
    ['subscriber', 'ann'],
    ['reseller', 'cat'],
  ] as const)('a %s sees its own', async (who, me) => {
    const { ids } = people[me];
    for (const path of [
      `/accounts/${ids.account}`,
      `/invoices/${ids.invoice}`,
      `/payments/${ids.payment}`,
      `/subscriptions/${ids.subscription}`,
    ]) {
      const answer = await ask(who, 'GET', path);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      expect(seen(answer, people[me]).length, path).toBeGreaterThan(0);
    }
    for (const path of ['/accounts', '/invoices', '/payments', '/subscriptions']) {
      const items = (JSON.parse((await ask(who, 'GET', path)).text) as { items: Row[] }).items;
      expect(
        items.map((i) => i.account_id ?? i.id),
        path,
      ).toEqual([ids.account]);
    }
  });

  test('neither changes anything, of others or of their own', async () => {
    const before = await counted();
    const writes = all.filter((route) => route.method !== 'GET' && !route.path.startsWith('/me'));
    expect(writes.length).toBeGreaterThan(25);
    for (const who of ['subscriber', 'reseller'])
      for (const route of writes)
        for (const owner of [people.ann, people.bob])
          for (const path of pathsFor(route, owner))
            expect([
              path,
              (await ask(who, route.method, path, route.method === 'DELETE' ? undefined : {})).status,
            ]).toEqual([path, 403]);
    expect(await counted()).toEqual(before);
  });

  test('with every permission there is, row-level security alone keeps others’ rows away', async () => {
    await sql`update identity.role set permissions = '{*}' where code in ('subscriber', 'reseller')`.execute(
      isp.db.kernel.db,
    );
    await new Promise((done) => setTimeout(done, 2100));
    for (const [who, other] of [
      ['subscriber', 'bob'],
      ['reseller', 'bob'],
    ] as const) {
      const { leaks, broken, asked, statuses } = await pry(who, people[other]);
      console.log(`${who} with all permissions asked ${asked} questions about ${other}: ${JSON.stringify(statuses)}`);
      expect(leaks).toEqual([]);
      expect(broken).toEqual([]);
    }
  });
});

const tables = async (kinds = 'rv'): Promise<string[]> => {
  const { rows } = await sql<{
    name: string;
  }>`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where position(c.relkind in ${kinds}) > 0 and n.nspname in ('kernel', 'identity', 'crm', 'tariffs', 'subscriptions', 'billing', 'payments', 'aaa', 'network', 'graphile_worker') order by 1`.execute(
    isp.db.kernel.db,
  );
  return rows.map((r) => r.name);
};

const counted = async (): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of (await tables()).filter((t) => /^(crm|billing|payments|subscriptions|tariffs|network)\./.test(t)))
    counts[name] =
      (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(isp.db.kernel.db)).rows[0]
        ?.n ?? 0;
  return counts;
};

describe('when a query forgets', () => {
  const whole = (table: string, actor: Actor): Promise<string | undefined> =>
    isp.db
      .run(
        async ({ tx }) =>
          JSON.stringify((await sql`select * from ${sql.table(table)} limit 10000`.execute(tx)).rows, noBigInts),
        actor,
      )
      .catch((error: { code?: string }) => {
        if (error.code === '42501') return undefined;
        throw error;
      });

  test.each([
    ['subscriber', 'ann', 'bob'],
    ['reseller', 'cat', 'bob'],
  ] as const)('a %s that selects whole tables gets its own rows', async (kind, me, other) => {
    await sql`insert into kernel.idempotency (actor, key, route, request_sha256, reply, at)
      values (${`subscriber:${people[other].ids.login}`}, 'k', 'r', 's', ${people[other].words.join(' ')}, now()) on conflict do nothing`.execute(
      isp.db.kernel.db,
    );
    const readable: string[] = [];
    for (const table of await tables()) {
      const text = await whole(table, actorOf(kind, people[me]));
      if (text === undefined) continue;
      readable.push(table);
      expect([...people[other].words.filter((w) => text.includes(w)), ...idsSeen(text, people[other])], table).toEqual(
        [],
      );
    }
    for (const table of [
      'crm.account',
      'subscriptions.subscription',
      'billing.invoice',
      'payments.payment',
      'aaa.session',
    ])
      expect(readable).toContain(table);
    for (const table of readable)
      expect(table).not.toMatch(/^(identity|graphile_worker)\.|aaa\.(nas|credential|username)|crm\.note|kernel\.audit/);
    expect(await whole('billing.invoice', actorOf(kind, people[me]))).toContain(people[me].ids.invoice);
  });

  test('they write nothing, not even their own rows', async () => {
    for (const [kind, me] of [
      ['subscriber', 'ann'],
      ['reseller', 'cat'],
    ] as const)
      for (const table of (await tables('r')).filter((t) => t !== 'kernel.idempotency'))
        for (const statement of [
          sql`delete from ${sql.table(table)}`,
          sql`insert into ${sql.table(table)} default values`,
        ])
          await expect(
            isp.db.run(({ tx }) => statement.execute(tx), actorOf(kind, people[me])),
            table,
          ).rejects.toMatchObject({ code: '42501' });
  });

  test('a scoped transaction without an account or reseller sees nobody', async () => {
    const nobody: Actor = { kind: 'subscriber', id: people.ann.ids.login, name: 'nobody', permissions: new Set(['*']) };
    expect(await whole('crm.account', nobody)).toBe('[]');
    expect(await whole('billing.invoice', nobody)).toBe('[]');
  });
});
