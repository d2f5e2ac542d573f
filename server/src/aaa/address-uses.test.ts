import { ATTRIBUTE } from '@isp/radius';
import { type Id, instant } from '@isp/values';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeNas, type FakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../../tools/fake-nas/session.ts';
import { sql } from '../kernel/db.ts';
import { drainJobs } from '../kernel/jobs.ts';
import { eventually, openRoom, type Room, SECRET, type Someone } from './aaa.fixture.ts';
import { addNas } from './add-nas.ts';
import type { AddressUse, FindAddressUses } from './contract.ts';
import { fillAddressUses } from './fill-address-uses.ts';
import { findAddressUses } from './find-address-uses.ts';
import { queueAddressUses } from './queue-address-uses.ts';
import { reportPortBlock } from './report-port-block.ts';
import { closeGone, closeSilent, liveSession } from './store/sessions.ts';
import { type RadiusServer, startRadius } from './udp.ts';

const DAY = '2025-12-31';
const ms = (time: string): number => Date.parse(`${DAY}T${time}:00Z`);
const at = (time: string) => instant(`${DAY}T${time}:00Z`);

let room: Room;
let server: RadiusServer;
let nas: FakeNas;
let bob: Someone;
let eve: Someone;

const openNas = (address = '127.0.0.1') =>
  createFakeNas({
    secret: SECRET,
    address,
    server: { auth_port: server.ports.auth, acct_port: server.ports.acct },
    now: () => ms('10:00'),
    retry_ms: 300,
  });

beforeEach(async () => {
  room = await openRoom();
  bob = await room.subscriber('bob');
  eve = await room.subscriber('eve');
  server = await startRadius(room.database.kernel, {
    auth_port: 0,
    acct_port: 0,
    addresses: ['127.0.0.1'],
  });
  nas = await openNas();
});
afterEach(async () => {
  await nas.close();
  await server.stop();
  await room.database.drop();
});

const db = () => room.database.kernel.db;
const fill = () => fillAddressUses(room.database.kernel);
const enter = async (who: Someone, framed_ip: string, from: NonNullable<Parameters<FakeNas['start']>[1]>, on = nas) => {
  const { session } = await on.login(who.username, who.password);
  if (!session) throw new Error(`${who.username} was not let on`);
  session.framed_ip = framed_ip;
  expect(await on.start(session, from)).toBe(true);
  return session;
};
const ask = async (question: Partial<FindAddressUses>): Promise<AddressUse[]> =>
  (await room.database.run((ctx) => findAddressUses(ctx, { limit: 50, ...question }))).items;
const names = (uses: readonly AddressUse[]) =>
  uses.map((u) => `${u.username} ${u.from_at.slice(11, 16)}–${u.to_at?.slice(11, 16) ?? ''} ${u.ended_by ?? u.sure}`);
const who = async (address: string, time: string, port?: number) =>
  names(await ask({ address, at: at(time), ...(port === undefined ? {} : { port }) }));
const idOf = async (session: FakeSession): Promise<Id> =>
  (
    await db()
      .selectFrom('aaa.session')
      .select('id')
      .where('acct_session_id', '=', Buffer.from(session.acct_session_id))
      .executeTakeFirstOrThrow()
  ).id;

const prefix = (length: number, hex: string): Buffer =>
  Buffer.concat([Buffer.from([0, length]), Buffer.from(hex, 'hex')]);
const SIX = [
  [ATTRIBUTE.framed_ipv6_prefix, prefix(64, '20010db800010000')],
  [ATTRIBUTE.delegated_ipv6_prefix, prefix(56, '20010db80002ff00')],
  [ATTRIBUTE.framed_ipv6_address, Buffer.from('20010db8000300000000000000000007', 'hex')],
] as const;
const BOB = '198.51.100.7';

describe('who had an address', () => {
  test('before, during and after a session: IPv4, IPv6 address, prefix and delegated prefix (duties 33, 34, 102)', async () => {
    const session = await enter(bob, BOB, { at_ms: ms('10:00'), more: SIX });
    await fill();
    expect(await who(BOB, '10:30')).toEqual(['bob 10:00– open']);
    await nas.stop(session, { at_ms: ms('11:00'), more: SIX });
    await fill();
    for (const address of [BOB, '2001:db8:1::99', '2001:db8:2:ff42::1', '2001:db8:2:ff00::/60', '2001:db8:3::7']) {
      expect([address, await who(address, '09:59')]).toEqual([address, []]);
      expect([address, await who(address, '10:00')]).toEqual([address, ['bob 10:00–11:00 stop']]);
      expect([address, await who(address, '10:59')]).toEqual([address, ['bob 10:00–11:00 stop']]);
      expect([address, await who(address, '11:00')]).toEqual([address, []]);
    }
    expect(await who('2001:db8:2:fe00::1', '10:30')).toEqual([]);
    const [use] = await ask({ address: '2001:db8:2:ff42::1', at: at('10:30') });
    expect(use).toMatchObject({
      account_id: bob.account_id,
      subscription_id: bob.subscription_id,
      session_id: await idOf(session),
      nas_name: 'edge',
      kind: 'delegated-ipv6-prefix',
      address: '2001:db8:2:ff00::/56',
      sure: 'told',
      calling_station_id: session.calling_station_id,
    });
    expect((await ask({ account_id: bob.account_id })).map((u) => u.kind).sort()).toEqual([
      'delegated-ipv6-prefix',
      'framed-ip',
      'framed-ipv6-address',
      'framed-ipv6-prefix',
    ]);
  });

  test('a ghost whose Stop was lost ends where the next holder begins, and is not lost', async () => {
    await enter(bob, BOB, { at_ms: ms('10:00') });
    await fill();
    const next = await enter(eve, BOB, { at_ms: ms('11:00') });
    await fill();
    expect(await who(BOB, '10:59')).toEqual(['bob 10:00–11:00 next-holder']);
    expect(await who(BOB, '11:00')).toEqual(['eve 11:00– open']);
    await room.database.run(({ tx }) => closeSilent(tx, at('10:30')));
    await fill();
    expect(await who(BOB, '10:30')).toEqual([]);
    expect(names(await ask({ address: BOB }))).toEqual(['eve 11:00– open', 'bob 10:00–10:00 stale']);
    await nas.stop(next, { at_ms: ms('12:00'), session_s: 3600 });
    await fill();
    expect(await who(BOB, '11:30')).toEqual(['eve 11:00–12:00 stop']);
  });

  test('ghost and next holder in one portion, in whatever order they came', async () => {
    await enter(eve, BOB, { at_ms: ms('11:00') });
    await enter(bob, BOB, { at_ms: ms('10:00'), more: SIX });
    await fill();
    expect(names(await ask({ address: BOB }))).toEqual(['eve 11:00– open', 'bob 10:00–11:00 next-holder']);
  });

  test('a prefix is taken by who begins later inside it', async () => {
    await enter(bob, BOB, { at_ms: ms('10:00'), more: [SIX[1]] });
    const inner = [[ATTRIBUTE.delegated_ipv6_prefix, prefix(60, '20010db80002ff10')]] as const;
    await enter(eve, '198.51.100.8', { at_ms: ms('10:30'), more: inner });
    await fill();
    expect(await who('2001:db8:2:ff11::1', '10:15')).toEqual(['bob 10:00–10:30 next-holder']);
    expect(await who('2001:db8:2:ff11::1', '10:45')).toEqual(['eve 10:30– open']);
  });

  test('a private address behind two NASes has two holders, each named with its NAS; behind one, one', async () => {
    const other = await room.database.run((ctx) =>
      addNas(ctx, {
        name: 'west',
        address: '127.0.0.2',
        secret: SECRET,
        vendor: 'mikrotik',
        message_authenticator: 'required',
      }),
    );
    await server.directory.refresh();
    const west = await openNas('127.0.0.2');
    await enter(bob, '100.64.0.9', { at_ms: ms('10:00') });
    await enter(eve, '100.64.0.9', { at_ms: ms('10:10') }, west);
    await fill();
    const both = await ask({ address: '100.64.0.9', at: at('10:30') });
    expect(both.map((u) => [u.username, u.nas_name])).toEqual([
      ['eve', 'west'],
      ['bob', 'edge'],
    ]);
    expect(both[0]?.nas_id).toBe(other.id);
    const kim = await room.subscriber('kim');
    await server.directory.refresh();
    await enter(kim, '100.64.0.9', { at_ms: ms('10:20') });
    await fill();
    expect(await who('100.64.0.9', '10:30')).toEqual(['kim 10:20– open', 'eve 10:10– open']);
    await west.close();
  });

  test('another address in the middle of a session, told late and out of order, loses neither', async () => {
    const session = await enter(bob, '198.51.100.1', { at_ms: ms('10:00') });
    session.framed_ip = '198.51.100.3';
    await nas.interim(session, { at_ms: ms('10:40'), session_s: 2400 });
    session.framed_ip = '198.51.100.2';
    await nas.interim(session, { at_ms: ms('10:20'), session_s: 1200 });
    session.framed_ip = '198.51.100.3';
    await nas.stop(session, { at_ms: ms('11:00'), session_s: 3600 });
    await fill();
    expect((await ask({ account_id: bob.account_id })).map((u) => [u.address, ...names([u])])).toEqual([
      ['198.51.100.3', 'bob 10:40–11:00 stop'],
      ['198.51.100.2', 'bob 10:20–10:40 changed'],
      ['198.51.100.1', 'bob 10:00–10:20 changed'],
    ]);
  });

  test('a Stop without a Start, and a session of a user nobody knows, are held too', async () => {
    const { session } = await nas.login('bob', bob.password);
    const stranger = { ...(session as FakeSession), username: 'stranger', class: [], framed_ip: BOB };
    await nas.stop(stranger, { at_ms: ms('10:30'), session_s: 600 });
    await fill();
    const [use] = await ask({ address: BOB, at: at('10:25') });
    expect(use).toMatchObject({ account_id: null, subscription_id: null, username: 'stranger', sure: 'told' });
  });

  test('a user who becomes known in the middle of a session has it from then on', async () => {
    const { session } = await nas.login('bob', bob.password);
    const late = { ...(session as FakeSession), username: 'late', class: [], framed_ip: BOB };
    await nas.start(late, { at_ms: ms('10:00') });
    const known = await room.subscriber('late');
    await server.directory.refresh();
    await nas.interim(late, { at_ms: ms('10:10'), session_s: 0 });
    await nas.stop(late, { at_ms: ms('10:30'), session_s: 1200 });
    await fill();
    expect(await who(BOB, '10:05')).toEqual(['late 10:00–10:10 next-holder']);
    const [use] = await ask({ address: BOB, at: at('10:20') });
    expect([use?.account_id, use?.ended_by]).toEqual([known.account_id, 'stop']);
  });

  test('whatever closes a session ends its use: a restart of the NAS, its next Start, silence, the NAS’s word', async () => {
    const close = async (by: (id: Id) => Promise<unknown>) => {
      const session = await enter(bob, BOB, { at_ms: ms('09:00') });
      const id = await idOf(session);
      await fill();
      await by(id);
      return eventually(async () => {
        await fill();
        return (await ask({ session_id: id }))[0]?.ended_by ?? undefined;
      });
    };
    expect(await close(() => enter(bob, BOB, { at_ms: ms('10:05') }))).toBe('replaced');
    expect(await close(() => room.database.run(({ tx }) => closeSilent(tx, at('12:00'))))).toBe('stale');
    expect(
      await close(async (id) => {
        const live = await liveSession(db(), bob.account_id, id);
        if (live) await closeGone(db(), live);
      }),
    ).toBe('gone');
    expect(
      await close(async () => {
        await nas.restart();
      }),
    ).toBe('nas-restart');
  });
});

describe('nothing committed is missed', () => {
  test('a crash between the commit and the filling, and in the middle of it; twice changes nothing', async () => {
    const session = await enter(bob, BOB, { at_ms: ms('10:00') });
    const crash = new Error('the power went');
    await expect(
      room.database.run(async ({ tx }) => {
        await sql`delete from aaa.address_note`.execute(tx);
        throw crash;
      }),
    ).rejects.toThrow(crash);
    await server.stop();
    server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
    await Promise.all([fill(), fill(), fill()]);
    const rows = await db().selectFrom('aaa.address_use').selectAll().execute();
    expect(rows.map((row) => row.session_id)).toEqual([await idOf(session)]);
    await sql`insert into aaa.address_note select account_id, id, heard_at, framed_ip from aaa.session`.execute(db());
    await fill();
    expect(await db().selectFrom('aaa.address_use').selectAll().execute()).toEqual(rows);
  });

  test('an interim that repeats what is known notes nothing; the schedule queues a job when there is something to do', async () => {
    const notes = async () => (await db().selectFrom('aaa.address_note').selectAll().execute()).length;
    const session = await enter(bob, BOB, { at_ms: ms('10:00') });
    expect(await notes()).toBe(1);
    await queueAddressUses(room.database.kernel);
    await drainJobs(room.database.kernel);
    expect([await notes(), (await ask({ address: BOB })).length]).toEqual([0, 1]);
    await nas.interim(session, { at_ms: ms('10:10'), output_octets: 7n });
    expect(await notes()).toBe(0);
    await queueAddressUses(room.database.kernel);
    expect((await sql`select from graphile_worker.jobs`.execute(db())).rows).toEqual([]);
  });
});

describe('one holder at a time', () => {
  test('the database refuses a second by hand', async () => {
    await enter(bob, BOB, { at_ms: ms('10:00') });
    await fill();
    const second = (holder: Id, from: string, realm = '00000000-0000-0000-0000-000000000000') =>
      sql`insert into aaa.address_use select account_id, gen_random_uuid(), subscription_id, session_id, nas_id, kind, what, ports, inside,
        ${realm}::uuid, ${holder}::uuid, told_at, ${from}, null, null from aaa.address_use limit 1`.execute(db());
    await expect(second(eve.subscription_id, at('12:00'))).rejects.toMatchObject({
      code: '23P01',
      constraint: 'address_use_one_holder',
    });
    await second(eve.subscription_id, at('12:00'), eve.subscription_id);
    await second(bob.subscription_id, at('12:00'));
  });
});

describe('port blocks', () => {
  const report = (change: Partial<Parameters<typeof reportPortBlock>[1]> = {}) =>
    room.database.run((ctx) =>
      reportPortBlock(ctx, {
        nas_id: room.nas_id,
        address: '203.0.113.5',
        port_from: 1024,
        port_to: 2047,
        inside_address: '100.64.0.9',
        from_at: at('10:05'),
        ...change,
      }),
    );

  test('a port is asked for; the block is found by the address behind it before and after the filling, and ends with its session', async () => {
    const session = await enter(bob, '100.64.0.9', { at_ms: ms('10:00') });
    expect(await report()).toEqual({
      account_id: bob.account_id,
      subscription_id: bob.subscription_id,
      session_id: await idOf(session),
    });
    await fill();
    await report();
    const [use] = await ask({ address: '203.0.113.5', port: 2047, at: at('10:10') });
    expect(use).toMatchObject({
      kind: 'port-block',
      port_from: 1024,
      port_to: 2047,
      inside_address: '100.64.0.9',
      username: 'bob',
    });
    expect(await who('203.0.113.5', '10:10', 2048)).toEqual([]);
    await nas.stop(session, { at_ms: ms('11:00') });
    await fill();
    expect(await who('203.0.113.5', '10:59', 1024)).toEqual(['bob 10:05–11:00 stop']);
    expect(await who('203.0.113.5', '11:00', 1024)).toEqual([]);
  });

  test('its end is told later and stays told; the next holder of any of its ports ends it; neighbours do not', async () => {
    await enter(bob, '100.64.0.9', { at_ms: ms('10:00') });
    await enter(eve, '100.64.0.10', { at_ms: ms('10:00') });
    await report();
    await report({ port_from: 2048, port_to: 3071, inside_address: '100.64.0.10' });
    expect(await who('203.0.113.5', '10:30')).toHaveLength(2);
    await report({ to_at: at('10:20') });
    await report();
    expect(await who('203.0.113.5', '10:10', 1500)).toEqual(['bob 10:05–10:20 released']);
    await report({ port_from: 3000, port_to: 3500, from_at: at('10:40') });
    expect(await who('203.0.113.5', '10:39', 3000)).toEqual(['eve 10:05–10:40 next-holder']);
    expect(await who('203.0.113.5', '10:40', 3000)).toEqual(['bob 10:40– open']);
    expect(
      await db().selectFrom('aaa.address_use').select('id').where('kind', '=', 'port-block').execute(),
    ).toHaveLength(3);
  });

  test('of an address nobody is known to have it is kept, and found as nobody’s', async () => {
    expect(await report()).toEqual({ account_id: null, subscription_id: null, session_id: null });
    const [use] = await ask({ address: '203.0.113.5', port: 1024, at: at('10:10') });
    expect(use).toMatchObject({ account_id: null, inside_address: '100.64.0.9', sure: 'open' });
    await enter(bob, '100.64.0.9', { at_ms: ms('10:00') });
    expect(await report()).toMatchObject({ account_id: bob.account_id });
    expect(await who('203.0.113.5', '10:10', 1024)).toEqual(['bob 10:05– open']);
  });

  test('a NAS or session that is not there is refused', async () => {
    await expect(report({ nas_id: bob.account_id })).rejects.toMatchObject({ code: 'aaa.nas-not-found' });
    await expect(report({ session_id: bob.account_id })).rejects.toMatchObject({ code: 'aaa.session-not-found' });
  });
});

test('a range too wide to answer is refused, and each question is in the audit', async () => {
  await expect(ask({ address: '10.0.0.0/8' })).rejects.toMatchObject({ code: 'aaa.prefix-too-short' });
  await expect(ask({ address: '2001:db8::/32' })).rejects.toMatchObject({ code: 'aaa.prefix-too-short' });
  await ask({ address: BOB, at: at('10:00'), port: 80 });
  const audit = await db()
    .selectFrom('kernel.audit')
    .select(['relation', 'op', 'after', 'actor'])
    .where('op', '=', 'read')
    .execute();
  expect(audit).toEqual([
    {
      relation: 'aaa.address_use',
      op: 'read',
      after: { limit: 50, address: BOB, at: at('10:00'), port: 80 },
      actor: expect.stringMatching(/^system:/),
    },
  ]);
});
