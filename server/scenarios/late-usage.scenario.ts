/** Records that come after their period was billed, by a NAS that was cut off: the next bill has the difference, once, and names what it corrects. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { sql } from '../src/kernel/db.ts';
import { eventually } from './eventually.ts';
import { type Answer, type Platform, startPlatform } from './platform.ts';

type Body = Answer['body'];

const SECRET = 'a secret of sixteen and more';
const PASSWORD = 'open sesame 42';
const GB = 1_000_000_000n;
const LONG_MS = 240_000;

/** 100 GB are in the price, each more costs 0.50. */
const METERED = { included_bytes: 100e9, overage_unit_bytes: 1e9, overage_unit_price_minor: '50', tax_code: 'VAT20' };
/** The first 10 GB beyond at 1.00, the rest at 0.40. */
const STEPPED = {
  included_bytes: 100e9,
  overage_unit_bytes: 1e9,
  overage_model: 'graduated',
  overage_tiers: [
    { up_to: '10', unit_price_minor: '100' },
    { up_to: null, unit_price_minor: '40' },
  ],
};

let isp: Platform;
let nas: FakeNas;
let now = Date.parse('2026-11-01T12:00:00Z');

interface Line {
  readonly account: string;
  readonly subscription: string;
  readonly session: FakeSession;
}
const lines = new Map<string, Line>();
const of = (name: string): Line => lines.get(name) as Line;

const turn = async (to: string): Promise<void> => {
  await isp.turnTo(`${to}T12:00:00Z`);
  now = Date.parse(`${to}T12:00:00Z`);
};

const subscribe = async (name: string, plan_id: unknown): Promise<void> => {
  const account = String((await isp.api.post('/accounts', { name, zone: 'UTC' })).id);
  const made = await isp.api.post(`/accounts/${account}/subscriptions`, {
    account_id: account,
    plan_id,
    username: name,
    password: PASSWORD,
    anchor_day: 1,
  });
  const session = await eventually(async () => {
    const { session: on } = await nas.login(name, PASSWORD);
    if (!on) throw new Error(`${name} was not let on`);
    return on;
  });
  await nas.start(session);
  lines.set(name, { account, subscription: (made.subscription as { id: string }).id, session });
};

/** The session's record as of noon of a day: so many GB so far. */
const tell = async (name: string, gb: bigint, on: string): Promise<void> => {
  expect(await nas.interim(of(name).session, { output_octets: gb * GB, at_ms: Date.parse(`${on}T12:00:00Z`) })).toBe(
    true,
  );
};

const documents = async (kind: 'invoices' | 'credit-notes', name: string): Promise<Body[]> => {
  const { items = [] } = await isp.api.get(`/${kind}?account_id=${of(name).account}&sort=issued_on&limit=100`);
  return Promise.all(items.map((each) => isp.api.get(`/${kind}/${each.id}`)));
};
const usageLines = async (name: string) =>
  (await documents('invoices', name)).flatMap((invoice) =>
    (invoice.lines as Body[]).flatMap((line) =>
      line.kind === 'usage' ? [{ ...line, invoice_id: invoice.id, issued_on: invoice.issued_on } as Body] : [],
    ),
  );
/** When, for which days, how much: `2026-12-01 2026-11-01 10.00`. */
const story = async (name: string): Promise<string[]> =>
  (await usageLines(name)).map((line) => `${line.issued_on} ${line.period_from} ${line.net_minor}`);

beforeAll(async () => {
  isp = await startPlatform({ now: '2026-11-01T12:00:00Z' });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    now: () => now,
  });
  await isp.api.post('/taxes', { code: 'VAT20', name: 'VAT 20 %', percent: '20' });
  await isp.api.patch('/dunning-policies/standard', { minimum_debt_minor: 1_000_000_000 });
  const plan = (code: string, terms: object) =>
    isp.api.post('/plans', { code, name: code, price_minor: 2000, ...terms });
  const [metered, stepped] = [(await plan('metered', METERED)).id, (await plan('stepped', STEPPED)).id];
  await isp.api.post('/nas', {
    name: 'bng',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    coa_port: nas.coa_port,
  });
  for (const name of ['ann', 'bob', 'void', 'some', 'less', 'once', 'idle']) await subscribe(name, metered);
  await subscribe('step', stepped);
  await turn('2026-11-27');
  for (const name of ['ann', 'void', 'some', 'less', 'once']) await tell(name, 120n, '2026-11-20');
  await tell('bob', 80n, '2026-11-20');
  await tell('step', 105n, '2026-11-20');
  await turn('2026-11-30');
  await tell('once', 130n, '2026-11-29');
  await turn('2026-12-01');
}, LONG_MS);
afterAll(async () => {
  await nas?.close();
  await isp?.stop();
});

describe('records that come when their period is billed already', () => {
  test('are billed by the next run: a line of the difference, which names the line it corrects', async () => {
    expect(await story('ann')).toEqual(['2026-12-01 2026-11-01 1000']);
    await isp.api.post(`/invoices/${(await usageLines('void'))[0]?.invoice_id}/void`, { reason: 'a mistake' });
    await isp.api.post(`/invoices/${(await usageLines('some'))[0]?.invoice_id}/credit-notes`, {
      reason: 'goodwill',
      lines: [{ line_no: (await usageLines('some'))[0]?.line_no, amount_minor: 400 }],
    });
    for (const name of ['ann', 'void', 'some']) await tell(name, 130n, '2026-11-29');
    await tell('bob', 95n, '2026-11-29');
    await tell('step', 125n, '2026-11-29');
    await tell('idle', 101n, '2026-11-29');
    await turn('2026-12-03');
    const [first, correction, ...others] = await usageLines('ann');
    expect(others).toEqual([]);
    expect(correction).toMatchObject({
      issued_on: '2026-12-02',
      description: 'metered: 130 GB used, not 120 GB; 100 GB included',
      quantity: '10',
      net_minor: 500,
      tax_minor: 100,
      trace: {
        total_bytes: `${130n * GB}`,
        total_bytes_before: `${120n * GB}`,
        corrects: `${first?.invoice_id}:${first?.line_no}`,
        checksum_before: (first?.trace as Body | undefined)?.checksum,
      },
    });
  });

  test('on steps of prices, the difference is on the steps', async () => {
    expect(await usageLines('step')).toMatchObject([
      { net_minor: 500, trace: { tier: 0 } },
      { net_minor: 500, trace: { tier: 0, rated_minor: '1000', billed_minor: '500' } },
      { net_minor: 600, trace: { tier: 1, rated_minor: '600', billed_minor: '0' } },
    ]);
  });

  test('of a period in which nothing was used are a line, too', async () => {
    expect((await usageLines('idle')).map((line) => [line.issued_on, line.net_minor])).toEqual([
      ['2026-12-01', 0],
      ['2026-12-02', 50],
    ]);
  });

  test('within what is included cost nothing: no document, and the total that is known moves', async () => {
    expect(await story('bob')).toEqual(['2026-12-01 2026-11-01 0']);
    const { rows } =
      await sql`select octets, period_from from billing.usage_recount where subscription_id = ${of('bob').subscription}`.execute(
        isp.db.kernel.db,
      );
    expect(rows).toEqual([{ octets: 95n * GB, period_from: '2026-11-01' }]);
  });

  test('of an invoice that is void are not billed; what was given back by hand stays given', async () => {
    expect(await story('void')).toEqual(['2026-12-01 2026-11-01 1000']);
    expect(await story('some')).toEqual(['2026-12-01 2026-11-01 1000', '2026-12-02 2026-11-01 500']);
  });

  test('are named, by session', async () => {
    const { rows } = await sql`
      select l.octets, l.quarter_at, s.username from billing.late_usage l join aaa.any_session s on s.account_id = l.account_id and s.id = l.session_id
      where l.account_id = ${of('ann').account}`.execute(isp.db.kernel.db);
    expect(rows).toEqual([{ octets: 10n * GB, quarter_at: '2026-11-29T12:00:00.000Z', username: 'ann' }]);
  });

  test('and come once more, change nothing; known before the bill, they come to the same', async () => {
    await tell('ann', 130n, '2026-11-29');
    await turn('2026-12-05');
    expect(await story('ann')).toEqual(['2026-12-01 2026-11-01 1000', '2026-12-02 2026-11-01 500']);
    expect(await story('once')).toEqual(['2026-12-01 2026-11-01 1500']);
    const { rows } =
      await sql`select recount_from from subscriptions.subscription where recount_from is not null`.execute(
        isp.db.kernel.db,
      );
    expect(rows).toEqual([]);
  });

  test('and later again, are billed again, on top of what was', async () => {
    await tell('ann', 131n, '2026-11-30');
    await turn('2026-12-06');
    expect(await story('ann')).toEqual([
      '2026-12-01 2026-11-01 1000',
      '2026-12-02 2026-11-01 500',
      '2026-12-06 2026-11-01 50',
    ]);
    const [first, second, third] = await usageLines('ann');
    const corrects = `${first?.invoice_id}:${first?.line_no} ${second?.invoice_id}:${second?.line_no}`;
    expect(third?.trace).toMatchObject({ corrects });
  });
});

describe('records that were wrong and are taken away', () => {
  const recount = (from_on: string) =>
    isp.api.call(
      'POST',
      `/subscriptions/${of('less').subscription}/recount-usage`,
      { from_on },
      { 'idempotency-key': `from ${from_on}` },
    );

  test('are asked to be looked at: the difference comes back by a credit note of the line', async () => {
    await sql`update aaa.usage_quarter set output_octets = output_octets - ${8n * GB} where account_id = ${of('less').account}`.execute(
      isp.db.kernel.db,
    );
    expect(await recount('2026-11-20')).toMatchObject({
      status: 200,
      body: { usage_to: '2026-12-01', next_bill_on: '2026-12-06' },
    });
    await turn('2026-12-07');
    const [note, ...others] = await documents('credit-notes', 'less');
    expect(others).toEqual([]);
    expect(note).toMatchObject({
      reason: 'less was used than billed',
      gross_minor: 480,
      lines: [
        { kind: 'recount', description: 'metered: 112 GB used, not 120 GB', period_from: '2026-11-01', net_minor: 400 },
      ],
    });
    await recount('2026-11-20');
    await turn('2026-12-08');
    expect(await documents('credit-notes', 'less')).toHaveLength(1);
  });

  test('where no use is billed there is nothing to look at', async () => {
    expect(await recount('2026-12-01')).toMatchObject({ status: 409, body: { title: 'flows.no-use-billed-since' } });
  });
});

test('Σ lines less credits are what all of the use costs', async () => {
  await turn('2026-12-09');
  const { rows } = await sql`
    select a.name, (select sum(l.net_minor) from billing.invoice_line l where l.account_id = a.id and l.kind = 'usage' and l.period_from = '2026-11-01')::int
      - coalesce((select sum(c.net_minor) from billing.line_credit c where c.account_id = a.id and c.kind = 'recount'), 0)::int as net
    from crm.account a order by a.name`.execute(isp.db.kernel.db);
  expect(rows).toEqual(
    Object.entries({ ann: 1550, bob: 0, idle: 50, less: 600, once: 1500, some: 1500, step: 1600, void: 1000 }).map(
      ([name, net]) => ({ name, net }),
    ),
  );
});
