/** What is left of a month is used in later ones: told by a NAS on the wire over five months, through limits, bills, records that come late and a rehearsal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { eventually } from './eventually.ts';
import { type Answer, type Platform, startPlatform } from './platform.ts';

type Body = Answer['body'];

const SECRET = 'a secret of sixteen and more';
const PASSWORD = 'open sesame 42';
const GB = 1_000_000_000;
const LONG_MS = 240_000;
const FULL = '10000k/50000k';
const SLOW = '1000k/2000k';

/** 100 GB are in the price and at full speed, each more costs 0.50; what is left may be used for two months more, at most as much as a month has. */
const TERMS = {
  price_minor: 2000,
  rate_down_kbps: 50_000,
  rate_up_kbps: 10_000,
  included_bytes: 100 * GB,
  overage_unit_bytes: GB,
  overage_unit_price_minor: '50',
  fair_use: [{ per: 'period', after: 100 * GB, rate_down_kbps: 2000, rate_up_kbps: 1000 }],
  rollover: { periods: 2, most_percent: 100 },
};

let isp: Platform;
let nas: FakeNas;
let nas_id: string;
let now = Date.parse('2026-11-01T12:00:00Z');

interface Line {
  readonly account: string;
  readonly subscription: string;
  readonly session: FakeSession;
}

const turn = async (to: string, time = '12:00'): Promise<void> => {
  await isp.turnTo(`${to}T${time}:00Z`);
  now = Date.parse(`${to}T${time}:00Z`);
};

const enter = (name: string): Promise<FakeSession> =>
  eventually(async () => {
    const { session } = await nas.login(name, PASSWORD);
    if (!session) throw new Error(`${name} was not let on`);
    await nas.start(session);
    return session;
  });

const subscribe = async (name: string, plan: object): Promise<Line> => {
  const made = await isp.api.post('/plans', { code: name, name, ...plan });
  const account = String((await isp.api.post('/accounts', { name, zone: 'UTC' })).id);
  const { subscription } = await isp.api.post(`/accounts/${account}/subscriptions`, {
    account_id: account,
    plan_id: made.id,
    username: name,
    password: PASSWORD,
    anchor_day: 1,
  });
  return { account, subscription: (subscription as { id: string }).id, session: await enter(name) };
};

/** A session's record as of now, or a moment: so many GB so far. */
const tell = async (session: FakeSession, gb: number, at = now): Promise<void> => {
  expect(await nas.interim(session, { output_octets: BigInt(gb * GB), at_ms: at })).toBe(true);
};

const limits = async ({ subscription }: Line) =>
  (await isp.api.get(`/subscriptions/${subscription}/limits`)) as unknown as {
    readonly reason: string;
    readonly meters: readonly { readonly used: number; readonly left: number; readonly rolled_over: readonly Body[] }[];
  };

const runningUse = async ({ account }: Line) => {
  const { subscriptions } = await isp.api.get(`/accounts/${account}/running-bill`);
  return (subscriptions as Body[])[0]?.use;
};

const usageLines = async ({ account }: Line): Promise<Body[]> => {
  const { items = [] } = await isp.api.get(`/invoices?account_id=${account}&sort=issued_on&limit=100`);
  const invoices = await Promise.all(items.map(({ id }) => isp.api.get(`/invoices/${id}`)));
  return invoices.flatMap(({ id, lines }) =>
    (lines as Body[]).filter(({ kind }) => kind === 'usage').map((line): Body => ({ ...line, invoice_id: id })),
  );
};
const story = async (of: Line): Promise<string[]> =>
  (await usageLines(of)).map(({ period_from, description, net_minor }) => `${period_from} ${description} ${net_minor}`);

beforeAll(async () => {
  isp = await startPlatform({ now: '2026-11-01T12:00:00Z' });
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: isp.radius.auth, acct_port: isp.radius.acct },
    now: () => now,
  });
  await isp.api.patch('/dunning-policies/standard', { minimum_debt_minor: 1_000_000_000 });
  const bng = { name: 'bng', address: '127.0.0.1', secret: SECRET, vendor: 'mikrotik', coa_port: nas.coa_port };
  nas_id = String((await isp.api.post('/nas', bng)).id);
}, LONG_MS);
afterAll(async () => {
  await nas?.close();
  await isp?.stop();
});

describe('a month after the other', () => {
  let ann: Line;

  test(
    'what is left of November lifts the step of fair use in December, by as much',
    async () => {
      ann = await subscribe('ann', TERMS);
      await turn('2026-11-20');
      await tell(ann.session, 40);
      await turn('2026-12-01');
      const rolled = { of: '2026-11-01', amount: 60 * GB, ends_at: '2027-02-01T00:00:00.000Z' };
      expect((await limits(ann)).meters).toMatchObject([
        { used: 0, left: 160 * GB, rolled_over: [{ ...rolled, left: 60 * GB }] },
      ]);
      await turn('2026-12-10');
      await tell(ann.session, 40 + 130);
      expect((await limits(ann)).meters).toMatchObject([
        { used: 130 * GB, left: 30 * GB, rolled_over: [{ ...rolled, left: 0 }] },
      ]);
      expect(ann.session.rate).toBe(FULL);
    },
    LONG_MS,
  );

  test(
    'the record that crosses the whole slows the session by CoA, and “why?” says what there was',
    async () => {
      await turn('2026-12-15');
      await tell(ann.session, 40 + 165);
      await eventually(() => expect(ann.session.rate).toBe(SLOW));
      const reason = 'fair use: 100 GB of the period and 60 GB rolled over used, 2/1 Mbit/s until 1 January';
      expect((await limits(ann)).reason).toBe(reason);
      const tried = await isp.api.post('/logins/try', {
        username: 'ann',
        nas_id,
        calling_station_id: ann.session.calling_station_id,
      });
      expect(JSON.stringify(tried)).toContain(reason);
      expect(await runningUse(ann)).toMatchObject({
        used_bytes: 165 * GB,
        included_bytes: 100 * GB,
        rolled_over: [{ of: '2026-11-01', bytes: 60 * GB, left_bytes: 0, ends_on: '2027-02-01' }],
      });
    },
    LONG_MS,
  );

  test(
    'January begins at full speed, the session goes on; the bill charges what is beyond own and rolled over',
    async () => {
      await turn('2026-12-31', '23:55');
      await tell(ann.session, 40 + 165);
      expect(ann.session.rate).toBe(SLOW);
      await turn('2027-01-01', '00:01');
      await eventually(() => expect([ann.session.rate, ann.session.open]).toEqual([FULL, true]));
      await turn('2027-01-01');
      expect((await limits(ann)).meters).toMatchObject([{ used: 0, left: 100 * GB, rolled_over: [] }]);
      expect(await story(ann)).toEqual([
        '2026-11-01 ann: 40 GB used, 100 GB included 0',
        '2026-12-01 ann: 165 GB used, 100 GB included, 60 GB rolled over 250',
      ]);
      const line = (await usageLines(ann))[1];
      expect(await isp.api.get(`/invoices/${line?.invoice_id}/lines/${line?.line_no}/sources`)).toMatchObject({
        state: 'proven',
        rating: {
          included_octets: 100 * GB,
          rolled_over: [{ of: '2026-11-01', octets: 60 * GB, used_octets: 60 * GB }],
          billed_octets: 5 * GB,
        },
      });
    },
    LONG_MS,
  );

  test(
    'what rolled over is never more than the plan allows: what ends soonest goes',
    async () => {
      await turn('2027-01-20');
      await tell(ann.session, 205 + 20);
      await turn('2027-02-10');
      const rolled = { amount: 80 * GB, left: 80 * GB };
      expect((await limits(ann)).meters).toMatchObject([
        { left: 180 * GB, rolled_over: [{ of: '2027-01-01', ...rolled }] },
      ]);
      const { subscription, account } = ann;
      const act = { kind: 'end', on: '2027-04-20', subscription_id: subscription };
      const rehearsed = await isp.api.post(`/accounts/${account}/rehearsals`, { months: 3, use: 'none', acts: [act] });
      await turn('2027-03-10');
      expect((await limits(ann)).meters).toMatchObject([
        { left: 200 * GB, rolled_over: [{ of: '2027-02-01', amount: 100 * GB }] },
      ]);
      const made = (await usageLines(ann)).at(-1);
      expect(made?.description).toBe('ann: 0 B used, 100 GB included, 80 GB rolled over');
      expect(JSON.stringify(rehearsed.documents)).toContain(made?.description);
    },
    LONG_MS,
  );

  test(
    'a plan without it: what had rolled over is lost with the change',
    async () => {
      const plain = await isp.api.post('/plans', { code: 'plain', name: 'Plain', ...TERMS, rollover: null });
      await isp.api.post(`/subscriptions/${ann.subscription}/change-plan`, { plan_id: plain.id, when: 'now' });
      await eventually(async () =>
        expect((await limits(ann)).meters).toMatchObject([{ left: 100 * GB, rolled_over: [] }]),
      );
    },
    LONG_MS,
  );
});

test(
  'a record that comes late for a day that is billed changes what rolled over from it: the day after is corrected',
  async () => {
    const { fair_use: _, ...daily } = { ...TERMS, cycle_unit: 'day', included_bytes: 10 * GB, simultaneous: 2 };
    await turn('2027-03-12');
    const bob = await subscribe('bob', { ...daily, rollover: { periods: 1 } });
    const second = await enter('bob');
    const cut = now + 3_600_000;
    await turn('2027-03-13');
    await tell(bob.session, 4, cut);
    await turn('2027-03-14');
    expect((await story(bob)).at(-1)).toBe('2027-03-13 bob: 0 B used, 10 GB included, 6 GB rolled over 0');
    await tell(bob.session, 4 + 15);
    await turn('2027-03-15');
    expect((await story(bob)).at(-1)).toBe('2027-03-14 bob: 15 GB used, 10 GB included, 10 GB rolled over 0');
    await turn('2027-03-16');
    await tell(second, 12, Date.parse('2027-03-13T18:00:00Z'));
    await turn('2027-03-17');
    expect((await story(bob)).filter((line) => line.includes('not'))).toEqual([
      '2027-03-14 bob: 15 GB used, 4 GB rolled over, not 10 GB; 10 GB included, 4 GB rolled over 50',
    ]);
  },
  LONG_MS,
);

test.each([
  [
    { included_bytes: null, overage_unit_bytes: null, overage_unit_price_minor: null, fair_use: [] },
    'tariffs.rollover-unclear',
    /no volume/,
  ],
  [{ hours: [{ days: [1], from: '00:00', to: '06:00', free: true }] }, 'tariffs.rollover-unclear', /free hours/],
  [{ rollover: { periods: 13 } }, undefined, /periods/],
  [{ rollover: { periods: 2, most_bytes: 1, most_percent: 1 } }, undefined, /not both/],
  [{ rollover: { periods: 2, forever: true } }, undefined, /forever/],
])('terms %j are refused', async (change, code, why) => {
  const { status, body } = await isp.api.call(
    'POST',
    '/plans',
    { code: 'bad', name: 'Bad', ...TERMS, ...change },
    { 'idempotency-key': crypto.randomUUID() },
  );
  expect(status).toBe(code === undefined ? 400 : 422);
  if (code !== undefined) expect(body.title).toBe(code);
  expect(JSON.stringify(body)).toMatch(why);
});
