/**
 * The spine: a packet becomes an invoice line, a payment becomes service.
 * Told through the doors an operator and a NAS use: HTTP with a token, and UDP with Debian's radclient and a fake NAS that obeys CoA.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { type Platform, startPlatform } from './platform.ts';
import { hasRadclient, radclient } from './radclient.ts';

const SECRET = 'a secret of sixteen and more';
const PASSWORD = 'open sesame 42';
const GIGA = 4_294_967_296;
const GB = 1_000_000_000;

let isp: Platform;
let nas: FakeNas;
let live: FakeSession;
const ids = { plan: '', account: '', subscription: '', nas: '' };

type Row = Record<string, never> & Record<string, unknown>;
const items = async (path: string) => ((await isp.api.get(path)).items ?? []) as Row[];
const login = (attributes: Record<string, string | number>) =>
  radclient(isp.radius.auth, 'auth', SECRET, {
    'User-Name': 'alice',
    'NAS-IP-Address': '127.0.0.1',
    'Message-Authenticator': '0x00',
    ...attributes,
  });
const accounting = (attributes: Record<string, string | number>) =>
  radclient(isp.radius.acct, 'acct', SECRET, {
    'User-Name': 'alice',
    'NAS-IP-Address': '127.0.0.1',
    'Acct-Session-Id': 'S-1',
    ...attributes,
  });
const balance = async () => ((await isp.api.get(`/accounts/${ids.account}/page`)) as { balance: Row }).balance;
const access = async () =>
  ((await isp.api.get(`/accounts/${ids.account}/page`)) as { subscriptions: Row[] }).subscriptions[0];
const within = async (ms: number, what: () => boolean | Promise<boolean>): Promise<number> => {
  const began = performance.now();
  while (!(await what())) {
    if (performance.now() - began > ms) throw new Error(`not within ${ms} ms`);
    await new Promise((done) => setTimeout(done, 5));
  }
  return performance.now() - began;
};
const ledgerIsZero = async () => {
  const { rows } = (await isp.api.get('/trial-balance')) as unknown as { rows: { balance_minor: number }[] };
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.reduce((sum, r) => sum + r.balance_minor, 0)).toBe(0);
};

describe.skipIf(!hasRadclient())('the spine', () => {
  beforeAll(async () => {
    isp = await startPlatform({ now: '2026-01-10T09:00:00Z' });
  });
  afterAll(async () => {
    await nas?.close();
    await isp?.stop();
  });

  test('1. a plan, an account, a subscription: address, log-in and access are made', async () => {
    const { api, radius } = isp;
    nas = await FakeNas.open({
      secret: SECRET,
      server: { auth_port: radius.auth, acct_port: radius.acct },
      stamps: false,
    });
    await api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
    await api.post('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
    const plan = await api.post('/plans', {
      simultaneous: 2,
      code: 'home-50',
      name: 'Home 50',
      price_minor: 1999,
      currency: 'EUR',
      tax_code: 'VAT20',
      rate_down_kbps: 50_000,
      rate_up_kbps: 10_000,
      ipv4_pool: 'home',
      included_bytes: 100 * GB,
      overage_unit_bytes: GB,
      overage_unit_price_minor: '50',
    });
    const router = await api.post('/nas', {
      name: 'bng-1',
      address: '127.0.0.1',
      secret: SECRET,
      vendor: 'mikrotik',
      coa_port: nas.coa_port,
    });
    const account = await api.post('/accounts', { name: 'Alice Example', email: 'alice@example.org', zone: 'UTC' });
    const made = await api.post(`/accounts/${account.id}/subscriptions`, {
      account_id: account.id,
      plan_id: plan.id,
      username: 'alice',
      password: PASSWORD,
    });
    Object.assign(ids, {
      plan: plan.id,
      account: account.id,
      subscription: (made.subscription as Row).id,
      nas: router.id,
    });
    expect(made).toMatchObject({
      username: 'alice',
      framed_ip: '10.20.0.2',
      subscription: { state: 'active', next_bill_on: '2026-01-10', anchor_day: 10 },
    });
    expect(await access()).toMatchObject({ access_mode: 'allow', framed_ip: '10.20.0.2', rate_down_kbps: 50_000 });
  });

  test('2. PAP, CHAP and MS-CHAP are let on; a wrong password, an unknown user and an unknown NAS are not', async () => {
    const accept = await login({ 'User-Password': PASSWORD });
    expect(accept.code).toBe('Access-Accept');
    expect(accept.attributes).toMatchObject({
      'Framed-IP-Address': '10.20.0.2',
      'Mikrotik-Rate-Limit': '10000k/50000k',
    });
    for (const name of ['Class', 'Message-Authenticator', 'Acct-Interim-Interval'])
      expect(accept.attributes).toHaveProperty(name);
    expect((await login({ 'CHAP-Password': PASSWORD })).code).toBe('Access-Accept');
    const encrypted = await login({ 'MS-CHAP-Password': PASSWORD });
    expect(encrypted.code).toBe('Access-Accept');
    expect(encrypted.attributes).toHaveProperty('MS-CHAP-MPPE-Keys');
    const refused = await login({ 'MS-CHAP-Password': 'wrong' });
    expect([refused.code, refused.attributes['MS-CHAP-Error']]).toEqual([
      'Access-Reject',
      expect.stringContaining('E=691 R=0'),
    ]);
    expect((await login({ 'User-Password': 'wrong' })).code).toBe('Access-Reject');
    expect((await login({ 'User-Name': 'nobody', 'User-Password': PASSWORD })).code).toBe('Access-Reject');
    const stranger = await radclient(isp.radius.auth, 'auth', 'not the secret at all', {
      'User-Name': 'alice',
      'User-Password': PASSWORD,
      'Message-Authenticator': '0x00',
    });
    expect(stranger.code).toBe('none');
    await within(5000, async () => (await items('/logins?outcome=reject')).length === 3);
    const reasons = (await items('/logins?outcome=reject')).map((l) => l.reason);
    expect(new Set(reasons).size).toBe(3);
    await within(5000, async () => (await items('/discards')).length > 0);
  });

  test('3. usage is right to the byte: gigawords, duplicates, reordering; acknowledged after the commit', async () => {
    const start = await accounting({
      'Acct-Status-Type': 'Start',
      'Event-Timestamp': Date.parse('2026-01-10T10:00:00Z') / 1000,
    });
    expect(start.code).toBe('Accounting-Response');
    const total = 150 * GB + 7;
    const high = Math.floor(total / GIGA);
    const interim = (down: number, minutes: number) => ({
      'Acct-Status-Type': 'Interim-Update',
      'Acct-Session-Time': minutes * 60,
      'Event-Timestamp': Date.parse('2026-01-10T10:00:00Z') / 1000 + minutes * 60,
      'Acct-Input-Octets': 1000,
      'Acct-Output-Octets': down % GIGA,
      'Acct-Output-Gigawords': Math.floor(down / GIGA),
    });
    expect(high).toBeGreaterThan(30);
    for (const [down, minutes] of [
      [40 * GB, 10],
      [total - 5, 30],
      [60 * GB, 20],
      [total - 5, 30],
    ] as const)
      expect((await accounting(interim(down, minutes))).code).toBe('Accounting-Response');
    expect(
      (await accounting({ ...interim(total, 40), 'Acct-Status-Type': 'Stop', 'Acct-Terminate-Cause': 'User-Request' }))
        .code,
    ).toBe('Accounting-Response');
    expect((await accounting(interim(total - 5, 30))).code).toBe('Accounting-Response');
    const [session] = await items(`/sessions?account_id=${ids.account}`);
    expect(session).toMatchObject({ input_octets: 1000, output_octets: total });
    expect(session?.stopped_at).not.toBeNull();
  });

  test('4. the period closes: plan, use beyond what is included and tax on a numbered, immutable, posted invoice', async () => {
    await isp.turnTo('2026-01-20T12:00:00Z');
    const [first] = await items(`/invoices?account_id=${ids.account}`);
    expect(first).toMatchObject({
      number: 'INV-2026-000001',
      net_minor: 1999,
      tax_minor: 400,
      gross_minor: 2399,
      state: 'open',
      due_on: '2026-01-25',
    });
    await isp.api.post('/payments', { account_id: ids.account, method: 'transfer', amount_minor: 2399 });
    await isp.turnTo('2026-02-10T12:00:00Z');
    const [second] = await items(`/invoices?account_id=${ids.account}&sort=-number`);
    // 150.000001007 GB used, 100 included: 50.000001007 × 0.50 = 25.00; with the plan 44.99; 20 % of it 9.00.
    expect(second).toMatchObject({ number: 'INV-2026-000002', net_minor: 4499, tax_minor: 900, gross_minor: 5399 });
    const page = (await isp.api.get(`/invoices/${second?.id}`)) as unknown as { lines: Row[]; taxes: Row[] };
    expect(page.lines.map((l) => [l.kind, l.net_minor])).toEqual(
      expect.arrayContaining([
        ['recurring', 1999],
        ['usage', 2500],
      ]),
    );
    expect(page.taxes).toMatchObject([{ tax_code: 'VAT20', base_minor: 4499, tax_minor: 900 }]);
    const usage = page.lines.find((l) => l.kind === 'usage');
    const line = `/invoices/${second?.id}/lines/${usage?.line_no}`;
    expect(await isp.api.get(`${line}/sources`)).toMatchObject({ state: 'proven', now: { octets: 150 * GB + 1007 } });
    expect(await items(`${line}/sessions`)).toMatchObject([{ username: 'alice' }]);
    await expect(
      isp.db.run(({ tx }) => tx.updateTable('billing.invoice').set({ gross_minor: 1n }).execute()),
    ).rejects.toThrow('never changed');
    await ledgerIsZero();
  });

  test('5. left unpaid, dunning suspends: within a second the NAS is told and answers; a new log-in gets the walled garden', async () => {
    await isp.turnTo('2026-03-10T05:59:00Z');
    nas = await reopen(nas);
    const entered = await nas.login('alice', PASSWORD);
    if (!entered.session) throw new Error('not let on');
    live = entered.session;
    expect(live).toMatchObject({ walled: false, framed_ip: '10.20.0.2' });
    expect(await nas.start(live)).toBe(true);
    await isp.turnTo('2026-03-10T06:00:30Z');
    await within(1000, () => live.walled || !live.open);
    expect(await access()).toMatchObject({ state: 'suspended', suspended_for: ['unpaid'], access_mode: 'walled' });
    await within(1000, async () => (await items(`/coa?account_id=${ids.account}`)).some((c) => c.outcome === 'ack'));
    const walled = await login({ 'User-Password': PASSWORD });
    expect(walled.code).toBe('Access-Accept');
    expect(walled.attributes).toMatchObject({ 'Mikrotik-Address-List': 'walled' });
  });

  test('6. a payment restores: CoA within a second of the commit, the ledger balances, the account tells the whole story', async () => {
    const { open_minor } = await balance();
    const began = performance.now();
    const key = crypto.randomUUID();
    const payment = await isp.api.post(
      '/payments',
      { account_id: ids.account, method: 'card', amount_minor: open_minor },
      key,
    );
    const again = await isp.api.post(
      '/payments',
      { account_id: ids.account, method: 'card', amount_minor: open_minor },
      key,
    );
    expect(again).toEqual(payment);
    await within(1000, () => !live.open || !live.walled);
    console.log(`payment to restored session: ${Math.round(performance.now() - began)} ms`);
    expect(await access()).toMatchObject({ state: 'active', suspended_for: [], access_mode: 'allow' });
    expect(await balance()).toMatchObject({ open_minor: 0, credit_minor: 0 });
    expect((await login({ 'User-Password': PASSWORD })).attributes).toMatchObject({
      'Mikrotik-Rate-Limit': '10000k/50000k',
    });
    await ledgerIsZero();
    const kinds = new Set((await items(`/accounts/${ids.account}/timeline?limit=200`)).map((i) => i.kind));
    for (const kind of [
      'account',
      'subscription',
      'access',
      'session',
      'login',
      'coa',
      'invoice',
      'payment',
      'dunning',
    ])
      expect(kinds).toContain(kind);
  });
});

/** Before the month of silence the NAS is not needed; afterwards it comes back on the same CoA port. */
const reopen = async (old: FakeNas): Promise<FakeNas> => {
  const port = old.coa_port;
  await old.close();
  return FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    coa_port: port,
    stamps: false,
  });
};
