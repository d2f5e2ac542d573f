import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually, openRoom, type Room, type Someone } from './aaa.fixture.ts';
import { addPoolRange } from './add-pool-range.ts';
import { assignAddresses } from './assign-addresses.ts';
import { AddPoolRange, CreatePool, type PoolPage } from './contract.ts';
import type { Key } from './core/assignment.ts';
import { createPool } from './create-pool.ts';
import { getPool } from './get-pool.ts';
import { takeBackAddress } from './take-back-address.ts';
import { updatePoolRange } from './update-pool-range.ts';

let room: Room;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room.database.drop());

const pool = (input: Partial<CreatePool> & { readonly code: string }): Promise<PoolPage> =>
  room.database.run((ctx) => createPool(ctx, CreatePool.input.parse({ name: input.code, ...input })));

const range = (id: string, cidr: string, more: Partial<AddPoolRange> = {}): Promise<PoolPage> =>
  room.database.run((ctx) => addPoolRange(ctx, AddPoolRange.input.parse({ id, range: cidr, ...more })));

const have = async (...keys: readonly Key[]): Promise<(string | undefined)[]> => {
  const rows = await room.database.kernel.db
    .selectFrom('aaa.assignment')
    .select(['subscription_id', 'address'])
    .where('free_since', 'is', null)
    .orderBy('kind')
    .execute();
  return keys.map(
    (key) =>
      rows
        .filter((row) => row.subscription_id === key.subscription_id)
        .map((row) => row.address)
        .join(' ') || undefined,
  );
};

const logIn = (...keys: readonly Key[]) => room.database.run((ctx) => assignAddresses(ctx, keys, { is_log_in: true }));

/** A session of somebody, open unless it has a stop. */
const session = (one: Key, started_at: string, heard_at: string, stopped_at: string | null = null) =>
  room.database.kernel.db
    .insertInto('aaa.session')
    .values({
      ...{ account_id: one.account_id, subscription_id: one.subscription_id, id: crypto.randomUUID() },
      ...{ nas_id: room.nas_id, started_at, heard_at, stopped_at, closed_by: stopped_at === null ? null : 'stop' },
      ...{ username: 'x', acct_session_id: Buffer.from('x'), client: '127.0.0.1', session_s: 0 },
    } as never)
    .execute();

const NORTH = { ipv4_pool: 'north' };

describe('an access with a pool', () => {
  test('has an address of it from the moment it is stored, in order, and keeps it through every change', async () => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    const [ann, bob] = [await room.subscriber('ann', NORTH), await room.subscriber('bob', NORTH)];
    expect(await have(ann, bob)).toEqual(['10.0.0.2/32', '10.0.0.3/32']);
    await room.access(ann, { ...NORTH, mode: 'walled' });
    await room.access(ann, { ...NORTH, rate_down_kbps: 7 });
    expect(await have(ann, bob)).toEqual(['10.0.0.2/32', '10.0.0.3/32']);
  });

  test('has one of each kind', async () => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    await pool({ code: 'links', kind: 'ipv6-prefix', range: '2001:db8::/48' });
    await pool({ code: 'homes', kind: 'ipv6-delegated', range: '2001:db8:100::/40' });
    const all = { ...NORTH, ipv6_prefix_pool: 'links', ipv6_delegated_pool: 'homes' };
    const [ann, bob] = [await room.subscriber('ann', all), await room.subscriber('bob', all)];
    expect(await have(ann, bob)).toEqual([
      '10.0.0.2/32 2001:db8:100::/56 2001:db8::/64',
      '10.0.0.3/32 2001:db8:100:100::/56 2001:db8:0:1::/64',
    ]);
  });

  test('gives it up with the pool, finds it again where nobody has had it, and loses it to a fixed one', async () => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    await pool({ code: 'south', range: '10.1.0.0/29' });
    const [ann, bob] = [await room.subscriber('ann', NORTH), await room.subscriber('bob', NORTH)];
    await room.access(ann, { ipv4_pool: 'south' });
    expect(await have(ann, bob)).toEqual(['10.1.0.2/32', '10.0.0.3/32']);
    await room.access(ann, NORTH);
    expect(await have(ann)).toEqual(['10.0.0.2/32']);
    await room.access(ann, { ...NORTH, framed_ip: '192.0.2.9' });
    expect(await have(ann)).toEqual(['192.0.2.9/32']);
    await room.access(ann, { ipv4_pool: null });
    expect(await have(ann)).toEqual([undefined]);
  });

  test('gets none of a pool that the NAS keeps', async () => {
    await pool({ code: 'north', nas_pool: 'pppoe' });
    expect(await have(await room.subscriber('ann', NORTH))).toEqual([undefined]);
  });
});

describe('a fixed address', () => {
  test('is one subscription’s, wherever it lies', async () => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    const ann = await room.subscriber('ann', { framed_ip: '10.0.0.3' });
    const others = [await room.subscriber('bob', NORTH), await room.subscriber('cat', NORTH)];
    expect(await have(ann, ...others)).toEqual(['10.0.0.3/32', '10.0.0.2/32', '10.0.0.4/32']);
    await expect(room.subscriber('dan', { framed_ip: '10.0.0.2' })).rejects.toMatchObject({
      code: 'aaa.address-taken',
    });
  });

  test('of IPv6 cannot overlap what somebody has, nor be what its pool does not give out', async () => {
    await pool({ code: 'homes', kind: 'ipv6-delegated', range: '2001:db8:100::/40' });
    await room.subscriber('ann', { delegated_ipv6_prefix: '2001:db8:5000::/48' });
    const bob = (prefix: string) => room.subscriber(`bob ${prefix}`, { delegated_ipv6_prefix: prefix });
    await expect(bob('2001:db8:5000:100::/56')).rejects.toMatchObject({ code: 'aaa.address-taken' });
    await expect(bob('2001:db8:100::/48')).rejects.toMatchObject({ code: 'aaa.address-not-of-pool' });
  });

  test('cannot be one that another’s session still has', async () => {
    const ann = await room.subscriber('ann', { framed_ip: '192.0.2.7' });
    await session(ann, '2025-12-31T23:00:00Z', '2025-12-31T23:59:00Z');
    await room.access(ann, {});
    const bob = await room.subscriber('bob');
    await expect(room.access(bob, { framed_ip: '192.0.2.7' })).rejects.toMatchObject({ code: 'aaa.address-in-use' });
    await room.access(ann, { framed_ip: '192.0.2.7' });
    expect(await have(ann)).toEqual(['192.0.2.7/32']);
  });
});

describe('a full pool', () => {
  const seven = async (): Promise<Someone[]> => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    const all: Someone[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) all.push(await room.subscriber(name, NORTH));
    return all;
  };

  test('has nothing for a change of access, and takes nothing from who was there lately', async () => {
    const [, , , , , late] = (await seven()) as [Someone, Someone, Someone, Someone, Someone, Someone];
    expect(await have(late)).toEqual([undefined]);
    expect(await logIn(late)).toEqual([]);
  });

  test('gives a log-in the address of whoever is offline the longest, never that of who is online', async () => {
    const [a, b, c, d, e, late, later] = (await seven()) as [
      Someone,
      Someone,
      Someone,
      Someone,
      Someone,
      Someone,
      Someone,
    ];
    await session(a, '2026-01-01T00:00:00Z', '2026-01-04T00:00:00Z');
    await session(b, '2026-01-01T00:00:00Z', '2026-01-02T12:00:00Z', '2026-01-02T12:00:00Z');
    await session(c, '2026-01-01T00:00:00Z', '2026-01-01T12:00:00Z', '2026-01-01T12:00:00Z');
    await session(d, '2026-01-01T00:00:00Z', '2026-01-03T12:00:00Z', '2026-01-03T12:00:00Z');
    await session(e, '2026-01-01T00:00:00Z', '2026-01-02T06:00:00Z', '2026-01-02T06:00:00Z');
    await room.database.at('2026-01-04T00:00:00Z');
    await logIn(late);
    expect(await have(a, b, c, d, e, late)).toEqual([
      '10.0.0.2/32',
      '10.0.0.3/32',
      undefined,
      '10.0.0.5/32',
      '10.0.0.6/32',
      '10.0.0.4/32',
    ]);
    await logIn(later, c);
    expect((await have(b, e, later, c)).map((one) => one === undefined)).toEqual([true, true, false, false]);
    await logIn(b);
    expect(await have(b, d)).toEqual([undefined, '10.0.0.5/32']);
  });

  test('takes first what was given up, once no session has it any more', async () => {
    const [a, b, , , , late] = (await seven()) as [Someone, Someone, Someone, Someone, Someone, Someone];
    await session(a, '2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z');
    await room.access(a, { ipv4_pool: null });
    await room.access(b, { ipv4_pool: null });
    await room.database.at('2026-01-01T00:00:30Z');
    expect(await logIn(late)).toEqual([]);
    await room.database.at('2026-01-01T00:02:00Z');
    await logIn(late);
    expect(await have(late)).toEqual(['10.0.0.3/32']);
  });
});

describe('a range', () => {
  test('that is retired gives nobody a new address, who has one keeps it, and it can be brought back', async () => {
    const { id, ranges } = await pool({ code: 'north', range: '10.0.0.0/29' });
    const ann = await room.subscriber('ann', NORTH);
    const range_id = ranges[0]?.id as string;
    await room.database.run((ctx) => updatePoolRange(ctx, { id, range_id, state: 'retired' }));
    await range(id, '10.9.0.0/29');
    expect(await have(ann, await room.subscriber('bob', NORTH))).toEqual(['10.0.0.2/32', '10.9.0.2/32']);
    await room.database.run((ctx) => updatePoolRange(ctx, { id, range_id, state: 'active' }));
    expect(await have(await room.subscriber('cat', NORTH))).toEqual(['10.0.0.3/32']);
    expect(await room.database.run((ctx) => getPool(ctx, { id }))).toMatchObject({ size: 10n, assigned: 3n });
  });

  test.each([
    ['10.0.0.4/30', {}, 'aaa.pool-range-overlaps'],
    ['10.9.0.1/30', {}, 'aaa.pool-range-invalid'],
    ['2001:db8::/48', {}, 'aaa.pool-range-invalid'],
    ['10.9.0.0/31', {}, 'aaa.pool-range-invalid'],
  ])('%s is refused', async (cidr, more, code) => {
    const { id } = await pool({ code: 'north', range: '10.0.0.0/29' });
    await expect(range(id, cidr, more)).rejects.toMatchObject({ code });
  });

  test('is refused around a fixed prefix of another length, and takes in one of its own', async () => {
    const ann = await room.subscriber('ann', { delegated_ipv6_prefix: '2001:db8:100::/48' });
    const { id } = await pool({ code: 'homes', kind: 'ipv6-delegated' });
    await expect(range(id, '2001:db8:100::/40')).rejects.toMatchObject({
      code: 'aaa.pool-range-holds-fixed',
      message: expect.stringContaining('2001:db8:100::/48'),
    });
    await range(id, '2001:db8:100::/40', { length: 48 });
    const bob = await room.subscriber('bob', { ipv6_delegated_pool: 'homes' });
    expect(await have(ann, bob)).toEqual(['2001:db8:100::/48', '2001:db8:101::/48']);
  });
});

test('an address is taken back by hand: not from who is online unless their session is ended, and the next log-in has another', async () => {
  await pool({ code: 'north', range: '10.0.0.0/29' });
  const ann = await room.subscriber('ann', NORTH);
  await session(ann, '2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z');
  const take = (disconnect: boolean) =>
    room.database.run((ctx) => takeBackAddress(ctx, { address: '10.0.0.2/32', disconnect }));
  await expect(take(false)).rejects.toMatchObject({ code: 'aaa.assignment-online' });
  expect(await take(true)).toEqual({ address: '10.0.0.2/32', disconnected: 1 });
  expect(await have(ann)).toEqual([undefined]);
  await expect(take(true)).rejects.toMatchObject({ code: 'aaa.assignment-not-found' });
  const { rows } = await room.database.kernel.pool.query(
    `select task_identifier from graphile_worker.jobs where task_identifier = 'aaa.disconnect'`,
  );
  expect(rows).toHaveLength(1);
});

test('many at once, from many connections, never share an address', async () => {
  await pool({ code: 'north', range: '10.0.0.0/24' });
  const all: Someone[] = [];
  for (let n = 0; n < 60; n++) all.push(await room.subscriber(`s${n}`));
  await Promise.all(all.map((one) => room.access(one, NORTH)));
  const has = await have(...all);
  expect(has.every(Boolean)).toBe(true);
  expect(new Set(has).size).toBe(60);
  await eventually(async () => new Set(await have(...all)).size === 60);
});
