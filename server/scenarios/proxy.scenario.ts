/** An ISP that lets users of others on: their home server is a real FreeRADIUS, by UDP and over TLS. */

import { setTimeout as pause } from 'node:timers/promises';
import { ntHash } from '@isp/radius';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { md4 } from '../../radius/md4.ts';
import { eventually, openRoom, type Room, SECRET } from '../src/aaa/aaa.fixture.ts';
import { addHomeServer } from '../src/aaa/add-home-server.ts';
import { makeAuthority } from '../src/aaa/eap/certificates.fixture.ts';
import { issueRadsecCertificate } from '../src/aaa/issue-radsec-certificate.ts';
import { makeCertificate } from '../src/aaa/make-certificate.ts';
import { knowHome, knowRealm } from '../src/aaa/proxy/home.fixture.ts';
import { removeRealm } from '../src/aaa/remove-realm.ts';
import { type RadiusServer, startRadius } from '../src/aaa/udp.ts';
import { sql } from '../src/kernel/db.ts';
import { eapolTest, hasEapolTest } from './eapol-test.ts';
import { freeUdpPort } from './free-udp-port.ts';
import { type Freeradius, hasFreeradius, startFreeradius } from './freeradius.ts';
import { freePort } from './platform.ts';
import { hasRadclient, radclient } from './radclient.ts';
import { hasRadsecproxy, startRadsecFront } from './radsecproxy.ts';

const BOB = 'bob@example.net';

let room: Room;
let server: RadiusServer;
let home: Freeradius | undefined;
const afterwards: (() => Promise<unknown>)[] = [];

const start = () => startRadius(room.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
const isMissing = (): boolean => !hasRadclient() || home === undefined;

beforeAll(async () => {
  room = await openRoom();
  await room.database.at(new Date().toISOString());
  server = await start();
  if (hasFreeradius()) home = await startFreeradius();
}, 60_000);
afterEach(async () => {
  const { db } = room.database.kernel;
  for (const { id } of await db.selectFrom('aaa.realm').select('id').execute())
    await room.database.run((ctx) => removeRealm(ctx, { id }));
  await sql`delete from aaa.home_record`.execute(db);
  await sql`delete from aaa.home_pool`.execute(db);
  await sql`delete from aaa.home_server`.execute(db);
  await server.directory.refresh();
  for (const end of afterwards.splice(0).reverse()) await end();
});
afterAll(async () => {
  await home?.stop();
  home?.remove();
  await server?.stop();
  await room?.database.drop();
});

const theHome = (): Freeradius => {
  if (home === undefined) throw new Error('there is no FreeRADIUS');
  return home;
};
const known = (name: string, ports: { auth: number; acct: number } = theHome()) =>
  knowHome(room.database, name, ports, { secret: theHome().secret, message_authenticator: 'auto' });
const proxied = async (servers: readonly string[], change: Parameters<typeof knowRealm>[3] = {}): Promise<void> => {
  await knowRealm(room.database, 'example.net', servers as never, change);
  await server.directory.refresh();
};
const ask = (attributes: Record<string, string | number>) =>
  radclient(server.ports.auth, 'auth', SECRET, { 'User-Name': BOB, 'Message-Authenticator': '0x00', ...attributes });
const states = () => room.database.kernel.db.selectFrom('aaa.home_health').select(['port', 'state', 'why']).execute();

const PEAP = ['eap=PEAP', `identity="${BOB}"`, 'password="pw-bob"', 'phase2="auth=MSCHAPV2"'];

test('PAP, CHAP and MS-CHAP reach FreeRADIUS, and what it says comes back as far as it may; the keys are right', async ({
  skip,
}) => {
  if (isMissing()) skip();
  await proxied([await known('north')]);
  const accept = await ask({ 'User-Password': 'pw-bob' });
  expect(accept, theHome().output().slice(-3000)).toMatchObject({ code: 'Access-Accept' });
  expect(accept.attributes).toMatchObject({ 'Framed-IP-Address': '10.9.8.7', 'Session-Timeout': '1800' });
  expect(accept.attributes).not.toHaveProperty('Filter-Id');
  expect((await ask({ 'User-Password': 'wrong' })).code).toBe('Access-Reject');
  expect((await ask({ 'CHAP-Password': 'pw-bob' })).code).toBe('Access-Accept');
  const byMsChap = await ask({ 'MS-CHAP-Password': 'pw-bob' });
  expect(byMsChap.code).toBe('Access-Accept');
  expect(byMsChap.attributes['MS-CHAP-MPPE-Keys']).toContain(Buffer.from(md4(ntHash('pw-bob'))).toString('hex'));
  const rows = await eventually(async () => {
    const logged = await room.database.kernel.db
      .selectFrom('aaa.login')
      .select(['outcome', 'reason'])
      .orderBy('id')
      .execute();
    return logged.length >= 4 && logged;
  });
  expect(rows.slice(0, 2)).toEqual([
    { outcome: 'accept', reason: 'realm example.net: accepted by home server north' },
    { outcome: 'reject', reason: 'realm example.net: rejected by home server north' },
  ]);
});

test('PEAP goes through, and both sides come to the same key', async ({ skip }) => {
  if (isMissing() || !hasEapolTest()) skip();
  await proxied([await known('north'), await known('south')], { mode: 'load-balance' });
  const { success, same_keys, output } = await eapolTest(server.ports.auth, SECRET, PEAP);
  expect([success, same_keys], output.slice(-3000)).toEqual([true, true]);
  const wrong = await eapolTest(server.ports.auth, SECRET, [...PEAP.slice(0, 2), 'password="no"', ...PEAP.slice(3)]);
  expect(wrong.success).toBe(false);
});

test('one of two is not there: the log-in goes to the other, and the next one at once', async ({ skip }) => {
  if (isMissing()) skip();
  const late = { auth: await freeUdpPort(), acct: await freeUdpPort() };
  await proxied([await known('late', late), await known('north')]);
  expect((await ask({ 'User-Password': 'pw-bob' })).code).toBe('Access-Accept');
  await eventually(async () => (await states()).some(({ state }) => state === 'dead'));
  expect((await ask({ 'User-Password': 'pw-bob' })).code).toBe('Access-Accept');
});

test('accounting is acknowledged while FreeRADIUS is down, over a restart of ours, and delivered when it is back', async ({
  skip,
}) => {
  if (isMissing()) skip();
  await proxied([await known('north')]);
  await theHome().stop();
  const record = { 'User-Name': BOB, 'Acct-Session-Id': 'while it was down', 'Acct-Status-Type': 'Start' };
  expect((await radclient(server.ports.acct, 'acct', SECRET, record)).code).toBe('Accounting-Response');
  await server.stop();
  server = await start();
  // Whole seconds are counted: the delay has to be one of them.
  await pause(1100);
  await theHome().start();
  await eventually(async () => theHome().records().includes('while it was down'), 30_000);
  expect(theHome().records()).toMatch(/Acct-Delay-Time = [1-9]/);
  await eventually(async () => {
    const { rows } = await sql`select from aaa.home_record`.execute(room.database.kernel.db);
    return rows.length === 0;
  });
}, 60_000);

test('over TLS by radsecproxy: log-ins, EAP with keys, accounting; it comes back after the connection was lost (duties 116, 118)', async ({
  skip,
}) => {
  if (isMissing() || !hasRadsecproxy() || !hasEapolTest()) skip();
  const authority = await makeAuthority('An authority of the consortium');
  const [theirs, ours] = [
    await authority.issue('radsec.example.net', 'server'),
    await authority.issue('isp.example.org', 'client'),
  ];
  const tcp = await freePort();
  const front = () =>
    startRadsecFront({
      ...{ tcp, home: theHome(), authority_pem: authority.pem },
      ...{ certificate_pem: theirs.pem, key_pem: theirs.key_pem },
    });
  let proxy = await front();
  afterwards.push(() => proxy.stop());
  const id = await knowHome(
    room.database,
    'over tls',
    { auth: tcp, acct: tcp },
    {
      transport: 'radsec',
      ...{ tls_name: 'radsec.example.net', authority_pem: authority.pem, chain_pem: ours.pem, key_pem: ours.key_pem },
      secret: 'radsec',
    },
  );
  await proxied([id]);
  await eventually(async () => (await states()).some(({ port, state }) => port === 'radsec' && state === 'up'));
  const accept = await ask({ 'User-Password': 'pw-bob' });
  expect(accept, proxy.output()).toMatchObject({ code: 'Access-Accept' });
  const { success, same_keys, output } = await eapolTest(server.ports.auth, SECRET, PEAP);
  expect([success, same_keys], output.slice(-3000)).toEqual([true, true]);
  const record = { 'User-Name': BOB, 'Acct-Session-Id': 'over tls', 'Acct-Status-Type': 'Start' };
  expect((await radclient(server.ports.acct, 'acct', SECRET, record)).code).toBe('Accounting-Response');
  await eventually(async () => theHome().records().includes('over tls'), 10_000);
  await proxy.stop();
  await eventually(async () =>
    (await states()).some(({ state, why }) => state === 'dead' && why.startsWith('no connection')),
  );
  expect((await ask({ 'User-Password': 'pw-bob' })).code).toBe('none');
  proxy = await front();
  await eventually(async () => (await states()).every(({ state }) => state === 'up'), 20_000);
  expect((await ask({ 'User-Password': 'pw-bob' })).code).toBe('Access-Accept');
}, 90_000);

test('over TLS to another of our own: believed by its name alone, and only there', async ({ skip }) => {
  if (!hasRadclient()) skip();
  const other = await openRoom();
  afterwards.push(() => other.database.drop());
  await other.database.at(new Date().toISOString());
  await other.subscriber(BOB, { framed_ip: '10.7.7.7' });
  const issued = await other.database.run(async (ctx) => {
    await makeCertificate(ctx, { name: 'radius.example.net', purpose: 'radsec' });
    return issueRadsecCertificate(ctx, { id: other.nas_id });
  });
  const theirs = await startRadius(other.database.kernel, { auth_port: 0, acct_port: 0, addresses: ['127.0.0.1'] });
  afterwards.push(() => theirs.stop());
  const port = await eventually(async () => theirs.ports.radsec);
  const way = (name: string, tls_name: string) =>
    room.database.run((ctx) =>
      addHomeServer(ctx, {
        ...{ name, address: '127.0.0.1', transport: 'radsec', auth_port: port, tls_name },
        ...{ authority_pem: issued.authority_pem, chain_pem: issued.certificate_pem, key_pem: issued.key_pem },
        ...{ response_window_ms: 500, dead_after_s: 2, probe: 'status-server', probe_every_s: 1, revive_after_s: 2 },
        ...{ message_authenticator: 'required', may_send_coa: false },
      }),
    );
  const [right, wrong] = [await way('right', 'radius.example.net'), await way('wrong', 'elsewhere.example.net')];
  await proxied([wrong.id, right.id]);
  await eventually(async () => (await states()).filter(({ state }) => state === 'up').length === 1);
  const accept = await ask({ 'User-Password': `pw-${BOB}` });
  expect([accept.code, accept.attributes['Framed-IP-Address']]).toEqual(['Access-Accept', '10.7.7.7']);
  const why = (await states()).find(({ state }) => state === 'dead')?.why;
  expect(why).toMatch(/^no connection: .*elsewhere\.example\.net/);
  await new Promise((next) => setTimeout(next, 2500));
  expect((await states()).filter(({ state }) => state === 'up')).toHaveLength(1);
}, 60_000);
