import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { CreatePool } from './contract.ts';
import { createPool } from './create-pool.ts';
import { type NasSocket, pap, request, Wire } from './wire.fixture.ts';

/** So many come at once; a source port has 256 identifiers. */
const MANY = 10_000;
const PER_PORT = 250;

let wire: Wire;
beforeAll(async () => {
  wire = await Wire.open();
});
afterAll(() => wire.close());

const nameOf = (n: number): string => `s${n}`;

/** Many subscribers whose plan names a pool and who have nothing of it yet. */
const settle = async (): Promise<void> => {
  const one = await wire.room.subscriber('first');
  const sealed = Array.from({ length: MANY }, (_, n) => wire.room.database.kernel.secrets.seal(`pw-${nameOf(n)}`));
  const id = (kind: string) => sql`md5(${kind} || n)::uuid`;
  await sql`
    with n as (select n from generate_series(0, ${MANY - 1}) n),
    a as (insert into crm.account (id, kind, name, country, currency, zone, legal_entity_id, created_at)
      select ${id('a')}, 'person', 'A' || n, 'DE', 'EUR', 'UTC', e.legal_entity_id, now() from n, crm.account e where e.id = ${one.account_id} returning 1),
    s as (insert into subscriptions.subscription (account_id, id, plan_id, state, currency, started_on, anchor_on, anchor_day, created_at)
      select ${id('a')}, ${id('s')}, e.plan_id, 'active', 'EUR', '2026-01-01', '2026-01-01', 1, now() from n, subscriptions.subscription e where e.id = ${one.subscription_id} returning 1)
    select count(*) from a, s where false`.execute(wire.db);
  await sql`
    insert into aaa.access (account_id, subscription_id, mode, reason, ipv4_pool, ipv6_delegated_pool, changed_at)
    select ${id('a')}, ${id('s')}, 'allow', 'active', 'big', 'homes', now() from generate_series(0, ${MANY - 1}) n`.execute(
    wire.db,
  );
  await sql`
    insert into aaa.credential (account_id, id, subscription_id, username, password_sealed, created_at)
    select ${id('a')}, ${id('c')}, ${id('s')}, 's' || n, sealed, now() from unnest(${sealed}::bytea[]) with ordinality as u (sealed, i), lateral (select i - 1 as n) x`.execute(
    wire.db,
  );
  await wire.server.directory.refresh();
};

/** Everybody logs in at once; who is not answered within a second asks again, as a NAS does. Gives the milliseconds until all were answered. */
const storm = async (sockets: readonly NasSocket[]): Promise<number> => {
  const asked = Array.from({ length: MANY }, (_, n) => request(pap(nameOf(n)), { identifier: n % PER_PORT }));
  const began = performance.now();
  const isAnswered = (n: number) =>
    sockets[Math.floor(n / PER_PORT)]?.heard.some(({ octets }) => octets[1] === n % PER_PORT) ?? false;
  for (let left = asked.map((_, n) => n); left.length > 0; left = left.filter((n) => !isAnswered(n))) {
    for (const n of left) {
      sockets[Math.floor(n / PER_PORT)]?.send('auth', asked[n] as Buffer);
      if (n % 100 === 0) await new Promise((next) => setImmediate(next));
    }
    const until = performance.now() + 1000;
    while (performance.now() < until && sockets.some(({ heard }) => heard.length < PER_PORT))
      await new Promise((next) => setTimeout(next, 5));
  }
  return performance.now() - began;
};

test('ten thousand who log in at once after a power cut get ten thousand addresses and prefixes, within seconds', async () => {
  await wire.room.database.run((ctx) =>
    createPool(ctx, CreatePool.input.parse({ code: 'big', name: 'Big', range: '10.64.0.0/18' })),
  );
  const homes = { code: 'homes', name: 'Homes', kind: 'ipv6-delegated', range: '2001:db8::/32', length: 56 };
  await wire.room.database.run((ctx) => createPool(ctx, CreatePool.input.parse(homes)));
  await settle();
  const first: NasSocket[] = [];
  for (let n = 0; n < MANY / PER_PORT; n++) first.push(await wire.nas());
  const asking = await storm(first);
  const { rows } = await sql<{ kind: string; holders: number; addresses: number }>`
    select kind, count(distinct subscription_id)::int as holders, count(distinct address)::int as addresses from aaa.assignment
    where free_since is null group by kind order by kind`.execute(wire.db);
  expect(rows).toEqual([
    { kind: 'ipv4', holders: MANY, addresses: MANY },
    { kind: 'ipv6-delegated', holders: MANY, addresses: MANY },
  ]);
  await wire.server.directory.refresh();
  const second: NasSocket[] = [];
  for (let n = 0; n < MANY / PER_PORT; n++) second.push(await wire.nas());
  const known = await storm(second);
  console.log(
    `${MANY} log-ins: ${asking.toFixed(0)} ms while each is assigned two, ${known.toFixed(0)} ms when each has them; ` +
      `${(await wire.metric('isp_radius_pool_asks_total')).asked} asked`,
  );
  expect(asking).toBeLessThan(30_000);
  expect(wire.server.directory.users.count).toBe(MANY + 1);
}, 120_000);
