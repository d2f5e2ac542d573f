/**
 * A switch with an 802.1X port, and somebody plugged in: hostapd and wpa_supplicant over a cable, against the whole platform. What is judged is what both of
 * them say of the port, and the rows.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, makeAuthority } from '../src/aaa/eap/certificates.fixture.ts';
import { eventually } from './eventually.ts';
import { type Platform, startPlatform } from './platform.ts';
import { hasWiredNas, WiredNas } from './wired-nas.ts';

const SECRET = 'a secret of sixteen and more';
const PASSWORD = 'open sesame 42';

type Row = Record<string, never> & Record<string, unknown>;

/** The last of it, without what is said to every question of ours. */
const whatWasSaid = (output: string): string =>
  output
    .split('\n')
    .filter((line) => !/Session-Id not available|CTRL-DEBUG|ctrl_sock|ctrl_iface/.test(line))
    .slice(-Number(process.env.SAID ?? 120))
    .join('\n');

describe.skipIf(!hasWiredNas())('a wired port', () => {
  let isp: Platform;
  let nas: WiredNas;
  let authority: Authority;
  let certificate: Awaited<ReturnType<Authority['issue']>>;
  const ids = { subscription: '', account: '' };

  const items = async (path: string) => ((await isp.api.get(path)).items ?? []) as Row[];
  const sessions = () => items('/sessions?username=alice&sort=-started_at');
  const open = () => items('/sessions?username=alice&state=open');
  const lastPacket = async () => (await items(`/coa?subscription_id=${ids.subscription}&limit=1`))[0];
  const lastLogin = async () => (await items('/logins?username=alice&limit=1'))[0];

  beforeAll(async () => {
    nas = new WiredNas();
    isp = await startPlatform({ now: new Date().toISOString() });
    const { api } = isp;
    authority = await makeAuthority('An authority of this test');
    const ours = await authority.issue('radius.example.net', 'server');
    certificate = await authority.issue('alice', 'client');
    const kept = await api.call('PUT', '/eap/certificate', {
      chain_pem: ours.pem,
      key_pem: ours.key_pem,
      client_ca_pem: authority.pem,
    });
    expect(kept.status).toBe(200);
    const plan = await api.post('/plans', {
      code: 'home-50',
      name: 'Home 50',
      price_minor: 1999,
      currency: 'EUR',
      rate_down_kbps: 50_000,
      rate_up_kbps: 10_000,
    });
    await api.post('/nas', { name: 'switch-1', address: nas.address, secret: SECRET, coa_port: nas.coa_port });
    const account = await api.post('/accounts', { name: 'Alice Example', zone: 'UTC' });
    const made = await api.post(`/accounts/${account.id}/subscriptions`, {
      account_id: account.id,
      plan_id: plan.id,
      username: 'alice',
      password: PASSWORD,
    });
    ids.account = String(account.id);
    ids.subscription = String((made.subscription as Row).id);
    await nas.start({ auth_port: isp.radius.auth, acct_port: isp.radius.acct, secret: SECRET });
  }, 120_000);
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') console.log(whatWasSaid(nas.said), whatWasSaid(nas.subscriberSaid));
    await nas.pullOut();
  });
  afterAll(async () => {
    await nas?.remove();
    await isp?.stop();
  });

  const peer = (eap: string, ...more: readonly string[]): string[] => [
    `eap=${eap}`,
    'identity="alice"',
    `ca_cert="${nas.file('ca.pem', authority.pem)}"`,
    ...more,
  ];
  const byPassword = (eap: string, phase2: string, password = PASSWORD): string[] =>
    peer(eap, `password="${password}"`, `phase2="auth=${phase2}"`);
  const byCertificate = (version: string): string[] =>
    peer(
      'TLS',
      `client_cert="${nas.file('alice.pem', certificate.pem)}"`,
      `private_key="${nas.file('alice.key', certificate.key_pem)}"`,
      `phase1="tls_disable_tlsv1_3=${version === '1.3' ? 0 : 1}"`,
    );

  const becomes = (wanted: boolean, ms = 15_000) =>
    eventually(
      async () => {
        const state = await nas.state();
        if (state.open !== wanted) throw new Error(`the port is ${JSON.stringify(state)}`);
        return state;
      },
      ms,
      100,
    );
  const online = (): Promise<Row> =>
    eventually(async () => {
      const rows = await open();
      expect(rows).toHaveLength(1);
      return rows[0] as Row;
    }, 15_000);
  const ended = (id: unknown): Promise<Row> =>
    eventually(async () => {
      const one = (await isp.api.get(`/sessions/${id}`)).session as Row;
      expect(one.stopped_at).not.toBeNull();
      return one;
    }, 15_000);
  const plugIn = async (lines: readonly string[]): Promise<Row> => {
    await nas.plugIn(lines);
    await becomes(true);
    return online();
  };
  const logOff = async (session: Row): Promise<Row> => {
    await nas.tell('logoff');
    await becomes(false);
    return ended(session.id);
  };

  test.for([
    ['PEAP with MSCHAPv2', () => byPassword('PEAP', 'MSCHAPV2')],
    ['EAP-TTLS with PAP', () => byPassword('TTLS', 'PAP')],
    ['EAP-TLS by TLS 1.2', () => byCertificate('1.2')],
    ['EAP-TLS by TLS 1.3', () => byCertificate('1.3')],
    ['EAP-MSCHAPv2', () => peer('MSCHAPV2', `password="${PASSWORD}"`)],
  ] as const)('%s opens the port, and its session is a row from Start to Stop', async ([, lines]) => {
    const session = await plugIn(lines());
    const { nas: seen, subscriber } = await nas.state();
    expect(session).toMatchObject({
      account_id: ids.account,
      subscription_id: ids.subscription,
      nas_name: 'switch-1',
      client: nas.address,
      stopped_at: null,
      told_mode: 'allow',
      told_rate_down_kbps: 50_000,
    });
    expect(String(session.acct_session_id)).toBe(seen.dot1xAuthSessionId);
    expect(String(session.calling_station_id).toLowerCase().replaceAll('-', ':')).toBe(subscriber.address);
    await eventually(async () => expect(await lastLogin()).toMatchObject({ outcome: 'accept', reason: 'let on' }));
    // User-Request: 1 (RFC 2866 5.10).
    expect(await logOff(session)).toMatchObject({ closed_by: 'stop', terminate_cause: 1 });
  });

  test('a wrong password leaves it shut, with the reason in the log', async () => {
    const before = (await sessions()).length;
    await nas.plugIn(byPassword('PEAP', 'MSCHAPV2', 'wrong'));
    await eventually(async () =>
      expect(await lastLogin()).toMatchObject({ outcome: 'reject', reason: 'wrong password inside PEAP' }),
    );
    await eventually(() => expect(nas.subscriberSaid).toContain('CTRL-EVENT-EAP-FAILURE'));
    expect((await nas.state()).open).toBe(false);
    expect(await sessions()).toHaveLength(before);
  });

  test('a Disconnect by hand ends the session, acknowledged by its DAS', async () => {
    const session = await plugIn(byPassword('TTLS', 'PAP'));
    await isp.api.post(`/sessions/${session.id}/disconnect`, { reason: 'asked by the story' });
    expect(await ended(session.id)).toMatchObject({ closed_by: 'stop' });
    for (const match of ['Acct-Session-Id match', 'User-Name match', 'Found a matching session'])
      expect(nas.said).toContain(`RADIUS DAS: ${match}`);
    await eventually(async () => expect(await lastPacket()).toMatchObject({ outcome: 'ack' }));
    expect(await lastPacket()).toMatchObject({ kind: 'disconnect', attempts: 1, session_id: session.id });
    expect((await nas.state()).nas.flags).not.toContain('[AUTHORIZED]');
  });

  test('a suspension ends it; who comes back is behind the wall, and after the resumption is not', async () => {
    const first = await plugIn(byPassword('PEAP', 'MSCHAPV2'));
    await isp.api.post(`/subscriptions/${ids.subscription}/suspend`, {});
    expect(await ended(first.id)).toMatchObject({ closed_by: 'stop' });
    await nas.pullOut();
    const second = await plugIn(byPassword('PEAP', 'MSCHAPV2'));
    expect(second).toMatchObject({ told_mode: 'walled' });
    // Filter-Id, of which hostapd says the length only.
    expect(nas.said).toMatch(/Attribute 11 \(.*\) length=8\n/);
    await isp.api.post(`/subscriptions/${ids.subscription}/resume`, {});
    expect(await ended(second.id)).toMatchObject({ closed_by: 'stop' });
    await nas.pullOut();
    const third = await plugIn(byPassword('PEAP', 'MSCHAPV2'));
    expect(third).toMatchObject({ told_mode: 'allow' });
    await logOff(third);
  });

  test('Interim-Updates come at the interval our Accept gives, and who logs in again meanwhile has one session still', async () => {
    const session = await plugIn(byPassword('PEAP', 'MSCHAPV2'));
    const logins = (await items('/logins?username=alice&outcome=accept')).length;
    nas.pass(590);
    await new Promise((wait) => setTimeout(wait, 2500));
    expect((await online()).session_s).toBe(0);
    nas.pass(10);
    const heard = await eventually(async () => {
      const row = await online();
      expect(row.session_s).toBeGreaterThan(0);
      return row;
    }, 15_000);
    expect(heard.session_s).toBeGreaterThanOrEqual(600);
    expect(heard.session_s).toBeLessThan(605);
    await nas.tell('reauthenticate');
    await eventually(async () => expect(await items('/logins?username=alice&outcome=accept')).toHaveLength(logins + 1));
    await becomes(true);
    expect((await online()).id).toBe(session.id);
    expect(await logOff(session)).toMatchObject({ closed_by: 'stop' });
  });

  test('its power is cut: when it is back, Accounting-On ends what it had', async () => {
    const session = await plugIn(byPassword('PEAP', 'MSCHAPV2'));
    await nas.cutPower();
    await nas.pullOut();
    await nas.start({ auth_port: isp.radius.auth, acct_port: isp.radius.acct, secret: SECRET });
    expect(await ended(session.id)).toMatchObject({ closed_by: 'nas-restart' });
    const next = await plugIn(byPassword('PEAP', 'MSCHAPV2'));
    expect(next.id).not.toBe(session.id);
    await logOff(next);
  });
});
