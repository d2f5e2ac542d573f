import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { allotAddress } from './allot-address.ts';
import { createPool } from './create-pool.ts';
import { releaseAddress } from './release-address.ts';
import { listPools } from './store.ts';

let db: TestDatabase;
const account_id = '00000000-0000-7000-8000-000000000001';
const subscription = (n: number) => `00000000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`;
const allot = (n: number, static_ip: string | null = null) =>
  db.run((ctx) => allotAddress(ctx, { account_id, subscription_id: subscription(n), static_ip }));

beforeAll(async () => {
  db = await testDatabase();
  await sql`insert into billing.legal_entity (id, code, name, country, currency, zone, created_at) values (${account_id}, 'm', 'M', 'DE', 'EUR', 'UTC', now())`.execute(
    db.kernel.db,
  );
  await sql`insert into crm.account (id, kind, name, country, currency, zone, legal_entity_id, created_at) values (${account_id}, 'person', 'A', 'DE', 'EUR', 'UTC', ${account_id}, now())`.execute(
    db.kernel.db,
  );
  await db.run((ctx) => createPool(ctx, { code: 'p1', name: 'One', range: '10.0.0.0/29' }));
});
afterAll(() => db.drop());

test('addresses are given out in order, static ones are stepped over, and what is given back comes last', async () => {
  expect(await allot(1)).toBe('10.0.0.2');
  expect(await allot(2, '10.0.0.3')).toBe('10.0.0.3');
  expect(await allot(3)).toBe('10.0.0.4');
  expect(await allot(4)).toBe('10.0.0.5');
  await db.run((ctx) => releaseAddress(ctx, { account_id, subscription_id: subscription(1) }));
  expect(await allot(5)).toBe('10.0.0.6');
  expect(await allot(6)).toBe('10.0.0.2');
  await expect(allot(7)).rejects.toMatchObject({ code: 'network.pools-exhausted' });
  const page = await db.run((ctx) => listPools(ctx.tx, { limit: 10 }));
  expect(page.items).toMatchObject([{ code: 'p1', size: 5n, allotted: 5n }]);
});

test('an address is one subscription’s', async () => {
  await expect(allot(8, '10.0.0.4')).rejects.toMatchObject({ code: 'network.address-taken' });
  expect(await allot(2, '10.0.0.3')).toBe('10.0.0.3');
});

test('two at once get two addresses', async () => {
  await db.run((ctx) => createPool(ctx, { code: 'p2', name: 'Two', range: '10.1.0.0/24' }));
  const got = await Promise.all(Array.from({ length: 20 }, (_, i) => allot(20 + i)));
  expect(new Set(got).size).toBe(20);
});

test.each([
  ['10.0.0.0/24', 'network.pool-overlaps'],
  ['10.9.0.1/24', 'network.range-not-network'],
])('a pool of %s is refused', async (range, code) => {
  await expect(
    db.run((ctx) => createPool(ctx, { code: `x${range}`.replaceAll(/\W/g, ''), name: 'X', range })),
  ).rejects.toMatchObject({ code });
});
