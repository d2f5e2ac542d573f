/**
 * Vouchers: an owner makes a batch and prints it; guests log in at the hotspot, use what they have, come back, and are refused at the end. Told with a NAS
 * on the wire, a clock turned by hand, and a RADIUS process that is started anew in between.
 */
import { epochMs, instant } from '@isp/values';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Received } from '../../tools/fake-nas/coa-listener.ts';
import { FakeNas, type Login } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { type RadiusServer, startRadius } from '../src/aaa/udp.ts';
import { createClient } from '../src/identity/create-client.ts';
import { sql } from '../src/kernel/db.ts';
import { createApi, type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const MB = 1_000_000;
const PHONE = '02-00-00-AA-00-01';

type Body = Record<string, unknown>;

let isp: Platform;
let radius: RadiusServer;
let nas: FakeNas;
let account_id: string;
let clock = epochMs(instant('2026-03-03T08:00:00Z'));
const heard: Received[] = [];

const turnTo = async (at: string): Promise<void> => {
  clock = epochMs(instant(at));
  await isp.turnTo(at);
};

const within = async (ms: number, what: () => boolean | Promise<boolean>): Promise<void> => {
  const began = performance.now();
  while (!(await what())) {
    if (performance.now() - began > ms) throw new Error(`not within ${ms} ms`);
    await new Promise((done) => setTimeout(done, 5));
  }
};

const PORTS = { addresses: ['127.0.0.1'], radsec_port: 0, coa_port: 0 };

const restartRadius = async (): Promise<void> => {
  const { auth, acct } = radius.ports;
  await radius.stop();
  radius = await startRadius(isp.db.kernel, { ...PORTS, auth_port: auth, acct_port: acct });
};

interface Code {
  readonly id: string;
  readonly number: number;
  readonly code: string;
  readonly pin: string | null;
}

const batch = async (name: string, gives: Body): Promise<{ id: string; codes: Code[] }> => {
  const made = await isp.api.post('/voucher-batches', { account_id, name, size: 5, ...gives });
  const id = made.id as string;
  const { items } = await isp.api.get(`/voucher-batches/${id}/codes`);
  await radius.directory.refresh();
  return { id, codes: items as unknown as Code[] };
};

const login = (code: string, password = code, station = PHONE): Promise<Login> =>
  nas.login(code, password, { calling_station_id: station });

const enter = async (code: string, station = PHONE): Promise<FakeSession> => {
  const { session } = await login(code, code, station);
  if (!session) throw new Error(`${code} was not let on`);
  expect(await nas.start(session)).toBe(true);
  return session;
};

/** Until what was asked for by now is derived, and RADIUS has read it. */
const settle = () =>
  within(5000, async () => {
    const { rows } = await sql`select from graphile_worker._private_jobs where run_at <= now()`.execute(
      isp.db.kernel.db,
    );
    await radius.directory.refresh();
    return rows.length === 0;
  });

const said = (answer: Login, name: string): string => `${answer.attributes.find((a) => a.name === name)?.value ?? ''}`;

const voucher = (id: string): Promise<Body> => isp.api.get(`/vouchers/${id}`);

const reasons = async (id: string): Promise<Body[]> =>
  (await isp.api.get(`/logins?subscription_id=${id}&outcome=reject`)).items ?? [];

const refused = async (one: Code): Promise<string> => {
  await radius.directory.refresh();
  const before = (await reasons(one.id)).length;
  expect((await login(one.code)).outcome).toBe('reject');
  await within(3000, async () => (await reasons(one.id)).length > before);
  return `${(await reasons(one.id))[0]?.reason}`;
};

describe('vouchers', () => {
  beforeAll(async () => {
    isp = await startPlatform({ now: '2026-03-03T08:00:00Z', roles: ['worker'] });
    radius = await startRadius(isp.db.kernel, { ...PORTS, auth_port: 0, acct_port: 0 });
    nas = await FakeNas.open({
      secret: SECRET,
      server: { auth_port: radius.ports.auth, acct_port: radius.ports.acct },
      now: () => clock,
    });
    nas.on('received', (received) => heard.push(received));
    await isp.api.post('/nas', {
      name: 'hotspot',
      address: '127.0.0.1',
      secret: SECRET,
      vendor: 'mikrotik',
      coa_port: nas.coa_port,
    });
    const account = await isp.api.post('/accounts', { name: 'Hotel Adler', kind: 'company', zone: 'Europe/Berlin' });
    account_id = account.id as string;
    await radius.directory.refresh();
  });
  afterAll(async () => {
    await nas?.close();
    await radius?.stop();
    await isp?.stop();
  });

  test('a batch is printed: its codes are on paper, with what they give and what they cost', async () => {
    const { id, codes } = await batch('March', {
      time_s: 7200,
      valid_s: 86_400,
      price_minor: 250,
      heading: 'Hotel Adler',
      use_by_on: '2026-03-31',
      login_url: 'http://login.example/login?username={code}',
    });
    expect(codes).toHaveLength(5);
    const client = await isp.db.run((ctx) => createClient(ctx, { name: 'printer', role: 'owner' }));
    const token = (await (
      await fetch(`${isp.url}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', resource: `${isp.url}/api`, ...client }),
      })
    ).json()) as { access_token: string };
    const answer = await fetch(`${isp.url}/api/v1/voucher-batches/${id}/print?layout=a4-3x8`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toContain('vouchers March.pdf');
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(await answer.arrayBuffer())), {
      mergePages: true,
    });
    const printed = text.replaceAll(/\s+/g, '');
    for (const { code, number } of codes) {
      expect(printed).toContain(code);
      expect(printed).toContain(`No.${number}·March`);
    }
    for (const words of ['HotelAdler', '€2.50', '2honline', 'valid24hfromfirstlog-in', 'firstlog-inby31Mar2026'])
      expect(printed).toContain(words);
    const reader = createApi(
      isp.url,
      await isp.db.run((ctx) => createClient(ctx, { name: 'reader', role: 'read-only' })),
    );
    expect((await reader.call('GET', `/voucher-batches/${id}`)).status).toBe(200);
    for (const way of ['codes', 'print'])
      expect((await reader.call('GET', `/voucher-batches/${id}/${way}`)).status).toBe(403);
    expect(JSON.stringify(await reader.get('/vouchers'))).not.toContain(codes[0]?.code);
  });

  test('a guest uses half of the time, comes back after RADIUS was started anew, and is refused at the end', async () => {
    const { codes } = await batch('two hours', {
      time_s: 7200,
      valid_s: 86_400,
      rate_down_kbps: 5000,
      rate_up_kbps: 1000,
    });
    const [one] = codes as [Code];
    const first = await enter(one.code);
    expect(first.session_timeout_s).toBe(7200);
    expect(first.rate).toBe('1000k/5000k');
    await turnTo('2026-03-03T09:00:00Z');
    await nas.stop(first, { output_octets: BigInt(50 * MB) });
    await within(3000, async () => (await voucher(one.id)).used_s === 3600);
    expect(await voucher(one.id)).toMatchObject({ state: 'in-use', used_octets: 50 * MB, online: 0 });

    await restartRadius();
    await turnTo('2026-03-03T12:00:00Z');
    const again = await enter(one.code);
    expect(again.session_timeout_s).toBe(3600);
    await within(3000, async () => (await voucher(one.id)).online === 1);
    await turnTo('2026-03-03T12:40:00Z');
    await nas.interim(again, { output_octets: BigInt(20 * MB) });
    await within(3000, async () => (await voucher(one.id)).used_s === 6000);
    heard.length = 0;
    await turnTo('2026-03-03T13:00:05Z');
    await within(3000, () => !again.open);
    expect(heard.map(({ kind }) => kind)).toEqual(['disconnect']);
    expect(await refused(one)).toBe('access denied: voucher used up: 2 h of 2 h on 3 Mar 2026');
    expect(await voucher(one.id)).toMatchObject({
      state: 'used-up',
      ended_at: expect.stringMatching(/^2026-03-03T13:00:0/),
    });
  });

  test('its validity counts from the first log-in, by the second, over midnight and a restart', async () => {
    const { codes } = await batch('a day', { valid_s: 86_400 });
    const [one] = codes as [Code];
    await turnTo('2026-03-03T15:00:00Z');
    const session = await enter(one.code);
    expect(session.session_timeout_s).toBe(86_400);
    await restartRadius();
    await turnTo('2026-03-04T14:30:00Z');
    const [second] = [await login(one.code)];
    expect(said(second, 'Session-Timeout')).toBe('1800');
    expect(said(second, 'WISPr-Session-Terminate-Time')).toBe('2026-03-04T15:00:00+00:00');
    await nas.interim(session);
    heard.length = 0;
    await turnTo('2026-03-04T15:00:05Z');
    await within(3000, () => !session.open);
    expect(await refused(one)).toBe(
      'access denied: voucher expired: 24 h from its first log-in were over on 4 Mar 2026',
    );
  });

  test('the record that crosses the volume ends the session, however it was told', async () => {
    const { codes } = await batch('a hundred megabytes', { octets: 100 * MB });
    const [one] = codes as [Code];
    const session = await enter(one.code);
    await settle();
    await nas.interim(session, { output_octets: BigInt(60 * MB) });
    const now = await login(one.code);
    expect(said(now, 'Mikrotik-Total-Limit')).toBe(`${40 * MB}`);
    await nas.interim(session, { output_octets: BigInt(90 * MB), input_octets: BigInt(11 * MB) });
    await within(3000, () => !session.open);
    expect(await refused(one)).toBe('access denied: voucher used up: 100 MB of 100 MB on 4 Mar 2026');
  });

  test('a cancel ends a live session; a cancelled batch all of them', async () => {
    const { id, codes } = await batch('cancelled', { valid_s: 86_400, simultaneous: 2 });
    const [one, two, three] = codes as [Code, Code, Code];
    const [mine, other] = [await enter(one.code), await enter(two.code, '02-00-00-AA-00-02')];
    await isp.api.post(`/vouchers/${one.id}/cancel`);
    await within(3000, () => !mine.open);
    expect(other.open).toBe(true);
    expect(await refused(one)).toBe('access denied: voucher cancelled on 4 Mar 2026');
    const batchNow = await isp.api.post(`/voucher-batches/${id}/cancel`);
    expect(batchNow).toMatchObject({ unused: 0, in_use: 0, cancelled: 5 });
    await within(3000, () => !other.open);
    await radius.directory.refresh();
    expect((await login(three.code)).outcome).toBe('reject');
  });

  test('what is not used in time expires by itself, and another last day makes it good again', async () => {
    const { id, codes } = await batch('by Friday', { valid_s: 3600, use_by_on: '2026-03-06' });
    const [one] = codes as [Code];
    await turnTo('2026-03-06T23:00:05Z');
    expect(await isp.api.get(`/voucher-batches/${id}`)).toMatchObject({ unused: 0, expired: 5 });
    await radius.directory.refresh();
    expect(await refused(one)).toBe('access denied: voucher expired: it was to be used by 6 Mar 2026');
    expect(await isp.api.post(`/voucher-batches/${id}/extend`, { use_by_on: '2026-03-20' })).toMatchObject({
      unused: 5,
    });
    await radius.directory.refresh();
    await enter(one.code);
  });

  test('lists have states, searches and CSV; the log of log-ins and who is online do not tell codes', async () => {
    const { id, codes } = await batch('listed', { valid_s: 86_400 });
    const [one] = codes as [Code];
    const session = await enter(one.code, '02-00-00-AA-00-09');
    await within(3000, async () => (await isp.api.get(`/vouchers?batch_id=${id}&state=in-use`)).items?.length === 1);
    const found = await isp.api.get(`/vouchers?q=${one.code.toLowerCase()}`);
    expect(found.items).toMatchObject([{ id: one.id, number: 1, batch_name: 'listed' }]);
    const hidden = `••••••${one.code.slice(-2)}`;
    for (const list of [
      `/online?q=AA-00-09`,
      `/sessions?subscription_id=${one.id}`,
      `/logins?subscription_id=${one.id}`,
    ])
      expect((await isp.api.get(list)).items).toMatchObject([{ username: hidden }]);
    expect(JSON.stringify(await isp.api.get('/online?not_as_told=true'))).not.toContain(hidden);
    expect(JSON.stringify(await isp.api.get(`/accounts/${account_id}/timeline`))).not.toContain(one.code);
    await nas.stop(session);
  });

  test('whose account is closed has no vouchers any more', async () => {
    const { id, codes } = await batch('to the end', { valid_s: 86_400 });
    const [one, two] = codes as [Code, Code];
    const session = await enter(one.code, '02-00-00-AA-00-0A');
    await isp.api.post(`/accounts/${account_id}/close`);
    await within(3000, () => !session.open);
    expect(await isp.api.get(`/voucher-batches/${id}`)).toMatchObject({ unused: 0, in_use: 0, cancelled: 5 });
    await radius.directory.refresh();
    expect((await login(two.code)).outcome).toBe('reject');
  });
});
