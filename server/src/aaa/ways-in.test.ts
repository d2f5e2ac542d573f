/** Log-ins without a typed password, over real sockets: by a MAC address, and by the line somebody comes by. */
import { ATTRIBUTE, CODE } from '@isp/radius';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasRadclient, radclient } from '../../scenarios/radclient.ts';
import { SECRET, type Someone } from './aaa.fixture.ts';
import { listCredentials } from './list-credentials.ts';
import { removeCredential } from './remove-credential.ts';
import { all, line, ownerIn, password, Ways } from './ways.fixture.ts';
import { accounting, by, type Fill, type Names, pap, request, typesOf, valuesOf } from './wire.fixture.ts';

const MAC = '02-AB-CD-00-00-01';
const OTHER = '02-AB-CD-00-00-02';

let ways: Ways;
let alice: Someone;
let bob: Someone;

beforeAll(async () => {
  ways = await Ways.open();
  const { room } = ways.wire;
  alice = await room.subscriber('alice', { framed_ip: '10.1.0.1' });
  bob = await room.subscriber('bob');
  // Somebody whose user name is a MAC, with a password: no MAC log-in.
  await room.subscriber('02:ab:cd:00:00:09');
  await ways.add(alice, { kind: 'mac', mac: '02ab.cd00.0001' });
});
afterAll(() => ways?.wire.close());
beforeEach(() => ways.setNas({ mac_auth: false, identify_by: 'name', device_log_in: 'off' }));

describe('by MAC', () => {
  test('nobody is let on by a MAC where that is not said', async () => {
    expect(await ways.outcome({ user_name: MAC }, password(MAC))).toBe('reject');
    expect(await ways.outcome({ user_name: MAC, service_type: 10 })).toBe('reject');
    await ways.lastLogged(({ reason }) => reason === 'no password, CHAP, MS-CHAP or EAP');
  });

  test.each([
    '02-AB-CD-00-00-01',
    '02:ab:cd:00:00:01',
    '2:ab:cd:0:0:1',
    '02ab.cd00.0001',
    '02ABCD000001',
    '02abcd-000001',
  ])('spelled %s, with the MAC, nothing, or the shared secret for a password', async (spelled) => {
    await ways.setNas({ mac_auth: true });
    const answers = [
      await ways.ask({ user_name: spelled }, password(spelled)),
      await ways.ask({ user_name: spelled }, password(MAC)),
      await ways.ask({ user_name: spelled }, password('')),
      await ways.ask({ user_name: spelled }, password(SECRET)),
      await ways.ask({ user_name: spelled }),
      await ways.ask({ user_name: spelled, calling_station_id: MAC }),
      await ways.ask({ user_name: spelled, service_type: 10 }),
      await ways.ask({ user_name: spelled }, (w) => w.addChapPassword(1, Buffer.from(spelled))),
    ];
    expect(answers.map(ownerIn)).toEqual(Array(8).fill(alice.subscription_id));
    expect(answers.every((answer) => typesOf(answer).includes(ATTRIBUTE.framed_ip_address))).toBe(true);
  });

  test('Call-Check by the station alone; the Accept does not repeat it', async () => {
    await ways.setNas({ mac_auth: true });
    const answer = await ways.ask({ user_name: 'port-7', calling_station_id: MAC, service_type: 10 });
    expect(ownerIn(answer)).toBe(alice.subscription_id);
    expect(typesOf(answer)).not.toContain(ATTRIBUTE.service_type);
    const row = await ways.lastLogged(({ way }) => way === 'mac');
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
    await ways.setNas({ mac_auth: true });
    expect(await ways.outcome(...fills)).toBe('reject');
    await ways.lastLogged((row) => row.reason === reason);
  });

  test('the password of a name that looks like a MAC is asked for as ever', async () => {
    await ways.setNas({ mac_auth: true });
    expect(await ways.outcome(pap('02:ab:cd:00:00:09'))).toBe('accept');
  });

  test('without a password and unsigned there is silence: nobody knows who sent it', async () => {
    await ways.setNas({ mac_auth: true, message_authenticator: 'off' });
    const unsigned = request(by({ user_name: MAC, service_type: 10 }), { signed: false });
    expect(await ways.wire.unanswered('auth', [unsigned])).toEqual([]);
    await ways.setNas({ message_authenticator: 'required' });
  });

  test('where all are found by their MAC, the name is the NAS’s business', async () => {
    await ways.setNas({ identify_by: 'mac' });
    const answer = await ways.ask(
      { user_name: 'dhcp-client', calling_station_id: '1:2:ab:cd:0:0:1' },
      password('whatever'),
    );
    expect(answer[0]).toBe(CODE.access_reject);
    expect(ownerIn(await ways.ask({ user_name: 'dhcp-client', calling_station_id: '1:2:ab:cd:0:0:1' }))).toBe(
      alice.subscription_id,
    );
    expect(await ways.outcome(pap('bob'), { framed_protocol: 1 })).toBe('accept');
  });

  test('radclient: a hotspot’s log-in by MAC', async ({ skip }) => {
    if (!hasRadclient()) skip();
    await ways.setNas({ mac_auth: true });
    const reply = await radclient(ways.wire.server.ports.auth, 'auth', SECRET, {
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
    await expect(ways.add(bob, { kind: 'mac', mac: MAC })).rejects.toMatchObject({ code: 'aaa.mac-taken' });
    const lent = await ways.add(bob, { kind: 'mac', mac: OTHER });
    await ways.setNas({ mac_auth: true });
    expect(ownerIn(await ways.ask({ user_name: OTHER }))).toBe(bob.subscription_id);
    await ways.run((ctx) => removeCredential(ctx, { account_id: bob.account_id, id: lent.id }));
    await ways.refresh();
    expect(await ways.outcome({ user_name: OTHER, service_type: 10 })).toBe('reject');
    await expect(ways.add(alice, { kind: 'mac', mac: OTHER })).resolves.toMatchObject({ username: '02abcd000002' });
    const { id } =
      (await ways.run((ctx) => listCredentials(ctx, alice))).items.find((c) => c.username === '02abcd000002') ?? {};
    await ways.run((ctx) => removeCredential(ctx, { account_id: alice.account_id, id: id ?? '' }));
  });
});

describe('by line (option 82)', () => {
  beforeAll(async () => {
    await ways.add(alice, { kind: 'line', circuit_id: 'eth 0/1/2:100', line_nas_id: ways.wire.room.nas_id });
    await ways.add(bob, { kind: 'line', circuit_id: '0x000400640103', remote_id: 'cpe-7' });
  });

  test('the line says who it is; name and password are the NAS’s business', async () => {
    await ways.setNas({ identify_by: 'line' });
    const asked = [{ user_name: OTHER }, password('whatever'), line('eth 0/1/2:100', 'any cpe')] as const;
    expect(ownerIn(await ways.ask(...asked))).toBe(alice.subscription_id);
    expect(ownerIn(await ways.ask(line('eth 0/1/2:100')))).toBe(alice.subscription_id);
    const binary = line(Buffer.from('000400640103', 'hex'), 'cpe-7');
    expect(ownerIn(await ways.ask({ user_name: 'x' }, binary))).toBe(bob.subscription_id);
    await ways.lastLogged(({ way }) => way === 'line');
  });

  test.each<[string, readonly (Fill | Names)[], string, string | null]>([
    ['a line nobody has', [line('eth 0/1/2:101', 'r1')], 'unknown line', 'circuit eth 0/1/2:101, remote r1'],
    ['no line', [pap('alice')], 'names no line: neither Agent-Circuit-Id nor Agent-Remote-Id', null],
    ['half of a line', [line(undefined, 'cpe-7')], 'unknown line', 'remote cpe-7'],
  ])(
    '%s is not let on, though the name and password were right: the log says what it saw',
    async (_, fills, reason, detail) => {
      await ways.setNas({ identify_by: 'line' });
      expect(await ways.outcome({ user_name: 'x' }, ...fills)).toBe('reject');
      await ways.lastLogged((row) => row.reason === reason && row.detail === detail);
    },
  );

  test('PPPoE at the same NAS goes by name and password as ever', async () => {
    await ways.setNas({ identify_by: 'line' });
    const ppp = { framed_protocol: 1, service_type: 2 };
    expect(ownerIn(await ways.ask(pap('bob'), ppp, line('eth 0/1/2:100')))).toBe(bob.subscription_id);
    expect(await ways.outcome(pap('bob', 'wrong'), ppp, line('eth 0/1/2:100'))).toBe('reject');
  });

  test('at a NAS that finds by name a line lets nobody on', async () => {
    expect(await ways.outcome({ user_name: 'x' }, password('x'), line('eth 0/1/2:100'))).toBe('reject');
  });

  test('accounting: by our Class, and without it by the line', async () => {
    await ways.setNas({ identify_by: 'line' });
    const [octets] = valuesOf(await ways.ask({ user_name: 'x' }, line('eth 0/1/2:100')), ATTRIBUTE.class);
    const start = (id: string, ...fills: readonly Fill[]) =>
      ways.nas.ask('acct', accounting(1, all(by({ user_name: 'x', acct_session_id: id }), ...fills)));
    await start('with', (w) => w.addOctets(ATTRIBUTE.class, octets ?? Buffer.alloc(0)));
    await start('without', line('eth 0/1/2:100'));
    await start('nobody', line('eth 9/9/9'));
    const owners = await Promise.all(['with', 'without', 'nobody'].map((id) => ways.wire.sessions(id)));
    expect(owners.map(([one]) => one?.subscription_id)).toEqual([
      alice.subscription_id,
      alice.subscription_id,
      '00000000-0000-0000-0000-000000000000',
    ]);
  });

  test('a line belongs to one subscription at a time', async () => {
    await expect(
      ways.add(bob, { kind: 'line', circuit_id: 'eth 0/1/2:100', line_nas_id: ways.wire.room.nas_id }),
    ).rejects.toMatchObject({ code: 'aaa.line-taken' });
  });
});
