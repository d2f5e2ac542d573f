/** What a log-in is bound to, over real sockets: a station, a port, a VLAN; said, or learned from the first that comes. */
import { CODE } from '@isp/radius';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually, type Someone } from './aaa.fixture.ts';
import { bindCredential } from './bind-credential.ts';
import type { BindCredential } from './contract.ts';
import { emptyEntry } from './directory/users.ts';
import { forgetBindings } from './forget-bindings.ts';
import { startRadius } from './udp.ts';
import { all, line, Ways } from './ways.fixture.ts';
import { by, type Names, pap, request } from './wire.fixture.ts';

const MAC = '02-AB-CD-00-00-01';
const OTHER = '02-AB-CD-00-00-02';

let ways: Ways;
let bob: Someone;

beforeAll(async () => {
  ways = await Ways.open();
  bob = await ways.wire.room.subscriber('bob');
});
afterAll(() => ways?.wire.close());
beforeEach(() => ways.setNas({ identify_by: 'name' }));

describe('bound', () => {
  test.each<[string, Omit<BindCredential, 'account_id' | 'id'>, Names, Names, string, string]>([
    [
      'to a station',
      { mac: MAC },
      { calling_station_id: '02abcd000001' },
      { calling_station_id: OTHER },
      'not the station this user may log in from',
      'comes from 02:ab:cd:00:00:02, bound to 02:ab:cd:00:00:01',
    ],
    [
      'to a VLAN',
      { vlan: '100.200' },
      { nas_port_id: 'eth 0/1/2:100.200' },
      { nas_port_id: 'vlan100' },
      'not the VLAN this user is bound to',
      'comes from VLAN 100, bound to 100.200',
    ],
  ])('%s', async (_, binding, right, wrong, reason, detail) => {
    const one = await ways.wire.room.subscriber(`bound-${reason}`);
    await ways.bind(one, binding);
    expect(await ways.outcome(pap(one.username), right)).toBe('accept');
    expect(await ways.outcome(pap(one.username), wrong)).toBe('reject');
    await ways.lastLogged((row) => row.reason === reason && row.detail === detail);
    expect(await ways.outcome(pap(one.username))).toBe('reject');
    expect(await ways.outcome(pap(one.username, 'wrong'), wrong)).toBe('reject');
    await ways.lastLogged((row) => row.reason === 'wrong password' && row.detail === null);
  });

  test('to a port at its NAS: NAS-Port-Id, or the circuit when it is said', async () => {
    const one = await ways.wire.room.subscriber('ported');
    await ways.bind(one, { port: 'ether2', port_nas_id: ways.wire.room.nas_id });
    expect(await ways.outcome(pap('ported'), { nas_port_id: 'ether2' })).toBe('accept');
    expect(await ways.outcome(pap('ported'), line('ether2'), { nas_port_id: 'else' })).toBe('accept');
    expect(await ways.outcome(pap('ported'), { nas_port_id: 'ether3' })).toBe('reject');
    await ways.lastLogged(({ detail }) => detail === 'comes from port ether3, bound to ether2');
  });

  test('a port, VLAN or NAS that cannot be is refused, with what to do', async () => {
    const wrong = (input: Omit<BindCredential, 'account_id' | 'id'>) => expect(ways.bind(bob, input)).rejects;
    await wrong({ vlan: '4095' }).toMatchObject({ code: 'aaa.vlan-invalid' });
    await wrong({ mac: 'xyz' }).toMatchObject({ code: 'aaa.mac-invalid' });
    await wrong({ port: 'ether2' }).toMatchObject({ code: 'aaa.port-nas-needed' });
    await wrong({ port: 'x', port_nas_id: '00000000-0000-7000-8000-000000000000' }).toMatchObject({
      code: 'aaa.nas-not-found',
    });
  });
});

/** Waits until the directory has read a changed access. */
const refreshed = (one: Someone, down: number) =>
  eventually(async () => {
    const { users } = ways.wire.server.directory;
    const [slot = 0] = users.slotsOf(Buffer.from(one.subscription_id.replaceAll('-', ''), 'hex'));
    const entry = emptyEntry();
    users.read(slot, entry);
    return entry.grant?.rate_down_kbps === down;
  });

describe('learned at the first log-in', () => {
  const learner = async (name: string) => {
    const one = await ways.wire.room.subscriber(name);
    await ways.bind(one, { mac: 'learn', port: 'learn', vlan: 'learn' });
    return one;
  };
  const from = (mac: string, port = 'vlan100') => ({ calling_station_id: mac, nas_port_id: port });
  const learned = (one: Someone) =>
    eventually(async () => {
      const { mac, port, vlan } = await ways.credentialOf(one);
      return mac !== null && { mac, port, vlan };
    });

  test('what it came with is pinned and stored; a second station an instant later is refused', async () => {
    const one = await learner('racer');
    const second = await ways.wire.nas();
    const [first, other] = await Promise.all([
      ways.nas.ask('auth', request(all(pap('racer'), by(from(MAC))))),
      second.ask('auth', request(all(pap('racer'), by(from(OTHER))))),
    ]);
    expect([first[0], other[0]].sort()).toEqual([CODE.access_accept, CODE.access_reject]);
    const winner = first[0] === CODE.access_accept ? '02abcd000001' : '02abcd000002';
    expect(await learned(one)).toEqual({ mac: winner, port: 'vlan100', vlan: '100' });
  });

  test('nothing is learned of who is rejected, nor of what was not said', async () => {
    const one = await learner('cautious');
    expect(await ways.outcome(pap('cautious', 'wrong'), from(OTHER))).toBe('reject');
    expect(await ways.outcome(pap('cautious'))).toBe('accept');
    expect(await ways.outcome(pap('cautious'), { calling_station_id: MAC })).toBe('accept');
    expect(await learned(one)).toEqual({ mac: '02abcd000001', port: null, vlan: null });
    expect(await ways.outcome(pap('cautious'), from(OTHER))).toBe('reject');
    expect(await ways.outcome(pap('cautious'), from(MAC, 'vlan7'))).toBe('accept');
    expect(await ways.outcome(pap('cautious'), from(MAC, 'vlan8'))).toBe('reject');
  });

  test('it holds when the subscription is read anew before it is stored, and while the database is away', async () => {
    const one = await learner('early');
    await ways.wire.db.transaction().execute(async (tx) => {
      await tx.selectFrom('aaa.credential').select('id').where('username', '=', 'early').forUpdate().execute();
      expect(await ways.outcome(pap('early'), from(MAC))).toBe('accept');
      await ways.wire.room.access(one, { rate_down_kbps: 7 });
      await refreshed(one, 7);
      expect(await ways.outcome(pap('early'), from(OTHER))).toBe('reject');
    });
    expect(await learned(one)).toMatchObject({ mac: '02abcd000001' });
  });
  test('it holds after a restart', async () => {
    const one = await learner('restarted');
    const before = await startRadius(ways.wire.room.database.kernel, {
      auth_port: 0,
      acct_port: 0,
      addresses: ['127.0.0.1'],
    });
    const socket = await ways.wire.nas();
    const at = (port: number, mac: string) =>
      new Promise<number | undefined>((answered) => {
        socket.socket.once('message', (octets) => answered(octets[0]));
        socket.socket.send(request(all(pap('restarted'), by(from(mac)))), port, '127.0.0.1');
      });
    expect(await at(before.ports.auth, MAC)).toBe(CODE.access_accept);
    await before.stop();
    expect(await ways.credentialOf(one)).toMatchObject({ mac: '02abcd000001', vlan: '100' });
    const after = await startRadius(ways.wire.room.database.kernel, {
      auth_port: 0,
      acct_port: 0,
      addresses: ['127.0.0.1'],
    });
    expect(await at(after.ports.auth, OTHER)).toBe(CODE.access_reject);
    expect(await at(after.ports.auth, MAC)).toBe(CODE.access_accept);
    await after.stop();
  });

  test('forgotten, a new router is let in and pinned; what was set by hand stays', async () => {
    const one = await learner('renewed');
    await ways.bind(one, { vlan: '100' });
    expect(await ways.outcome(pap('renewed'), from(MAC))).toBe('accept');
    await learned(one);
    const { id, account_id } = await ways.credentialOf(one);
    const forgotten = await ways.run((ctx) => forgetBindings(ctx, { account_id, id }));
    expect(forgotten).toMatchObject({ mac: null, port: null, vlan: '100', learn: ['mac', 'port'] });
    await ways.refresh();
    expect(await ways.outcome(pap('renewed'), from(OTHER, 'else-vlan100'))).toBe('accept');
    expect(await ways.outcome(pap('renewed'), from(MAC))).toBe('reject');
    expect(await learned(one)).toMatchObject({ mac: '02abcd000002', port: 'else-vlan100' });
  });

  test('a line learns its router', async () => {
    await ways.setNas({ identify_by: 'line' });
    const one = await ways.wire.room.subscriber('ipoe');
    const made = await ways.add(one, { kind: 'line', circuit_id: 'olt-1/7' });
    await ways.run((ctx) => bindCredential(ctx, { account_id: one.account_id, id: made.id, mac: 'learn' }));
    await ways.refresh();
    expect(await ways.outcome({ user_name: MAC, calling_station_id: MAC }, line('olt-1/7'))).toBe('accept');
    expect(await ways.outcome({ user_name: OTHER, calling_station_id: OTHER }, line('olt-1/7'))).toBe('reject');
    await eventually(async () => (await ways.credentialOf(one, 'line')).mac === '02abcd000001');
  });
});
