/** Subscribers who bring the hashes of their passwords from another system log in by radclient and eapol_test, over real sockets. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openRoom, type Room, SECRET } from '../src/aaa/aaa.fixture.ts';
import { keepEapCertificate, makeAuthority } from '../src/aaa/eap/certificates.fixture.ts';
import { ARGON2, BCRYPT, NT, ssha } from '../src/aaa/passwords/hashes.fixture.ts';
import { setCredential } from '../src/aaa/set-credential.ts';
import { type RadiusServer, startRadius } from '../src/aaa/udp.ts';
import { eapolTest, hasEapolTest } from './eapol-test.ts';
import { hasRadclient, radclient } from './radclient.ts';

const SALT = Buffer.from('a grain of');
/** Who brings what, and the password that nobody was asked for. */
const PEOPLE: readonly (readonly [username: string, password: string, hash: string | undefined])[] = [
  ['clear', 'pw-clear', undefined],
  ['nt', NT.password, NT.written],
  ['bcrypt', 'U*U', BCRYPT[0]?.[1]],
  ['argon2', 'password', ARGON2[2]?.[1]],
  ['ssha', 'pw-ssha', ssha('SSHA', 'pw-ssha', SALT)],
  ['ssha512', 'pw-ssha512', ssha('SSHA512', 'pw-ssha512', SALT)],
];

let room: Room;
let server: RadiusServer;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isp-kinds-'));
  room = await openRoom();
  for (const [username, , password_hash] of PEOPLE) {
    const { account_id, subscription_id } = await room.subscriber(username);
    if (password_hash !== undefined)
      await room.database.run((ctx) => setCredential(ctx, { account_id, subscription_id, username, password_hash }));
  }
  const authority = await makeAuthority('An authority of this test');
  await keepEapCertificate(room.database, authority, { client_ca_pem: null });
  await writeFile(join(dir, 'ca.pem'), authority.pem);
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
});
afterAll(async () => {
  await server?.stop();
  await room?.database.drop();
  await rm(dir, { recursive: true, force: true });
});

const logged = (username: string, reason: string) =>
  eventually(async () => {
    const last = await room.database.kernel.db
      .selectFrom('aaa.login')
      .select(['username', 'reason'])
      .orderBy('id', 'desc')
      .executeTakeFirst();
    return last?.username === username && last.reason === reason;
  });

const asks = async (username: string, proof: Readonly<Record<string, string>>): Promise<string> => {
  const attributes = { 'Message-Authenticator': '0x00', 'User-Name': username, ...proof };
  return (await radclient(server.ports.auth, 'auth', SECRET, attributes)).code;
};

describe('by radclient', () => {
  test.for(PEOPLE)(
    'PAP: %s is let on by the old password, twice, and by no other',
    async ([name, password], { skip }) => {
      if (!hasRadclient()) skip();
      expect(await asks(name, { 'User-Password': password })).toBe('Access-Accept');
      expect(await asks(name, { 'User-Password': password })).toBe('Access-Accept');
      await logged(name, 'let on');
      expect(await asks(name, { 'User-Password': `${password}x` })).toBe('Access-Reject');
      await logged(name, 'wrong password');
    },
  );

  test.for([
    ['nt', NT.password, 'an NT hash'],
    ['bcrypt', 'U*U', 'a bcrypt hash'],
    ['argon2', 'password', 'an argon2 hash'],
    ['ssha', 'pw-ssha', 'an SSHA hash'],
  ] as const)('CHAP: %s is rejected, and the log says why (duty 43)', async ([name, password, hash], { skip }) => {
    if (!hasRadclient()) skip();
    expect(await asks(name, { 'CHAP-Password': password })).toBe('Access-Reject');
    await logged(name, `CHAP needs the password in clear; this user has ${hash}`);
  });

  test('MS-CHAP: an NT hash is enough, a bcrypt hash is not (duty 43)', async ({ skip }) => {
    if (!hasRadclient()) skip();
    expect(await asks('nt', { 'MS-CHAP-Password': NT.password })).toBe('Access-Accept');
    expect(await asks('nt', { 'MS-CHAP-Password': 'clientpass' })).toBe('Access-Reject');
    await logged('nt', 'wrong MS-CHAP response');
    expect(await asks('bcrypt', { 'MS-CHAP-Password': 'U*U' })).toBe('Access-Reject');
    await logged('bcrypt', 'MS-CHAP needs the password in clear or its NT hash; this user has a bcrypt hash');
  });

  test('a new password is asked for at the next log-in, not the one that was remembered', async ({ skip }) => {
    if (!hasRadclient()) skip();
    const one = await room.subscriber('changing');
    const keep = async (password_hash: string | undefined) => {
      const { account_id, subscription_id, username } = one;
      await room.database.run((ctx) => setCredential(ctx, { account_id, subscription_id, username, password_hash }));
      await server.directory.refresh();
    };
    await keep(BCRYPT[0]?.[1]);
    expect(await asks('changing', { 'User-Password': 'U*U' })).toBe('Access-Accept');
    await keep(BCRYPT[3]?.[1]);
    expect(await asks('changing', { 'User-Password': 'U*U' })).toBe('Access-Reject');
    expect(await asks('changing', { 'User-Password': 'U*U*' })).toBe('Access-Accept');
  });
});

describe('by eapol_test', () => {
  const peer = (eap: string, phase2: string, inner: string, password: string) =>
    eapolTest(server.ports.auth, SECRET, [
      `eap=${eap}`,
      `identity="${inner}"`,
      'anonymous_identity="somebody@example.net"',
      `password="${password}"`,
      `phase2="auth=${phase2}"`,
      `ca_cert="${join(dir, 'ca.pem')}"`,
    ]);

  test.for([
    ['TTLS', 'PAP', 'bcrypt', 'U*U'],
    ['TTLS', 'PAP', 'argon2', 'password'],
    ['TTLS', 'PAP', 'ssha', 'pw-ssha'],
    ['TTLS', 'PAP', 'nt', NT.password],
    ['TTLS', 'MSCHAPV2', 'nt', NT.password],
    ['PEAP', 'MSCHAPV2', 'nt', NT.password],
  ] as const)('%s with %s: %s is let on, with the same keys', async ([eap, phase2, name, password], { skip }) => {
    if (!hasEapolTest()) skip();
    const { success, same_keys, output } = await peer(eap, phase2, name, password);
    expect([success, same_keys], output.slice(-3000)).toEqual([true, true]);
    await logged(name, 'let on');
  });

  const NEEDS_HASH = 'needs the password in clear or its NT hash; this user has a bcrypt hash';
  test.for([
    ['PEAP', 'MSCHAPV2', 'bcrypt', 'U*U', `EAP-MSCHAPv2 ${NEEDS_HASH}`],
    ['TTLS', 'MSCHAPV2', 'bcrypt', 'U*U', `EAP-TTLS with MS-CHAPv2 ${NEEDS_HASH}`],
    ['TTLS', 'CHAP', 'nt', NT.password, 'EAP-TTLS with CHAP needs the password in clear; this user has an NT hash'],
  ] as const)(
    '%s with %s: %s with %s is rejected: %s (duty 43)',
    async ([eap, phase2, name, password, reason], { skip }) => {
      if (!hasEapolTest()) skip();
      const { success, output } = await peer(eap, phase2, name, password);
      expect(success).toBe(false);
      expect(output).toContain('code=3 (Access-Reject)');
      await logged(name, reason);
    },
  );

  test('TTLS with PAP: a wrong password is no better for being checked slowly', async ({ skip }) => {
    if (!hasEapolTest()) skip();
    expect((await peer('TTLS', 'PAP', 'bcrypt', 'wrong')).success).toBe(false);
    await logged('bcrypt', 'wrong password inside EAP-TTLS');
  });

  test.for([
    ['MSCHAPV2', 'bcrypt', `EAP-MSCHAPv2 ${NEEDS_HASH}`],
    ['MD5', 'nt', 'EAP-MD5 needs the password in clear; this user has an NT hash'],
  ] as const)(
    'EAP-%s without a tunnel: %s is rejected, and the log says why (duty 43)',
    async ([eap, name, reason], { skip }) => {
      if (!hasEapolTest()) skip();
      const lines = [`eap=${eap}`, `identity="${name}"`, 'password="U*U"'];
      const { success } = await eapolTest(server.ports.auth, SECRET, lines, { keyless: eap === 'MD5' });
      expect(success).toBe(false);
      await logged(name, reason);
    },
  );
});
