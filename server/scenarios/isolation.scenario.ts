/**
 * Nobody sees another's: a subscriber and a reseller go through every door there is with the ids, names and numbers of somebody else.
 * The doors are taken from the table of routes, so a new one is tried without a word here. Told twice: with the permissions their roles have,
 * and with all permissions, when row-level security alone is left.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../src/kernel/actor.ts';
import { sql } from '../src/kernel/db.ts';
import { clearStage, isp, people, type Row, type Somebody, setStage, tokens } from './isolation-stage.ts';
import { noBigInts } from './json.ts';
import { all, idsSeen, pathsFor, seen, urlsFor } from './questions.ts';

beforeAll(setStage);
afterAll(clearStage);

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

const tables = async (kinds = 'rpv'): Promise<string[]> => {
  const { rows } = await sql<{
    name: string;
  }>`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where position(c.relkind in ${kinds}) > 0 and n.nspname in ('kernel', 'identity', 'crm', 'tariffs', 'subscriptions', 'billing', 'payments', 'metering', 'aaa', 'graphile_worker') order by 1`.execute(
    isp.db.kernel.db,
  );
  return rows.map((r) => r.name);
};

const counted = async (): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of (await tables()).filter((t) => /^(crm|billing|payments|metering|subscriptions|tariffs)\./.test(t)))
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
    await sql`insert into kernel.idempotency (actor, key, route, request_sha256, at)
      values (${`subscriber:${people[other].ids.login}`}, 'k', ${people[other].words.join(' ')}, 's', now()) on conflict do nothing`.execute(
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
      'aaa.session_history',
      'aaa.any_session',
      'aaa.address_use',
    ])
      expect(readable).toContain(table);
    for (const table of readable)
      expect(table).not.toMatch(/^(identity|graphile_worker)\.|aaa\.(nas|credential|username)|crm\.note|kernel\.audit/);
    expect(await whole('billing.invoice', actorOf(kind, people[me]))).toContain(people[me].ids.invoice);
    for (const table of ['aaa.session_history', 'aaa.any_session'])
      expect(await whole(table, actorOf(kind, people[me]))).toContain(people[me].ids.session);
  });

  test('they write nothing, not even their own rows', async () => {
    for (const [kind, me] of [
      ['subscriber', 'ann'],
      ['reseller', 'cat'],
    ] as const)
      for (const table of (await tables('rp')).filter((t) => t !== 'kernel.idempotency'))
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
