/** Ways in other than a typed password, over real sockets: a MAC address, a line, and what a log-in is bound to. */
import { ATTRIBUTE, CODE, prepareSecret } from '@isp/radius';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasRadclient, radclient } from '../../scenarios/radclient.ts';
import { eventually, SECRET, type Someone } from './aaa.fixture.ts';
import { addCredential } from './add-credential.ts';
import { bindCredential } from './bind-credential.ts';
import type { AddCredential, BindCredential } from './contract.ts';
import { readClass } from './core/class.ts';
import { forgetBindings } from './forget-bindings.ts';
import { listCredentials } from './list-credentials.ts';
import { removeCredential } from './remove-credential.ts';
import { startRadius } from './udp.ts';
import { updateNas } from './update-nas.ts';
import {
  accounting,
  by,
  type Fill,
  type Names,
  type NasSocket,
  pap,
  request,
  typesOf,
  valuesOf,
  Wire,
} from './wire.fixture.ts';

const MAC = '02-AB-CD-00-00-01';
const OTHER = '02-AB-CD-00-00-02';
const DSL_FORUM = 3561;
const secret = prepareSecret(Buffer.from(SECRET));

let wire: Wire;
let nas: NasSocket;
let alice: Someone;
let bob: Someone;

const run = <T>(work: Parameters<typeof wire.room.database.run<T>>[0]): Promise<T> => wire.room.database.run(work);
const refresh = () => wire.server.directory.refresh();
const setNas = async (change: Partial<Parameters<typeof updateNas>[1]>) => {
  await run((ctx) => updateNas(ctx, { id: wire.room.nas_id, ...change }));
  await refresh();
};
const add = async (one: Someone, input: Omit<AddCredential, 'account_id' | 'subscription_id'>) => {
  const { account_id, subscription_id } = one;
  const made = await run((ctx) => addCredential(ctx, { account_id, subscription_id, ...input }));
  await refresh();
  return made;
};
const credentialOf = async ({ account_id }: Someone, kind = 'password') => {
  const { items } = await run((ctx) => listCredentials(ctx, { account_id }));
  const found = items.find((one) => one.kind === kind && one.state === 'active');
  if (!found) throw new Error('no log-in');
  return found;
};
const bind = async (one: Someone, input: Omit<BindCredential, 'account_id' | 'id'>) => {
  const { id, account_id } = await credentialOf(one);
  await run((ctx) => bindCredential(ctx, { account_id, id, ...input }));
  await refresh();
};

const all =
  (...fills: readonly Fill[]): Fill =>
  (w) => {
    for (const fill of fills) fill(w);
  };
const password =
  (text: string): Fill =>
  (w) =>
    w.addUserPassword(Buffer.from(text), secret);
const line =
  (circuit: string | undefined, remote?: string): Fill =>
  (w) => {
    if (circuit) w.addVendorOctets(DSL_FORUM, 1, Buffer.from(circuit));
    if (remote) w.addVendorOctets(DSL_FORUM, 2, Buffer.from(remote));
  };
const ask = (...fills: readonly (Fill | Names)[]): Promise<Buffer> =>
  nas.ask('auth', request(all(...fills.map((one) => (typeof one === 'function' ? one : by(one))))));
const outcome = async (...fills: readonly (Fill | Names)[]): Promise<'accept' | 'reject'> =>
  (await ask(...fills))[0] === CODE.access_accept ? 'accept' : 'reject';
/** Whose session an answer begins. */
const ownerIn = (answer: Buffer): string | undefined => {
  const [octets] = valuesOf(answer, ATTRIBUTE.class);
  return octets && readClass(octets, 0, octets.length)?.subscription_id;
};
const lastLogged = async (check: (row: { way: string; reason: string; detail: string | null }) => boolean) => {
  let last: unknown;
  return eventually(async () => {
    const row = await wire.db
      .selectFrom('aaa.login')
      .select(['way', 'reason', 'detail', 'outcome', 'subscription_id'])
      .orderBy('id', 'desc')
      .executeTakeFirst();
    last = row;
    return row && check(row) ? row : undefined;
  }).catch((cause) => {
    throw new Error(`logged last: ${JSON.stringify(last)}`, { cause });
  });
};

beforeAll(async () => {
  wire = await Wire.open();
  alice = await wire.room.subscriber('alice', { framed_ip: '10.1.0.1' });
  bob = await wire.room.subscriber('bob');
  // Somebody whose user name is a MAC, with a password: no MAC log-in.
  await wire.room.subscriber('02:ab:cd:00:00:09');
  await add(alice, { kind: 'mac', mac: '02ab.cd00.0001' });
  nas = await wire.nas();
});
afterAll(() => wire?.close());
beforeEach(() => setNas({ mac_auth: false, identify_by: 'name', device_log_in: 'off' }));

describe('by MAC', () => {
  test('nobody is let on by a MAC where that is not said', async () => {
    expect(await outcome({ user_name: MAC }, password(MAC))).toBe('reject');
    expect(await outcome({ user_name: MAC, service_type: 10 })).toBe('reject');
    await lastLogged(({ reason }) => reason === 'no password, CHAP, MS-CHAP or EAP');
  });

  test.each([
    '02-AB-CD-00-00-01',
    '02:ab:cd:00:00:01',
    '2:ab:cd:0:0:1',
    '02ab.cd00.0001',
    '02ABCD000001',
    '02abcd-000001',
  ])('spelled %s, with the MAC, nothing, or the shared secret for a password', async (spelled) => {
    await setNas({ mac_auth: true });
    const answers = [
      await ask({ user_name: spelled }, password(spelled)),
      await ask({ user_name: spelled }, password(MAC)),
      await ask({ user_name: spelled }, password('')),
      await ask({ user_name: spelled }, password(SECRET)),
      await ask({ user_name: spelled }),
      await ask({ user_name: spelled, calling_station_id: MAC }),
      await ask({ user_name: spelled, service_type: 10 }),
      await ask({ user_name: spelled }, (w) => w.addChapPassword(1, Buffer.from(spelled))),
    ];
    expect(answers.map(ownerIn)).toEqual(Array(8).fill(alice.subscription_id));
    expect(answers.every((answer) => typesOf(answer).includes(ATTRIBUTE.framed_ip_address))).toBe(true);
  });

  test('Call-Check by the station alone; the Accept does not repeat it', async () => {
    await setNas({ mac_auth: true });
    const answer = await ask({ user_name: 'port-7', calling_station_id: MAC, service_type: 10 });
    expect(ownerIn(answer)).toBe(alice.subscription_id);
    expect(typesOf(answer)).not.toContain(ATTRIBUTE.service_type);
    const row = await lastLogged(({ way }) => way === 'mac');
    expect(row).toMatchObject({ outcome: 'accept', subscription_id: alice.subscription_id });
  });

  test.each<[string, readonly (Fill | Names)[], string]>([
    ['another station', [{ user_name: MAC, calling_station_id: OTHER }], 'comes from another station than it names'],
    ['another password', [{ user_name: MAC }, password('guess')], 'the password is neither empty nor the MAC again'],
    ['a MAC nobody has', [{ user_name: OTHER, service_type: 10 }], 'unknown MAC address'],
    ['a MAC nobody has, as a name', [{ user_name: OTHER }, password(OTHER)], 'unknown user name'],
    ['no MAC at all', [{ user_name: 'x', service_type: 10 }], 'names no MAC address'],
    [
      'a name that has a password and looks like a MAC',
      [{ user_name: '02:ab:cd:00:00:09' }, password('')],
      'wrong password',
    ],
    ['that name by Call-Check', [{ user_name: '02:ab:cd:00:00:09', service_type: 10 }], 'unknown MAC address'],
    ['a name that has a password, with none', [{ user_name: 'alice' }], 'no password, CHAP, MS-CHAP or EAP'],
    ['a name that has a password, by Call-Check', [{ user_name: 'alice', service_type: 10 }], 'names no MAC address'],
    [
      'PPP, which proves itself',
      [{ user_name: MAC, framed_protocol: 1, service_type: 2 }, password(MAC)],
      'unknown user name',
    ],
  ])('%s is not let on: the log says why', async (_, fills, reason) => {
    await setNas({ mac_auth: true });
    expect(await outcome(...fills)).toBe('reject');
    await lastLogged((row) => row.reason === reason);
  });

  test('the password of a name that looks like a MAC is asked for as ever', async () => {
    await setNas({ mac_auth: true });
    expect(await outcome(pap('02:ab:cd:00:00:09'))).toBe('accept');
  });

  test('without a password and unsigned there is silence: nobody knows who sent it', async () => {
    await setNas({ mac_auth: true, message_authenticator: 'off' });
    const unsigned = request(by({ user_name: MAC, service_type: 10 }), { signed: false });
    expect(await wire.unanswered('auth', [unsigned])).toEqual([]);
    await setNas({ message_authenticator: 'required' });
  });

  test('where all are found by their MAC, the name is the NAS’s business', async () => {
    await setNas({ identify_by: 'mac' });
    const answer = await ask({ user_name: 'dhcp-client', calling_station_id: '1:2:ab:cd:0:0:1' }, password('whatever'));
    expect(answer[0]).toBe(CODE.access_reject);
    expect(ownerIn(await ask({ user_name: 'dhcp-client', calling_station_id: '1:2:ab:cd:0:0:1' }))).toBe(
      alice.subscription_id,
    );
    expect(await outcome(pap('bob'), { framed_protocol: 1 })).toBe('accept');
  });

  test('radclient: a hotspot’s log-in by MAC', async ({ skip }) => {
    if (!hasRadclient()) skip();
    await setNas({ mac_auth: true });
    const reply = await radclient(wire.server.ports.auth, 'auth', SECRET, {
      'User-Name': '02:AB:CD:00:00:01',
      'User-Password': '02:AB:CD:00:00:01',
      'Calling-Station-Id': '02:AB:CD:00:00:01',
      'NAS-Port-Type': 'Wireless-802.11',
      'Service-Type': 'Login-User',
      'Message-Authenticator': '0x00',
    });
    expect(reply).toMatchObject({ code: 'Access-Accept', attributes: { 'Framed-IP-Address': '10.1.0.1' } });
  });

  test('a MAC belongs to one subscription at a time, and is free again when taken away', async () => {
    await expect(add(bob, { kind: 'mac', mac: MAC })).rejects.toMatchObject({ code: 'aaa.mac-taken' });
    const lent = await add(bob, { kind: 'mac', mac: OTHER });
    await setNas({ mac_auth: true });
    expect(ownerIn(await ask({ user_name: OTHER }))).toBe(bob.subscription_id);
    await run((ctx) => removeCredential(ctx, { account_id: bob.account_id, id: lent.id }));
    await refresh();
    expect(await outcome({ user_name: OTHER, service_type: 10 })).toBe('reject');
    await expect(add(alice, { kind: 'mac', mac: OTHER })).resolves.toMatchObject({ username: '02abcd000002' });
    const { id } =
      (await run((ctx) => listCredentials(ctx, alice))).items.find((c) => c.username === '02abcd000002') ?? {};
    await run((ctx) => removeCredential(ctx, { account_id: alice.account_id, id: id ?? '' }));
  });
});

describe('by line (option 82)', () => {
  beforeAll(async () => {
    await add(alice, { kind: 'line', circuit_id: 'eth 0/1/2:100', line_nas_id: wire.room.nas_id });
    await add(bob, { kind: 'line', circuit_id: '0x000400640103', remote_id: 'cpe-7' });
  });

  test('the line says who it is; name and password are the NAS’s business', async () => {
    await setNas({ identify_by: 'line' });
    const asked = [{ user_name: OTHER }, password('whatever'), line('eth 0/1/2:100', 'any cpe')] as const;
    expect(ownerIn(await ask(...asked))).toBe(alice.subscription_id);
    expect(ownerIn(await ask(line('eth 0/1/2:100')))).toBe(alice.subscription_id);
    const binary = (w: Parameters<Fill>[0]) => {
      w.addVendorOctets(DSL_FORUM, 1, Buffer.from('000400640103', 'hex'));
      w.addVendorOctets(DSL_FORUM, 2, Buffer.from('cpe-7'));
    };
    expect(ownerIn(await ask({ user_name: 'x' }, binary))).toBe(bob.subscription_id);
    await lastLogged(({ way }) => way === 'line');
  });

  test.each<[string, readonly (Fill | Names)[], string, string | null]>([
    ['a line nobody has', [line('eth 0/1/2:101', 'r1')], 'unknown line', 'circuit eth 0/1/2:101, remote r1'],
    ['no line', [pap('alice')], 'names no line: neither Agent-Circuit-Id nor Agent-Remote-Id', null],
    ['half of a line', [line(undefined, 'cpe-7')], 'unknown line', 'remote cpe-7'],
  ])(
    '%s is not let on, though the name and password were right: the log says what it saw',
    async (_, fills, reason, detail) => {
      await setNas({ identify_by: 'line' });
      expect(await outcome({ user_name: 'x' }, ...fills)).toBe('reject');
      await lastLogged((row) => row.reason === reason && row.detail === detail);
    },
  );

  test('PPPoE at the same NAS goes by name and password as ever', async () => {
    await setNas({ identify_by: 'line' });
    const ppp = { framed_protocol: 1, service_type: 2 };
    expect(ownerIn(await ask(pap('bob'), ppp, line('eth 0/1/2:100')))).toBe(bob.subscription_id);
    expect(await outcome(pap('bob', 'wrong'), ppp, line('eth 0/1/2:100'))).toBe('reject');
  });

  test('at a NAS that finds by name a line lets nobody on', async () => {
    expect(await outcome({ user_name: 'x' }, password('x'), line('eth 0/1/2:100'))).toBe('reject');
  });

  test('accounting: by our Class, and without it by the line', async () => {
    await setNas({ identify_by: 'line' });
    const [octets] = valuesOf(await ask({ user_name: 'x' }, line('eth 0/1/2:100')), ATTRIBUTE.class);
    const start = (id: string, ...fills: readonly Fill[]) =>
      nas.ask('acct', accounting(1, all(by({ user_name: 'x', acct_session_id: id }), ...fills)));
    await start('with', (w) => w.addOctets(ATTRIBUTE.class, octets ?? Buffer.alloc(0)));
    await start('without', line('eth 0/1/2:100'));
    await start('nobody', line('eth 9/9/9'));
    const owners = await Promise.all(['with', 'without', 'nobody'].map((id) => wire.sessions(id)));
    expect(owners.map(([one]) => one?.subscription_id)).toEqual([
      alice.subscription_id,
      alice.subscription_id,
      '00000000-0000-0000-0000-000000000000',
    ]);
  });

  test('a line belongs to one subscription at a time', async () => {
    await expect(
      add(bob, { kind: 'line', circuit_id: 'eth 0/1/2:100', line_nas_id: wire.room.nas_id }),
    ).rejects.toMatchObject({ code: 'aaa.line-taken' });
  });
});

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
    const one = await wire.room.subscriber(`bound-${reason}`);
    await bind(one, binding);
    expect(await outcome(pap(one.username), right)).toBe('accept');
    expect(await outcome(pap(one.username), wrong)).toBe('reject');
    await lastLogged((row) => row.reason === reason && row.detail === detail);
    expect(await outcome(pap(one.username))).toBe('reject');
    expect(await outcome(pap(one.username, 'wrong'), wrong)).toBe('reject');
    await lastLogged((row) => row.reason === 'wrong password' && row.detail === null);
  });

  test('to a port at its NAS: NAS-Port-Id, or the circuit when it is said', async () => {
    const one = await wire.room.subscriber('ported');
    await bind(one, { port: 'ether2', port_nas_id: wire.room.nas_id });
    expect(await outcome(pap('ported'), { nas_port_id: 'ether2' })).toBe('accept');
    expect(await outcome(pap('ported'), line('ether2'), { nas_port_id: 'else' })).toBe('accept');
    expect(await outcome(pap('ported'), { nas_port_id: 'ether3' })).toBe('reject');
    await lastLogged(({ detail }) => detail === 'comes from port ether3, bound to ether2');
  });

  test('a port, VLAN or NAS that cannot be is refused, with what to do', async () => {
    const wrong = (input: Omit<BindCredential, 'account_id' | 'id'>) => expect(bind(bob, input)).rejects;
    await wrong({ vlan: '4095' }).toMatchObject({ code: 'aaa.vlan-invalid' });
    await wrong({ mac: 'xyz' }).toMatchObject({ code: 'aaa.mac-invalid' });
    await wrong({ port: 'ether2' }).toMatchObject({ code: 'aaa.port-nas-needed' });
    await wrong({ port: 'x', port_nas_id: '00000000-0000-7000-8000-000000000000' }).toMatchObject({
      code: 'aaa.nas-not-found',
    });
  });
});

describe('learned at the first log-in', () => {
  const learner = async (name: string) => {
    const one = await wire.room.subscriber(name);
    await bind(one, { mac: 'learn', port: 'learn', vlan: 'learn' });
    return one;
  };
  const from = (mac: string, port = 'vlan100') => ({ calling_station_id: mac, nas_port_id: port });
  const learned = (one: Someone) =>
    eventually(async () => {
      const { mac, port, vlan } = await credentialOf(one);
      return mac !== null && { mac, port, vlan };
    });

  test('what it came with is pinned and stored; a second station an instant later is refused', async () => {
    const one = await learner('racer');
    const second = await wire.nas();
    const [first, other] = await Promise.all([
      nas.ask('auth', request(all(pap('racer'), by(from(MAC))))),
      second.ask('auth', request(all(pap('racer'), by(from(OTHER))))),
    ]);
    expect([first[0], other[0]].sort()).toEqual([CODE.access_accept, CODE.access_reject]);
    const winner = first[0] === CODE.access_accept ? '02abcd000001' : '02abcd000002';
    expect(await learned(one)).toEqual({ mac: winner, port: 'vlan100', vlan: '100' });
  });

  test('nothing is learned of who is rejected, nor of what was not said', async () => {
    const one = await learner('cautious');
    expect(await outcome(pap('cautious', 'wrong'), from(OTHER))).toBe('reject');
    expect(await outcome(pap('cautious'))).toBe('accept');
    expect(await outcome(pap('cautious'), { calling_station_id: MAC })).toBe('accept');
    expect(await learned(one)).toEqual({ mac: '02abcd000001', port: null, vlan: null });
    expect(await outcome(pap('cautious'), from(OTHER))).toBe('reject');
    expect(await outcome(pap('cautious'), from(MAC, 'vlan7'))).toBe('accept');
    expect(await outcome(pap('cautious'), from(MAC, 'vlan8'))).toBe('reject');
  });

  test('it holds when the subscription is read anew before it is stored, and while the database is away', async () => {
    const one = await learner('early');
    await wire.db.transaction().execute(async (tx) => {
      await tx.selectFrom('aaa.credential').select('id').where('username', '=', 'early').forUpdate().execute();
      expect(await outcome(pap('early'), from(MAC))).toBe('accept');
      await wire.room.access(one, { rate_down_kbps: 7 });
      await refreshed(one, 7);
      expect(await outcome(pap('early'), from(OTHER))).toBe('reject');
    });
    expect(await learned(one)).toMatchObject({ mac: '02abcd000001' });
  });
  /** Waits until the directory has read a changed access. */
  const refreshed = (one: Someone, down: number) =>
    eventually(async () => {
      const { users } = wire.server.directory;
      const [slot] = users.slotsOf(Buffer.from(one.subscription_id.replaceAll('-', ''), 'hex'));
      const { emptyEntry } = await import('./directory/users.ts');
      const entry = emptyEntry();
      users.read(slot ?? 0, entry);
      return entry.grant?.rate_down_kbps === down;
    });

  test('it holds after a restart', async () => {
    const one = await learner('restarted');
    const before = await startRadius(wire.room.database.kernel, {
      auth_port: 0,
      acct_port: 0,
      addresses: ['127.0.0.1'],
    });
    const socket = await wire.nas();
    const at = (port: number, mac: string) =>
      new Promise<number | undefined>((answered) => {
        socket.socket.once('message', (octets) => answered(octets[0]));
        socket.socket.send(request(all(pap('restarted'), by(from(mac)))), port, '127.0.0.1');
      });
    expect(await at(before.ports.auth, MAC)).toBe(CODE.access_accept);
    await before.stop();
    expect(await credentialOf(one)).toMatchObject({ mac: '02abcd000001', vlan: '100' });
    const after = await startRadius(wire.room.database.kernel, {
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
    await bind(one, { vlan: '100' });
    expect(await outcome(pap('renewed'), from(MAC))).toBe('accept');
    await learned(one);
    const { id, account_id } = await credentialOf(one);
    const forgotten = await run((ctx) => forgetBindings(ctx, { account_id, id }));
    expect(forgotten).toMatchObject({ mac: null, port: null, vlan: '100', learn: ['mac', 'port'] });
    await refresh();
    expect(await outcome(pap('renewed'), from(OTHER, 'else-vlan100'))).toBe('accept');
    expect(await outcome(pap('renewed'), from(MAC))).toBe('reject');
    expect(await learned(one)).toMatchObject({ mac: '02abcd000002', port: 'else-vlan100' });
  });

  test('a line learns its router', async () => {
    await setNas({ identify_by: 'line' });
    const one = await wire.room.subscriber('ipoe');
    const made = await add(one, { kind: 'line', circuit_id: 'olt-1/7' });
    await run((ctx) => bindCredential(ctx, { account_id: one.account_id, id: made.id, mac: 'learn' }));
    await refresh();
    expect(await outcome({ user_name: MAC, calling_station_id: MAC }, line('olt-1/7'))).toBe('accept');
    expect(await outcome({ user_name: OTHER, calling_station_id: OTHER }, line('olt-1/7'))).toBe('reject');
    await eventually(async () => (await credentialOf(one, 'line')).mac === '02abcd000001');
  });
});
