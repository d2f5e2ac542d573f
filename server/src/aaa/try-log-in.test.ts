import { CODE, PacketWriter, prepareSecret } from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFakeNas } from '../../../tools/fake-nas/fake-nas.ts';
import { openRoom, type Room, SECRET, type Someone } from './aaa.fixture.ts';
import { addCredential } from './add-credential.ts';
import { bindCredential } from './bind-credential.ts';
import { TryLogIn, type UpdateNas } from './contract.ts';
import { listCredentials } from './list-credentials.ts';
import { BCRYPT, NT } from './passwords/hashes.fixture.ts';
import { setCredential } from './set-credential.ts';
import { setDeviceUser } from './set-device-user.ts';
import { tryLogIn } from './try-log-in.ts';
import { startRadius } from './udp.ts';
import { updateNas } from './update-nas.ts';

/** Of `U*U`. */
const SLOW = BCRYPT[0]?.[1] ?? '';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
  await room.subscriber('bob', { framed_ip: '10.1.2.3', ends_at: '2026-01-01T00:10:00.000Z' as never });
  await room.subscriber('walled', { mode: 'walled', reason: 'suspended: unpaid invoices' });
  await room.subscriber('late', { ends_at: '2025-12-31T00:00:00.000Z' as never });
  const bound = await room.subscriber('bound');
  await room.database.run((ctx) => setCredential(ctx, { ...bound, mac: '02-00-00-00-00-01' }));
  for (const [username, password_hash] of [
    ['slow', SLOW],
    ['nt', NT.written],
  ] as const) {
    const { account_id, subscription_id } = await room.subscriber(username);
    await room.database.run((ctx) => setCredential(ctx, { account_id, subscription_id, username, password_hash }));
  }
});
afterAll(() => room?.database.drop());

const attempt = (input: Record<string, unknown>) =>
  room.database.run((ctx) => tryLogIn(ctx, TryLogIn.input.parse({ nas_id: room.nas_id, ...input })));
const checks = (tried: Awaited<ReturnType<typeof attempt>>) => tried.steps.map((s) => s.check);

describe('why', () => {
  test.each(['pap', 'chap'])(
    'by %s with the stored password: every question, and what the NAS would get',
    async (method) => {
      const tried = await attempt({ username: 'bob', method });
      expect(tried.outcome).toBe('accept');
      expect(checks(tried)).toEqual([
        'way',
        'credential',
        'challenge',
        'service',
        'user',
        'guesses',
        'method',
        'proof',
        'station',
        'port',
        'vlan',
        'entitlement',
        'allowance',
        'at-once',
        'address',
        'access',
      ]);
      expect(tried.steps.map((s) => s.verdict === 'decides')).toEqual([...Array(15).fill(false), true]);
      expect(tried.steps[11]?.saw).toBe('ends 2026-01-01T00:10:00.000Z, in 600 s');
      expect(tried.steps[12]?.saw).toBe('no use ends it');
      const answer = Object.fromEntries(tried.answer?.attributes.map((a) => [a.name, a.value]) ?? []);
      expect(answer).toMatchObject({ 'Framed-IP-Address': '10.1.2.3', 'Session-Timeout': 600 });
      expect(JSON.stringify(tried)).not.toContain('pw-bob');
    },
  );

  test.each([
    [{ username: 'bob', password: 'wrong' }, 'reject', 'wrong password', 'proof'],
    [{ username: 'nobody' }, 'reject', 'unknown user name', 'user'],
    [{ username: 'walled' }, 'walled', 'suspended: unpaid invoices', 'access'],
    [{ username: 'late' }, 'reject', 'access has ended', 'entitlement'],
    [{ username: 'bound' }, 'reject', 'not the station this user may log in from', 'station'],
    [{ username: 'bound', calling_station_id: '02:00:00:00:00:01' }, 'accept', 'let on', 'access'],
    [{ username: 'slow' }, 'accept', 'let on', 'access'],
    [{ username: 'slow', password: 'U*U' }, 'accept', 'let on', 'access'],
    [{ username: 'slow', password: 'U*U*' }, 'reject', 'wrong password', 'proof'],
    [{ username: 'nt', password: 'clientPass' }, 'accept', 'let on', 'access'],
    [{ username: 'nt', password: 'clientpass' }, 'reject', 'wrong password', 'proof'],
    [
      { username: 'slow', method: 'chap' },
      'reject',
      'CHAP needs the password in clear; this user has a bcrypt hash',
      'method',
    ],
    [{ username: 'nobody', method: 'chap' }, 'reject', 'unknown user name', 'user'],
  ])('%o: %s, %s', async (input, outcome, reason, check) => {
    const tried = await attempt(input);
    expect(tried).toMatchObject({ outcome, reason });
    expect(checks(tried).at(-1)).toBe(check);
  });

  test('what is kept of the password is told, never itself (duty 43)', async () => {
    const tried = await attempt({ username: 'slow', password: 'U*U' });
    expect(tried.steps.find((step) => step.check === 'method')?.saw).toBe('a bcrypt hash is kept');
    expect(JSON.stringify(tried)).not.toContain('CCCCC');
  });

  test('a captured packet is decided on as the NAS’s own, and one that is not believed says so', async () => {
    const writer = new PacketWriter();
    const packet = (secret: string) => {
      writer.beginRequest(CODE.access_request, 7, Buffer.alloc(16, 3));
      writer.addText(1, 'bob');
      writer.addUserPassword(Buffer.from('pw-bob'), prepareSecret(Buffer.from(secret)));
      const length = writer.finishRequest(prepareSecret(Buffer.from(secret)));
      return writer.bytes.toString('hex', 0, length);
    };
    expect(await attempt({ packet: packet(SECRET) })).toMatchObject({ outcome: 'accept', reason: 'let on' });
    expect(await attempt({ packet: `0x${packet('another secret of a test')}` })).toMatchObject({
      outcome: 'discard',
      reason: 'message-authenticator-wrong',
      answer: null,
    });
    expect(await attempt({ packet: '0102' })).toMatchObject({ outcome: 'discard', reason: 'too-short' });
  });

  test('neither a name nor a packet, or both, is refused', async () => {
    await expect(attempt({})).rejects.toThrow('Neither a user name nor a packet');
    await expect(attempt({ username: 'bob', packet: '01' })).rejects.toThrow('or both were');
  });

  test('it decides as the RADIUS door does, and leaves no log', async () => {
    const server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
    const nas = await createFakeNas({
      secret: SECRET,
      server: { auth_port: server.ports.auth, acct_port: server.ports.acct },
      now: () => Date.parse('2026-01-01T00:00:00Z'),
    });
    try {
      for (const name of ['bob', 'walled', 'late', 'bound', 'nobody']) {
        const { outcome } = await nas.login(name, `pw-${name}`);
        const tried = await attempt({ username: name, password: `pw-${name}` });
        expect([name, outcome]).toEqual([name, tried.outcome === 'walled' ? 'accept' : tried.outcome]);
      }
    } finally {
      await nas.close();
      await server.stop();
    }
    const { rows } = await room.database.run(async ({ tx }) => ({
      rows: await tx.selectFrom('aaa.login').select(['username', 'reason']).execute(),
    }));
    expect(rows).toHaveLength(5);
  });
});

describe('why, by another way', () => {
  const saw = (tried: Awaited<ReturnType<typeof attempt>>, check: string) =>
    tried.steps.find((step) => step.check === check)?.saw;
  const setNas = (change: Partial<UpdateNas>) =>
    room.database.run((ctx) => updateNas(ctx, { id: room.nas_id, mac_auth: false, identify_by: 'name', ...change }));
  let carol: Someone;
  beforeAll(async () => {
    carol = await room.subscriber('carol');
    const { account_id, subscription_id } = carol;
    const key = { account_id, subscription_id };
    await room.database.run(async (ctx) => {
      await addCredential(ctx, { ...key, kind: 'mac', mac: '02-AB-CD-00-00-01' });
      const line = await addCredential(ctx, { ...key, kind: 'line', circuit_id: 'eth 0/1:7' });
      await bindCredential(ctx, { account_id, id: line.id, vlan: '7', mac: 'learn' });
    });
  });
  afterAll(() => setNas({ device_log_in: 'off' }));

  test('a MAC', async () => {
    await setNas({ mac_auth: true });
    const tried = await attempt({ username: '02ab.cd00.0001', password: '02abcd000001' });
    expect([tried.outcome, saw(tried, 'way'), saw(tried, 'user')]).toEqual([
      'accept',
      'by a MAC address',
      '02:ab:cd:00:00:01: known',
    ]);
  });

  test('a line: what it is bound to, what is still to be learned, and nothing is learned by asking', async () => {
    await setNas({ identify_by: 'line' });
    const tried = await attempt({ username: 'x', circuit_id: 'eth 0/1:7', calling_station_id: '02-00-00-00-00-07' });
    expect([tried.reason, saw(tried, 'way'), saw(tried, 'user'), saw(tried, 'station'), saw(tried, 'vlan')]).toEqual([
      'not the VLAN this user is bound to',
      'by the line it comes from',
      'circuit eth 0/1:7: known',
      'comes from 02:00:00:00:00:07, bound to the first that comes',
      'comes from no VLAN, bound to 7',
    ]);
    expect((await attempt({ username: 'x', circuit_id: 'eth 0/1:7', nas_port_id: 'vlan7' })).outcome).toBe('accept');
    const { items } = await room.database.run((ctx) => listCredentials(ctx, carol));
    expect(items.find(({ kind }) => kind === 'line')?.mac).toBeNull();
    expect((await attempt({ username: 'x', circuit_id: 'eth 0/1:8' })).reason).toBe('unknown line');
  });

  test('staff, to the device: what it would be told', async () => {
    await setNas({ device_log_in: 'administrative' });
    await room.database.run((ctx) =>
      setDeviceUser(ctx, { id: ctx.newId(), username: 'carol', password: 'a word for routers', level: 'operate' }),
    );
    const asked = { username: 'carol', service_type: 6 };
    const tried = await attempt({ ...asked, password: 'a word for routers' });
    expect([tried.outcome, saw(tried, 'way')]).toEqual(['accept', 'as staff, to the device itself']);
    const told = tried.answer?.attributes.filter(({ name }) => name !== 'Message-Authenticator');
    expect(told).toEqual([
      { name: 'Service-Type', value: 7 },
      { name: 'Mikrotik-Group', value: 'write' },
    ]);
    expect((await attempt({ ...asked, password: carol.password })).reason).toBe('wrong password');
  });
});
