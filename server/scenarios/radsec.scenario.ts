import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually, openRoom, type Room } from '../src/aaa/aaa.fixture.ts';
import { type Authority, makeAuthority } from '../src/aaa/eap/certificates.fixture.ts';
import { issueRadsecCertificate } from '../src/aaa/issue-radsec-certificate.ts';
import { makeCertificate } from '../src/aaa/make-certificate.ts';
import { setCertificate } from '../src/aaa/set-certificate.ts';
import { type RadiusServer, startRadius } from '../src/aaa/udp.ts';
import { updateNas } from '../src/aaa/update-nas.ts';
import { eapolTest, hasEapolTest } from './eapol-test.ts';
import { hasRadclient, radclient } from './radclient.ts';
import { hasRadsecproxy, type Radsecproxy, startRadsecproxy } from './radsecproxy.ts';

const NAME = 'radius.example.net';
const SECRET = 'between radclient and radsecproxy';

let room: Room;
let server: RadiusServer;
let authority: Authority;
const metrics = new Registry();
const proxies: Radsecproxy[] = [];

beforeAll(async () => {
  room = await openRoom();
  await room.database.at(new Date().toISOString());
  await room.subscriber('bob', { framed_ip: '10.1.2.3' });
  authority = await makeAuthority('An authority of this test');
  server = await startRadius(room.database.kernel, {
    auth_port: 0,
    acct_port: 0,
    addresses: ['127.0.0.1'],
    metrics,
  });
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.stop();
});
afterAll(async () => {
  await server?.stop();
  await room?.database.drop();
});

interface Shown {
  readonly certificate_pem: string;
  readonly key_pem: string;
  readonly authority_pem: string;
}

const through = async (shown: Shown): Promise<Radsecproxy> => {
  await server.directory.refresh();
  const port = await eventually(async () => server.ports.radsec);
  const proxy = await startRadsecproxy({ ...shown, port, name: NAME, secret: SECRET });
  proxies.push(proxy);
  return proxy;
};

/** A certificate of our own making for the NAS of this room. */
const issued = async (): Promise<Shown> =>
  room.database.run(async (ctx) => {
    await makeCertificate(ctx, { name: NAME, purpose: 'radsec' });
    return issueRadsecCertificate(ctx, { id: room.nas_id });
  });

const login = (proxy: Radsecproxy, password = 'pw-bob') =>
  radclient(proxy.udp, 'auth', SECRET, { 'User-Name': 'bob', 'User-Password': password });

const counted = async (metric: string, label: string): Promise<number> => {
  const { values } = (await metrics.getSingleMetric(metric)?.get()) ?? { values: [] };
  return values.find(({ labels }) => Object.values(labels).includes(label))?.value ?? 0;
};

const isMissing = (): boolean => !hasRadsecproxy() || !hasRadclient();

test('radclient by radsecproxy over TLS to us: log-ins, accounting that is committed, and the watchdog (duties 116, 118)', async ({
  skip,
}) => {
  if (isMissing()) skip();
  const proxy = await through(await issued());
  const accept = await login(proxy);
  expect(accept, proxy.output()).toMatchObject({ code: 'Access-Accept' });
  expect(accept.attributes['Framed-IP-Address']).toBe('10.1.2.3');
  expect((await login(proxy, 'wrong')).code).toBe('Access-Reject');
  const record = { 'User-Name': 'bob', 'Acct-Session-Id': 'over-tls', 'Acct-Status-Type': 'Start' };
  expect((await radclient(proxy.udp, 'acct', SECRET, record)).code).toBe('Accounting-Response');
  const rows = await room.database.kernel.db
    .selectFrom('aaa.session')
    .select(['nas_id', 'username', 'stopped_at'])
    .execute();
  expect(rows).toEqual([{ nas_id: room.nas_id, username: 'bob', stopped_at: null }]);
  await eventually(async () => (await counted('isp_radius_packets_total', 'status')) > 0, 20_000);
  expect(await metrics.metrics()).toMatch(/^isp_radius_radsec_connections 1$/m);
});

test('EAP with keys goes over it too (duty 118)', async ({ skip }) => {
  if (isMissing() || !hasEapolTest()) skip();
  const { pem, key_pem } = await authority.issue(NAME, 'server');
  await room.database.run((ctx) =>
    setCertificate(ctx, { chain_pem: pem, key_pem, client_ca_pem: null, purpose: 'eap' }),
  );
  const proxy = await through(await issued());
  const { success, same_keys, output } = await eapolTest(proxy.udp, SECRET, [
    'eap=PEAP',
    'identity="bob"',
    'password="pw-bob"',
    'phase2="auth=MSCHAPV2"',
  ]);
  expect([success, same_keys], output.slice(-3000)).toEqual([true, true]);
});

test('the certificate it had before, and one of nobody, are refused; counted, with nothing answered (duty 116)', async ({
  skip,
}) => {
  if (isMissing()) skip();
  const [old, now] = [await issued(), await issued()];
  const before = await counted('isp_radius_radsec_refused_total', 'certificate-unknown');
  expect((await login(await through(old))).code).toBe('none');
  expect(await counted('isp_radius_radsec_refused_total', 'certificate-unknown')).toBeGreaterThan(before);
  expect((await login(await through(now))).code).toBe('Access-Accept');
});

test('by an authority that is not ours: its certificate is taken, a stranger’s and a revoked one are not (duty 116)', async ({
  skip,
}) => {
  if (isMissing()) skip();
  const [ours, mine, revoked] = [
    await authority.issue(NAME, 'server'),
    await authority.issue('edge.example.net', 'client'),
    await authority.issue('edge.example.net', 'client'),
  ];
  const client_crl_pem = await authority.revoke([revoked.serial]);
  const files = { chain_pem: ours.pem, key_pem: ours.key_pem, client_ca_pem: authority.pem, client_crl_pem };
  await room.database.run(async (ctx) => {
    await setCertificate(ctx, { ...files, purpose: 'radsec' });
    await updateNas(ctx, { id: room.nas_id, radsec_identity: 'edge.example.net' });
  });
  const stranger = await (await makeAuthority('A stranger')).issue('edge.example.net', 'client');
  const codes: string[] = [];
  for (const { pem, key_pem } of [mine, stranger, revoked]) {
    const proxy = await through({ certificate_pem: pem, key_pem, authority_pem: authority.pem });
    codes.push((await login(proxy)).code);
  }
  expect(codes).toEqual(['Access-Accept', 'none', 'none']);
  expect(await counted('isp_radius_radsec_refused_total', 'certificate-bad')).toBeGreaterThan(1);
});

test('a NAS that is disabled is refused, and taken again when it is enabled (duty 116)', async ({ skip }) => {
  if (isMissing()) skip();
  const shown = await issued();
  const proxy = await through(shown);
  expect((await login(proxy)).code).toBe('Access-Accept');
  const set = async (state: 'active' | 'disabled') => {
    await room.database.run((ctx) => updateNas(ctx, { id: room.nas_id, state }));
    await server.directory.refresh();
  };
  await set('disabled');
  expect((await login(proxy)).code).toBe('none');
  await set('active');
  expect((await login(await through(shown))).code).toBe('Access-Accept');
});
