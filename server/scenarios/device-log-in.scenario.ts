/** A network engineer's day on the routers: a password of their own, what their role may do in each make's words, and the day they leave. */
import { ATTRIBUTE, CODE, decodePacket, prepareSecret } from '@isp/radius';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../src/aaa/aaa.fixture.ts';
import { by, type Fill, NasSocket, request } from '../src/aaa/wire.fixture.ts';
import { api, signInTo } from '../src/identity/oauth/browser.spec.ts';
import { type Platform, startPlatform } from './platform.ts';
import { hasRadclient, radclient } from './radclient.ts';

const SECRET = 'a secret of sixteen and more';
const DEVICE_PASSWORD = 'a word for routers only';

let isp: Platform;
let nas: NasSocket;
let nas_id: string;

const setNas = async (change: Record<string, unknown>) => {
  await isp.api.patch(`/nas/${nas_id}`, change);
  await new Promise((next) => setTimeout(next, 100));
};

let hired = 0;
/** A new member of staff, who has signed in. */
const hire = async (role: string) => {
  const email = `engineer${++hired}@example.net`;
  const { id, one_time_password } = await isp.api.post('/staff', { email, name: `Engineer ${hired}`, role });
  const { access_token } = await signInTo(isp, 'admin', email, String(one_time_password));
  const call = (method: string, path: string, body?: unknown) => api(isp as never, access_token, method, path, body);
  return { id: String(id), username: `engineer${hired}`, console_password: String(one_time_password), call };
};
type Engineer = Awaited<ReturnType<typeof hire>>;

const setPassword = (one: Engineer, input: Record<string, unknown> = { device_password: DEVICE_PASSWORD }) =>
  one.call('PUT', '/me/device-password', { current_password: one.console_password, ...input });

const pap =
  (name: string, password: string): Fill =>
  (w) => {
    w.addText(ATTRIBUTE.user_name, name);
    w.addUserPassword(Buffer.from(password), prepareSecret(Buffer.from(SECRET)));
  };

interface Told {
  readonly code: number;
  readonly attributes: readonly string[];
}

const ask = async (...fills: readonly Fill[]): Promise<Told> => {
  const octets = await nas.ask(
    'auth',
    request(
      (w) => {
        for (const fill of fills) fill(w);
      },
      { secret: SECRET },
    ),
  );
  const decoded = decodePacket(octets);
  const attributes = (decoded.ok ? decoded.packet.attributes : [])
    .filter(({ name }) => !['Message-Authenticator'].includes(name))
    .map(({ name, value }) => `${name}=${String(value)}`);
  return { code: octets[0] as number, attributes };
};
/** Asks until it is answered so: the directory follows a commit within milliseconds. */
const comesTo = (code: number, ...fills: readonly Fill[]): Promise<Told> =>
  eventually(async () => {
    const told = await ask(...fills);
    return told.code === code ? told : undefined;
  });

const ADMINISTRATIVE = by({ service_type: 6 });
const PROMPT = by({ service_type: 7 });
const LOGIN = by({ service_type: 1 });

beforeAll(async () => {
  isp = await startPlatform({ now: '2026-03-02T09:00:00Z', roles: ['radius', 'worker'] });
  const made = await isp.api.post('/nas', {
    name: 'core-1',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    device_log_in: 'administrative',
  });
  nas_id = String(made.id);
  nas = await NasSocket.open({ ...isp.radius, radsec: undefined, coa: undefined });
});
afterAll(async () => {
  nas?.close();
  await isp?.stop();
});

describe('a password for the routers', () => {
  test('is chosen with the one that is signed in with, or made and shown once; it is never that one', async () => {
    const one = await hire('network');
    expect((await one.call('GET', '/me/device-log-in')).body).toEqual({
      device_level: 'full',
      username: null,
      changed_at: null,
    });
    const refusals = [
      await one.call('PUT', '/me/device-password', {
        current_password: 'a guess of mine',
        device_password: DEVICE_PASSWORD,
      }),
      await setPassword(one, { device_password: one.console_password }),
      await setPassword(one, { device_password: 'short' }),
      await setPassword(one, { username: 'Not A Name' }),
    ];
    expect(refusals.map(({ body }) => body.type)).toEqual([
      '/problems/flows.own-password-wrong',
      '/problems/flows.device-password-is-console',
      '/problems/kernel.input-invalid',
      '/problems/kernel.input-invalid',
    ]);
    const made = await setPassword(one, {});
    expect(made.body).toEqual({ username: one.username, generated_password: expect.stringMatching(/^.{20,}$/) });
    await comesTo(CODE.access_accept, pap(one.username, made.body.generated_password), ADMINISTRATIVE);
    expect((await isp.api.get('/device-log-ins')).items).toContainEqual(
      expect.objectContaining({ id: one.id, username: one.username, level: 'full' }),
    );
  });

  test('two have not one name, and who may do nothing there has none', async () => {
    const [first, second, clerk] = [await hire('network'), await hire('network'), await hire('billing')];
    expect((await setPassword(first)).status).toBe(200);
    expect((await setPassword(second, { username: first.username })).body.type).toBe(
      '/problems/aaa.device-username-taken',
    );
    expect((await setPassword(clerk)).body.type).toBe('/problems/flows.device-role-none');
  });
});

describe('on the router', () => {
  test.for([
    ['mikrotik', 'Mikrotik-Group=read', 'Mikrotik-Group=write', 'Mikrotik-Group=full'],
    ['cisco', 'Cisco-AVPair=shell:priv-lvl=1', 'Cisco-AVPair=shell:priv-lvl=7', 'Cisco-AVPair=shell:priv-lvl=15'],
    ['juniper', 'Juniper-Local-User-Name=read', 'Juniper-Local-User-Name=operate', 'Juniper-Local-User-Name=full'],
    ['huawei', 'Huawei-Exec-Privilege=1', 'Huawei-Exec-Privilege=2', 'Huawei-Exec-Privilege=15'],
  ])('%s is told what each role may do, and nothing of a session', async ([vendor, read, operate, full]) => {
    await isp.api.post('/roles', { code: `ops-${vendor}`, name: `Ops ${vendor}`, permissions: ['aaa.read'] });
    const one = await hire(`ops-${vendor}`);
    await setNas({ vendor });
    for (const [level, said] of Object.entries({ read, operate, full })) {
      const { status } = await isp.api.call('PUT', `/roles/ops-${vendor}/device-level`, { device_level: level });
      expect(status).toBe(200);
      if (level === 'read') expect((await setPassword(one)).status).toBe(200);
      const service = `Service-Type=${level === 'full' ? 6 : 7}`;
      await eventually(async () => {
        const told = await ask(pap(one.username, DEVICE_PASSWORD), PROMPT);
        return told.code === CODE.access_accept && told.attributes.join(' ') === `${service} ${said}`;
      });
    }
    await setNas({ vendor: 'mikrotik' });
  });

  test('by CHAP and by MS-CHAP too (radclient)', async ({ skip }) => {
    if (!hasRadclient()) skip();
    const one = await hire('network');
    await setPassword(one);
    await comesTo(CODE.access_accept, pap(one.username, DEVICE_PASSWORD), ADMINISTRATIVE);
    const asked = { 'User-Name': one.username, 'Service-Type': 'Administrative-User', 'Message-Authenticator': '0x00' };
    for (const proof of ['User-Password', 'CHAP-Password', 'MS-CHAP-Password']) {
      const reply = await radclient(isp.radius.auth, 'auth', SECRET, { ...asked, [proof]: DEVICE_PASSWORD });
      expect([proof, reply.code, reply.attributes['Mikrotik-Group']]).toEqual([proof, 'Access-Accept', 'full']);
    }
  });

  test('a router that says Login and no port is one when its NAS is set so; a hotspot there is none', async () => {
    const one = await hire('network');
    await setPassword(one);
    await comesTo(CODE.access_accept, pap(one.username, DEVICE_PASSWORD), ADMINISTRATIVE);
    expect((await ask(pap(one.username, DEVICE_PASSWORD), LOGIN)).code).toBe(CODE.access_reject);
    await setNas({ device_log_in: 'login' });
    const told = await ask(pap(one.username, DEVICE_PASSWORD), LOGIN);
    expect(told).toEqual({ code: CODE.access_accept, attributes: ['Service-Type=1', 'Mikrotik-Group=full'] });
    const hotspot = by({ service_type: 1, nas_port_type: 19, nas_port_id: 'bridge' });
    expect((await ask(pap(one.username, DEVICE_PASSWORD), hotspot)).code).toBe(CODE.access_reject);
    await setNas({ device_log_in: 'off' });
    expect((await ask(pap(one.username, DEVICE_PASSWORD), ADMINISTRATIVE)).code).toBe(CODE.access_reject);
    await setNas({ device_log_in: 'administrative' });
  });

  test('a subscriber never gets to it, staff never online: names are apart even when they are the same', async () => {
    const one = await hire('network');
    await setPassword(one);
    const plan = await isp.api.post('/plans', {
      code: 'p',
      name: 'P',
      kind: 'internet',
      currency: 'EUR',
      price_minor: 0,
      rate_down_kbps: 1000,
      rate_up_kbps: 1000,
    });
    const { id } = await isp.api.post('/accounts', { name: 'Somebody', zone: 'UTC' });
    const password = 'of the subscriber';
    await isp.api.post(`/accounts/${id}/subscriptions`, {
      account_id: id,
      plan_id: plan.id,
      username: one.username,
      password,
    });
    await comesTo(CODE.access_accept, pap(one.username, password), by({ service_type: 2 }));
    expect((await ask(pap(one.username, password), ADMINISTRATIVE)).code).toBe(CODE.access_reject);
    expect((await ask(pap(one.username, DEVICE_PASSWORD), by({ service_type: 2 }))).code).toBe(CODE.access_reject);
    expect((await ask(pap(one.username, one.console_password), ADMINISTRATIVE)).code).toBe(CODE.access_reject);
    const rows = await eventually(async () => {
      const { items = [] } = await isp.api.get(`/logins?way=device&username=${one.username}`);
      return items.length >= 2 && items;
    });
    expect(rows[0]).toMatchObject({ way: 'device', outcome: 'reject', reason: 'wrong password', account_id: null });
  });
});

describe('who leaves', () => {
  test.for([
    ['is disabled', { state: 'disabled' }],
    ['gets a role that may do nothing there', { role: 'billing' }],
  ] as const)('%s: the log-in is gone by the same commit', async ([, change]) => {
    const one = await hire('network');
    await setPassword(one);
    await comesTo(CODE.access_accept, pap(one.username, DEVICE_PASSWORD), ADMINISTRATIVE);
    await isp.api.patch(`/staff/${one.id}`, change);
    const { items = [] } = await isp.api.get('/device-log-ins?limit=500');
    expect(items.map(({ id }) => id)).not.toContain(one.id);
    await comesTo(CODE.access_reject, pap(one.username, DEVICE_PASSWORD), ADMINISTRATIVE);
  });

  test('or takes it away: the password is gone, and the log says nobody has the name', async () => {
    const one = await hire('network');
    await setPassword(one);
    await comesTo(CODE.access_accept, pap(one.username, DEVICE_PASSWORD), ADMINISTRATIVE);
    expect((await one.call('DELETE', '/me/device-password')).status).toBe(204);
    await comesTo(CODE.access_reject, pap(one.username, DEVICE_PASSWORD), ADMINISTRATIVE);
    const reason = 'no member of staff logs in to devices by this name';
    await eventually(async () =>
      (await isp.api.get(`/logins?way=device&username=${one.username}`)).items?.some((row) => row.reason === reason),
    );
  });

  test('only who may change NASes says what a role may do there', async () => {
    await isp.api.post('/roles', { code: 'people', name: 'People', permissions: ['identity.*', 'aaa.read'] });
    const one = await hire('people');
    const { body, status } = await one.call('PUT', '/roles/people/device-level', { device_level: 'full' });
    expect([status, body.type]).toEqual([403, '/problems/identity.beyond-own-permissions']);
  });
});
