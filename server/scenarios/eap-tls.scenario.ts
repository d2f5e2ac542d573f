import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, openRoom, type Room, SECRET } from '../src/aaa/aaa.fixture.ts';
import {
  type AlsoNamed,
  type Authority,
  keepEapCertificate,
  makeAuthority,
} from '../src/aaa/eap/certificates.fixture.ts';
import { makeCertificate } from '../src/aaa/make-certificate.ts';
import { type RadiusServer, startRadius } from '../src/aaa/udp.ts';
import { eapolTest, hasEapolTest, type PeerView } from './eapol-test.ts';

let room: Room;
let server: RadiusServer;
let dir: string;
let authority: Authority;

const file = async (name: string, text: string): Promise<string> => {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
};

/** A certificate of the peer's own, in files. */
const certificate = async (name: string, from = authority, days?: number, also?: AlsoNamed) => {
  const one = await from.issue(name, 'client', days, also);
  const path = `${name}-${one.serial}-${days ?? ''}-${from === authority ? 'ours' : 'theirs'}`;
  return {
    serial: one.serial,
    lines: [
      `client_cert="${await file(`${path}.pem`, one.pem)}"`,
      `private_key="${await file(`${path}.key`, one.key_pem)}"`,
    ],
  };
};

const keep = async (client_crl_pem: string | null = null) => {
  await keepEapCertificate(room.database, authority, { client_crl_pem });
  await server.directory.refresh();
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isp-eap-'));
  authority = await makeAuthority('An authority of this test');
  room = await openRoom();
  for (const name of ['bob', 'carol', 'walled'])
    await room.subscriber(name, name === 'walled' ? { mode: 'walled', reason: 'suspended: unpaid invoices' } : {});
  server = await startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  await file('ca.pem', authority.pem);
  await keep();
});
afterAll(async () => {
  await server?.stop();
  await room?.database.drop();
  await rm(dir, { recursive: true, force: true });
});

const peer = (lines: readonly string[], framed_mtu?: number): Promise<PeerView> =>
  eapolTest(
    server.ports.auth,
    SECRET,
    [`ca_cert="${join(dir, 'ca.pem')}"`, ...lines],
    framed_mtu === undefined ? {} : { framed_mtu },
  );

/** Logs in, and then again so many times. */
const again = (lines: readonly string[], times = 1): Promise<PeerView> =>
  eapolTest(server.ports.auth, SECRET, [`ca_cert="${join(dir, 'ca.pem')}"`, ...lines], { again: times });

/** The first time is a whole handshake, the second is not; each has keys, and both sides the same. */
const returns = ({ success, output }: PeerView): void => {
  expect(success, output.slice(-3000)).toBe(true);
  const resumed = [...output.matchAll(/Handshake finished - resumed=(\d)/g)].map(([, one]) => one);
  expect([resumed[0], resumed.at(-1)]).toEqual(['0', '1']);
  expect(output).toMatch(/^MPPE keys OK: 2 +mismatch: 0$/m);
  const keys = [...output.matchAll(/MS-MPPE-Send-Key \(sign\) - hexdump\(len=32\): (.*)/g)].map(([, one]) => one);
  expect(new Set(keys).size).toBe(2);
};

const lastLogin = () =>
  room.database.kernel.db
    .selectFrom('aaa.login')
    .select(['username', 'outcome', 'reason'])
    .orderBy('id', 'desc')
    .executeTakeFirst();

const logged = (username: string, outcome: string, reason: string | RegExp) =>
  eventually(async () => {
    const last = await lastLogin();
    const isReason = typeof reason === 'string' ? last?.reason === reason : reason.test(last?.reason ?? '');
    return last?.username === username && last.outcome === outcome && isReason;
  });

const VERSIONS = { '1.2': 'tls_disable_tlsv1_3=1', '1.3': 'tls_disable_tlsv1_3=0' } as const;
const METHODS = [
  ['PEAP', 'MSCHAPV2'],
  ['TTLS', 'PAP'],
  ['TTLS', 'CHAP'],
  ['TTLS', 'MSCHAPV2'],
] as const;

describe.each(['1.2', '1.3'] as const)('TLS %s', (version) => {
  const inside = (eap: string, phase2: string, inner: string, password: string) =>
    peer(linesOf(eap, phase2, inner, password));

  const linesOf = (eap: string, phase2: string, inner: string, password: string) => [
    `eap=${eap}`,
    `identity="${inner}"`,
    'anonymous_identity="somebody@example.net"',
    `password="${password}"`,
    `phase1="${VERSIONS[version]}"`,
    `phase2="auth=${phase2}"`,
  ];

  test.for(METHODS)('%s with %s inside: the name is hidden, the keys are the same', async ([eap, phase2], { skip }) => {
    if (!hasEapolTest()) skip();
    const { success, same_keys, output } = await inside(eap, phase2, 'bob', 'pw-bob');
    expect([success, same_keys], output.slice(-3000)).toEqual([true, true]);
    expect(output).toContain(`SSL: Using TLS version TLSv${version}`);
    await logged('bob', 'accept', 'let on');
  });

  test.for(METHODS)('%s with %s inside: a wrong password', async ([eap, phase2], { skip }) => {
    if (!hasEapolTest()) skip();
    const { success, output } = await inside(eap, phase2, 'bob', 'wrong');
    expect(success).toBe(false);
    expect(output).toContain('code=3 (Access-Reject)');
    await logged('bob', 'reject', eap === 'PEAP' ? 'wrong password inside PEAP' : 'wrong password inside EAP-TTLS');
  });

  test.for(METHODS)(
    '%s with %s inside: comes back to the session of before, with keys of its own',
    async ([eap, phase2], { skip }) => {
      if (!hasEapolTest()) skip();
      const lines = linesOf(eap, phase2, 'bob', 'pw-bob');
      returns(await again(lines));
      await logged('bob', 'accept', 'let on');
    },
  );

  test('over a link of 300 octets, flights go in pieces both ways, none of them longer (duties 79, 80)', async ({
    skip,
  }) => {
    if (!hasEapolTest()) skip();
    const lines = [...linesOf('PEAP', 'MSCHAPV2', 'carol', 'pw-carol'), 'fragment_size=150'];
    const { success, same_keys, output } = await peer(lines, 300);
    expect([success, same_keys], output.slice(-3000)).toEqual([true, true]);
    const lengths = [...output.matchAll(/decapsulated EAP packet \(code=1 id=\d+ len=(\d+)\)/g)].map(([, one]) =>
      Number(one),
    );
    expect(lengths.length).toBeGreaterThan(10);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(296);
    expect(lengths.filter((length) => length > 280).length).toBeGreaterThan(1);
  });

  test('an unknown name inside, and one that is suspended', async ({ skip }) => {
    if (!hasEapolTest()) skip();
    expect((await inside('TTLS', 'PAP', 'nobody', 'x')).success).toBe(false);
    await logged('nobody', 'reject', 'unknown user name');
    expect((await inside('PEAP', 'MSCHAPV2', 'walled', 'pw-walled')).success).toBe(true);
    await logged('walled', 'walled', 'suspended: unpaid invoices');
  });

  test('EAP-TLS: comes back to the session of before', async ({ skip }) => {
    if (!hasEapolTest()) skip();
    const { lines } = await certificate('bob');
    returns(await again(['eap=TLS', 'identity="bob"', `phase1="${VERSIONS[version]}"`, ...lines]));
    await logged('bob', 'accept', 'let on');
  });

  test('whoever comes back is decided on anew (duty 85)', async ({ skip }) => {
    if (!hasEapolTest()) skip();
    const name = `dora-${version}`;
    const dora = await room.subscriber(name);
    await server.directory.refresh();
    const lines = linesOf('PEAP', 'MSCHAPV2', name, dora.password);
    const coming = again(lines, 500);
    await logged(name, 'accept', 'let on');
    await room.access(dora, { mode: 'deny', reason: 'the subscription has ended' });
    const { success, output } = await coming;
    expect(success).toBe(false);
    expect(output).toContain('Handshake finished - resumed=1');
    await logged(name, 'reject', 'access denied: the subscription has ended');
  });

  const byCertificate = async (name: string, lines: readonly string[]) =>
    peer(['eap=TLS', `identity="${name}"`, `phase1="${VERSIONS[version]}"`, ...lines]);

  test('EAP-TLS: a certificate in the user’s name lets on', async ({ skip }) => {
    if (!hasEapolTest()) skip();
    const { success, same_keys, output } = await byCertificate('bob', (await certificate('bob')).lines);
    expect([success, same_keys], output.slice(-3000)).toEqual([true, true]);
    await logged('bob', 'accept', 'let on');
  });

  test('EAP-TLS: another’s, a stranger’s, an expired and a revoked certificate do not (duty 84)', async ({ skip }) => {
    if (!hasEapolTest()) skip();
    const revoked = await certificate('bob');
    await keep(await authority.revoke([revoked.serial]));
    const cases = [
      [await certificate('carol'), /another user/],
      [
        await certificate('carol', authority, 30, [{ type: 'url', value: 'http://example.net/, DNS:bob' }]),
        /another user/,
      ],
      [
        await certificate('carol', authority, 30, [{ type: 'url', value: 'http://example.net/DNS:bob' }]),
        /another user/,
      ],
      [await certificate('bob', await makeAuthority('A stranger')), /certificate is not good: /],
      [await certificate('bob', authority, -1), /CERT_HAS_EXPIRED/],
      [revoked, /CERT_REVOKED/],
    ] as const;
    for (const [{ lines }, reason] of cases) {
      const { success, output } = await byCertificate('bob', lines);
      expect(success, output.slice(-3000)).toBe(false);
      await logged('bob', 'reject', reason);
    }
    expect((await byCertificate('bob', (await certificate('bob')).lines)).success).toBe(true);
    await keep();
  });
});

test('a peer that does not trust our certificate gives its password to nobody', async ({ skip }) => {
  if (!hasEapolTest()) skip();
  const stranger = await makeAuthority('Somebody else');
  const { success, output } = await eapolTest(server.ports.auth, SECRET, [
    'eap=PEAP',
    'identity="bob"',
    'password="pw-bob"',
    'phase2="auth=MSCHAPV2"',
    `ca_cert="${await file('other.pem', stranger.pem)}"`,
  ]);
  expect(success).toBe(false);
  expect(output).toContain('code=3 (Access-Reject)');
  await logged('bob', 'reject', /^TLS failed: /);
});

test('a certificate we made ourselves is believed by who trusts our authority and expects our name', async ({
  skip,
}) => {
  if (!hasEapolTest()) skip();
  await room.database.at(new Date().toISOString());
  const { authority_pem } = await room.database.run((ctx) =>
    makeCertificate(ctx, { name: 'radius.example.net', purpose: 'eap' }),
  );
  await server.directory.refresh();
  const asked = async (name: string) =>
    eapolTest(server.ports.auth, SECRET, [
      'eap=PEAP',
      'identity="bob"',
      'password="pw-bob"',
      'phase2="auth=MSCHAPV2"',
      `domain_match="${name}"`,
      `ca_cert="${await file('made.pem', authority_pem ?? '')}"`,
    ]);
  const { success, output } = await asked('radius.example.net');
  expect(success, output.slice(-3000)).toBe(true);
  expect((await asked('other.example.net')).success).toBe(false);
});
