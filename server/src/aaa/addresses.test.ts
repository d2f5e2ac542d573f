import { randomInt } from 'node:crypto';
import { ATTRIBUTE, CODE, describePacket, prepareSecret } from '@isp/radius';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../kernel/db.ts';
import { eventually, SECRET, type Someone } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import { CreatePool, type PoolPage, TryLogIn } from './contract.ts';
import { createPool } from './create-pool.ts';
import { takeBackAddress } from './take-back-address.ts';
import { tryLogIn } from './try-log-in.ts';
import { type RadiusServer, startRadius } from './udp.ts';
import { updatePool } from './update-pool.ts';
import { accounting, by, dice, type NasSocket, pap, request, valuesOf, viewOf, Wire } from './wire.fixture.ts';

let wire: Wire;
let nas: NasSocket;
beforeEach(async () => {
  wire = await Wire.open();
  nas = await wire.nas();
});
afterEach(() => wire.close());

const run = <T>(work: Parameters<typeof wire.room.database.run<T>>[0]): Promise<T> => wire.room.database.run(work);

const pool = (input: Partial<CreatePool> & { readonly code: string }): Promise<PoolPage> =>
  run((ctx) => createPool(ctx, CreatePool.input.parse({ name: input.code, ...input })));

/** A subscriber whom the directory knows as the rows are now. */
const subscriber = async (...args: Parameters<typeof wire.room.subscriber>): Promise<Someone> => {
  const one = await wire.room.subscriber(...args);
  await wire.server.directory.refresh();
  return one;
};

const from = (name: string, station = `02-00-00-00-00-${name.charCodeAt(0).toString(16)}`) =>
  request((writer) => {
    pap(name)(writer);
    by({ calling_station_id: station })(writer);
  });

const hex = (values: readonly Buffer[]): string[] => values.map((value) => value.toString('hex'));
const addressIn = (answer: Buffer): string | undefined => valuesOf(answer, ATTRIBUTE.framed_ip_address)[0]?.join('.');
const isAccept = (answer: Buffer): boolean => viewOf(answer).code === CODE.access_accept;

const start = (name: string, answer: Buffer, kind = 1) =>
  accounting(kind, (writer) => {
    by({ user_name: name, acct_session_id: name, class: valuesOf(answer, ATTRIBUTE.class)[0] as Buffer })(writer);
    by({ framed_ip_address: valuesOf(answer, ATTRIBUTE.framed_ip_address)[0] ?? Buffer.alloc(0) })(writer);
    by({ calling_station_id: `02-00-00-00-00-${name.charCodeAt(0).toString(16)}` })(writer);
  });

describe('what an Accept carries', () => {
  test('address and prefixes, octet by octet (duty 33)', async () => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    await pool({ code: 'links', kind: 'ipv6-prefix', range: '2001:db8:ff00::/40', length: 61 });
    await pool({ code: 'homes', kind: 'ipv6-delegated', range: '2001:db9::/32', length: 44 });
    await subscriber('ann', { ipv4_pool: 'north', ipv6_prefix_pool: 'links', ipv6_delegated_pool: 'homes' });
    await subscriber('bob', { ipv4_pool: 'north', ipv6_prefix_pool: 'links', ipv6_delegated_pool: 'homes' });
    const answer = await nas.ask('auth', from('bob'));
    expect(hex(valuesOf(answer, ATTRIBUTE.framed_ip_address))).toEqual(['0a000003']);
    expect(hex(valuesOf(answer, ATTRIBUTE.framed_ipv6_prefix))).toEqual(['003d20010db8ff000008']);
    expect(hex(valuesOf(answer, ATTRIBUTE.delegated_ipv6_prefix))).toEqual(['002c20010db90010']);
  });

  test('a fixed address of IPv6 is Framed-IPv6-Address (duty 34)', async () => {
    await subscriber('ann', { framed_ipv6_prefix: '2001:db8::7/128', delegated_ipv6_prefix: '2001:db8:1::/48' });
    const answer = await nas.ask('auth', from('ann'));
    expect(hex(valuesOf(answer, ATTRIBUTE.framed_ipv6_address))).toEqual(['20010db8000000000000000000000007']);
    expect(valuesOf(answer, ATTRIBUTE.framed_ipv6_prefix)).toEqual([]);
    expect(hex(valuesOf(answer, ATTRIBUTE.delegated_ipv6_prefix))).toEqual(['003020010db80001']);
  });

  test.each([
    ['generic', 'Delegated-IPv6-Prefix-Pool'],
    ['huawei', 'Delegated-IPv6-Prefix-Pool'],
    ['mikrotik', 'Mikrotik-Delegated-IPv6-Pool'],
    ['juniper', 'ERX-IPv6-Delegated-Pool-Name'],
  ])('names of pools that the NAS keeps, as %s has them', async (vendor, delegated) => {
    await run((ctx) => addNas(ctx, { ...EDGE, name: 'other', address: '127.0.0.9', vendor }));
    await pool({ code: 'north', nas_pool: 'pppoe-north' });
    await pool({ code: 'links', kind: 'ipv6-prefix', nas_pool: 'ra' });
    const homes = await pool({ code: 'homes', kind: 'ipv6-delegated', nas_pool: 'pd' });
    await subscriber('ann', { ipv4_pool: 'north', ipv6_prefix_pool: 'links', ipv6_delegated_pool: 'homes' });
    const other = await wire.nas('127.0.0.9');
    expect(namesIn(await other.ask('auth', from('ann')))).toMatchObject({
      'Framed-Pool': 'pppoe-north',
      'Framed-IPv6-Pool': 'ra',
      [delegated]: 'pd',
    });
    await run((ctx) => updatePool(ctx, { id: homes.id, nas_pool: 'pd-2' }));
    await wire.server.directory.refresh();
    expect(namesIn(await other.ask('auth', from('ann')))).toMatchObject({
      'Framed-Pool': 'pppoe-north',
      [delegated]: 'pd-2',
    });
  });
});

const EDGE = { secret: SECRET, coa_port: 3799, message_authenticator: 'required' } as const;

const namesIn = (answer: Buffer): Record<string, unknown> => {
  const described = describePacket(answer, { secret: prepareSecret(Buffer.from(SECRET)) });
  return described.ok ? Object.fromEntries(described.attributes.map(({ name, value }) => [name, value])) : {};
};

describe('an assigned address', () => {
  test('is the same after a restart of RADIUS', async () => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    for (const name of ['ann', 'bob', 'cat']) await subscriber(name, { ipv4_pool: 'north' });
    expect(addressIn(await nas.ask('auth', from('cat')))).toBe('10.0.0.4');
    const again: RadiusServer = await startRadius(wire.room.database.kernel, {
      auth_port: 0,
      acct_port: 0,
      addresses: ['127.0.0.1'],
    });
    try {
      const restarted = await wire.nas();
      restarted.socket.send(from('cat'), again.ports.auth, '127.0.0.1');
      expect(addressIn((await restarted.next()).octets)).toBe('10.0.0.4');
    } finally {
      await again.stop();
    }
  });

  test('is of the first station; others of the same subscription get none', async () => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    await subscriber('ann', { ipv4_pool: 'north', delegated_ipv6_prefix: '2001:db8:1::/48', simultaneous: 2 });
    const first = await nas.ask('auth', from('ann', '02-00-00-00-00-01'));
    const second = await nas.ask('auth', from('ann', '02-00-00-00-00-02'));
    expect([isAccept(first), isAccept(second)]).toEqual([true, true]);
    expect([addressIn(first), addressIn(second)]).toEqual(['10.0.0.2', undefined]);
    expect(valuesOf(second, ATTRIBUTE.delegated_ipv6_prefix)).toEqual([]);
    expect(addressIn(await nas.ask('auth', from('ann', '02-00-00-00-00-01')))).toBe('10.0.0.2');
  });

  test('that was taken back is another at the next log-in, which waits for the database while others do not', async () => {
    await pool({ code: 'north', range: '10.0.0.0/29' });
    await subscriber('ann', { ipv4_pool: 'north' });
    await subscriber('bob');
    await run((ctx) => takeBackAddress(ctx, { address: '10.0.0.2/32', disconnect: false }));
    await subscriber('cat', { ipv4_pool: 'north' });
    const lock = await wire.room.database.kernel.pool.connect();
    try {
      await lock.query('begin; lock table aaa.assignment in exclusive mode');
      const asked = from('ann');
      nas.send('auth', asked);
      nas.send('auth', asked);
      const other = await wire.nas();
      expect(isAccept(await other.ask('auth', from('bob')))).toBe(true);
      expect(nas.heard).toHaveLength(0);
      expect(await wire.discards('in-flight')).toBe(1);
    } finally {
      await lock.query('rollback');
      lock.release();
    }
    const { octets } = await nas.next();
    expect(addressIn(octets)).toBe('10.0.0.2');
    await eventually(async () => addressIn(await nas.ask('auth', from('ann'))) === '10.0.0.2');
  });
});

describe('a full pool', () => {
  const full = async (when_full: 'reject' | 'nas-chooses') => {
    const page = await pool({ code: 'north', range: '10.0.0.0/30', when_full });
    const ann = await subscriber('ann', { ipv4_pool: 'north' });
    await subscriber('bob', { ipv4_pool: 'north' });
    return { ...page, ann };
  };

  test('rejects a log-in and says why, until somebody is offline for long enough', async () => {
    const { ann } = await full('reject');
    const accepted = await nas.ask('auth', from('ann'));
    await nas.ask('acct', start('ann', accepted));
    await nas.ask('acct', start('ann', accepted, 2));
    expect(isAccept(await nas.ask('auth', from('bob')))).toBe(false);
    const reasons = await eventually(async () => {
      const rows = await wire.db.selectFrom('aaa.login').select('reason').where('username', '=', 'bob').execute();
      return rows.length > 0 && rows.map((row) => row.reason);
    });
    expect(reasons).toEqual(['pool north has no free address']);
    await wire.room.database.at('2026-01-02T00:01:00Z');
    expect(addressIn(await nas.ask('auth', from('bob')))).toBe('10.0.0.2');
    expect(isAccept(await nas.ask('auth', from('ann')))).toBe(false);
    expect(ann.username).toBe('ann');
    expect(await wire.metric('isp_radius_pool_asks_total')).toMatchObject({ full: 2, failed: 0 });
    expect(await wire.metric('isp_radius_pool_size')).toEqual({ north: 1 });
    expect(await wire.metric('isp_radius_pool_assigned')).toEqual({ north: 1 });
  });

  test('leaves it to the NAS where its pool says so', async () => {
    await full('nas-chooses');
    const answer = await nas.ask('auth', from('bob'));
    expect([isAccept(answer), addressIn(answer)]).toEqual([true, undefined]);
  });

  test('"why?" says which address somebody would get, and from where, and gives out none', async () => {
    await full('reject');
    const why = async (username: string) => {
      const told = await run((ctx) => tryLogIn(ctx, TryLogIn.input.parse({ nas_id: wire.room.nas_id, username })));
      return told.steps.find((step) => step.check === 'address')?.saw;
    };
    expect(await why('ann')).toContain('IPv4: 10.0.0.2, of pool north');
    expect(await why('bob')).toContain('IPv4: one of pool north, at the log-in');
  });
});

test('when the database cannot say, whoever has an address logs in, and whoever has none is rejected', async () => {
  await pool({ code: 'north', range: '10.0.0.0/30' });
  await subscriber('ann', { ipv4_pool: 'north' });
  await subscriber('bob', { ipv4_pool: 'north' });
  await wire.room.database.at('2026-01-05T00:00:00Z');
  await sql`alter table aaa.assignment rename to out_of_reach`.execute(wire.db);
  expect(addressIn(await nas.ask('auth', from('ann')))).toBe('10.0.0.2');
  expect(isAccept(await nas.ask('auth', from('bob')))).toBe(false);
  expect(await wire.metric('isp_radius_pool_asks_total')).toMatchObject({ asked: 2, failed: 2 });
});

test('whoever comes and goes, in whatever order: no two who are online have one address', async () => {
  const seed = randomInt(2 ** 31);
  console.log(`seed ${seed}`);
  const random = dice(seed);
  const names = Array.from('abcdefghijklmnop');
  await pool({ code: 'north', range: '10.0.0.0/29', keep_offline_s: 600 });
  for (const name of names) await wire.room.subscriber(name, { ipv4_pool: 'north', simultaneous: 1 });
  await wire.server.directory.refresh();
  const online = new Map<string, Buffer>();
  let now = Date.parse('2026-01-01T00:00:00Z');
  let given = 0;
  for (let round = 0; round < 40; round++) {
    now += Math.floor(random() * 900_000);
    await wire.room.database.at(new Date(now).toISOString());
    for (const [name, accept] of [...online]) {
      const ends = random() < 0.5;
      await nas.ask('acct', start(name, accept, ends ? 2 : 3));
      if (ends) online.delete(name);
    }
    const comers = names.filter((name) => !online.has(name) && random() < 0.4);
    const answers = await Promise.all(
      comers.map(async (name) => ({ name, answer: await (await wire.nas()).ask('auth', from(name)) })),
    );
    for (const { name, answer } of answers.filter((one) => isAccept(one.answer))) {
      expect(addressIn(answer)).toBeDefined();
      expect([...online.values()].map(addressIn)).not.toContain(addressIn(answer));
      online.set(name, answer);
      given++;
      await nas.ask('acct', start(name, answer));
    }
  }
  expect(given).toBeGreaterThan(40);
}, 60_000);
