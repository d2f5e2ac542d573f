/**
 * Limits, fair use and hours: what is used changes what holds, and the live session learns of it. Told with a NAS on the wire and a clock turned by hand.
 */
import { epochMs, instant } from '@isp/values';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Received } from '../../tools/fake-nas/coa-listener.ts';
import { FakeNas, type Login } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { writeRecords } from '../src/aaa/store/accounting.ts';
import { showLimits } from '../src/flows/show-limits.ts';
import { recordOf } from '../src/flows/usage-history.fixture.ts';
import { sql } from '../src/kernel/db.ts';
import { type Platform, startPlatform } from './platform.ts';

const SECRET = 'a secret of sixteen and more';
const GB = 1_000_000_000;
const FULL = '10000k/50000k';

let isp: Platform;
let nas: FakeNas;
let nas_id: string;
let clock = epochMs(instant('2026-11-25T10:00:00Z'));
const heard: Received[] = [];

type Row = Record<string, never> & Record<string, unknown>;

const turnTo = async (at: string): Promise<void> => {
  await isp.turnTo(at);
  clock = epochMs(instant(at));
};

const within = async (ms: number, what: () => boolean | Promise<boolean>): Promise<number> => {
  const began = performance.now();
  while (!(await what())) {
    if (performance.now() - began > ms) throw new Error(`not within ${ms} ms`);
    await new Promise((done) => setTimeout(done, 5));
  }
  return performance.now() - began;
};

interface Sold {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
}

/** An account with a plan of these terms; its user name is the plan's code. */
const sell = async (name: string, terms: Record<string, unknown>): Promise<Sold> => {
  const plan = await isp.api.post('/plans', {
    code: name,
    name,
    price_minor: 2000,
    rate_down_kbps: 50_000,
    rate_up_kbps: 10_000,
    ...terms,
  });
  const account = await isp.api.post('/accounts', { name, email: `${name}@example.org`, zone: 'Europe/Berlin' });
  const made = await isp.api.post(`/accounts/${account.id}/subscriptions`, {
    account_id: account.id,
    plan_id: plan.id,
    username: name,
    password: 'open sesame 42',
  });
  await within(3000, async () => (await login(name)).outcome !== 'reject');
  const { id } = made.subscription as { readonly id: string };
  return { id, account_id: account.id as string, name };
};

const login = (name: string): Promise<Login> => nas.login(name, 'open sesame 42');

const enter = async (name: string): Promise<FakeSession> => {
  const { session } = await login(name);
  if (!session) throw new Error(`${name} was not let on`);
  expect(await nas.start(session)).toBe(true);
  return session;
};

const download = (session: FakeSession, octets: number): Promise<boolean> =>
  nas.interim(session, { output_octets: BigInt(octets) });

interface Meter {
  readonly name: string;
  readonly what: string;
  readonly used: number;
  readonly left: number;
  readonly topped_up_left: number;
  readonly from_at: string;
  readonly to_at: string | null;
}
interface Shown {
  readonly mode: string;
  readonly reason: string;
  readonly rate_down_kbps: number;
  readonly changes_at: string | null;
  readonly meters: readonly Meter[];
  readonly top_ups: readonly Row[];
}
const limits = async ({ id }: Sold): Promise<Shown> =>
  (await isp.api.get(`/subscriptions/${id}/limits`)) as unknown as Shown;

const octetsTold = (answer: Login): number => {
  const of = (name: string) => Number(answer.attributes.find((a) => a.name === name)?.value ?? 0);
  return of('Mikrotik-Total-Limit') + of('Mikrotik-Total-Limit-Gigawords') * 2 ** 32;
};

const timeout = (answer: Login): number =>
  Number(answer.attributes.find((a) => a.name === 'Session-Timeout')?.value ?? 0);

describe('limits and fair use', () => {
  beforeAll(async () => {
    isp = await startPlatform({ now: '2026-11-25T10:00:00Z' });
    const { radius } = isp;
    nas = await FakeNas.open({
      secret: SECRET,
      server: { auth_port: radius.auth, acct_port: radius.acct },
      now: () => clock,
    });
    nas.on('received', (received) => heard.push(received));
    const made = await isp.api.post('/nas', {
      name: 'bng-1',
      address: '127.0.0.1',
      secret: SECRET,
      vendor: 'mikrotik',
      coa_port: nas.coa_port,
    });
    nas_id = made.id as string;
  });
  afterAll(async () => {
    await nas?.close();
    await isp?.stop();
  });

  test('an interim record crosses a step of fair use: a CoA slows the session within a second; a top-up lifts it at once; a new month, too', async () => {
    const fair = await sell('fair', {
      fair_use: [
        { per: 'month', after: 100 * GB, rate_down_kbps: 2000, rate_up_kbps: 1000 },
        { per: 'month', after: 150 * GB, rate_down_kbps: 1000, rate_up_kbps: 500 },
      ],
    });
    const session = await enter('fair');
    expect(session.rate).toBe(FULL);
    await download(session, 99 * GB);
    expect((await limits(fair)).meters).toMatchObject([
      { used: 99 * GB, left: GB, from_at: '2026-10-31T23:00:00.000Z', to_at: '2026-11-30T23:00:00.000Z' },
      { used: 99 * GB, left: 51 * GB },
    ]);
    expect(heard).toEqual([]);

    await download(session, 100 * GB);
    expect(await within(1000, () => session.rate === '1000k/2000k')).toBeLessThan(1000);
    expect(await limits(fair)).toMatchObject({
      mode: 'allow',
      rate_down_kbps: 2000,
      reason: 'fair use: 100 GB of the month used, 2/1 Mbit/s until 1 December',
      changes_at: '2026-11-30T23:00:00.000Z',
    });

    await isp.api.post(`/subscriptions/${fair.id}/top-ups`, {
      id: fair.id,
      what: 'data',
      amount: 10 * GB,
      reason: 'kindness',
    });
    await within(1000, () => session.rate === FULL);
    expect((await limits(fair)).meters[0]).toMatchObject({ left: 10 * GB, topped_up_left: 10 * GB });
    await download(session, 110 * GB);
    await within(1000, () => session.rate === '1000k/2000k');
    await download(session, 160 * GB);
    await within(1000, () => session.rate === '500k/1000k');
    await nas.stop(session);

    await turnTo('2026-11-30T22:50:00Z');
    const late = await enter('fair');
    expect(late.rate).toBe('500k/1000k');
    await turnTo('2026-11-30T23:00:05Z');
    await within(1000, () => late.rate === FULL);
    expect((await limits(fair)).meters[0]).toMatchObject({ used: 0, left: 100 * GB });
    await nas.stop(late);
  });

  test('free hours count against nothing, and hold nothing back', async () => {
    await turnTo('2026-12-02T20:00:00Z');
    const night = await sell('night', {
      fair_use: [{ per: 'day', after: 10 * GB, rate_down_kbps: 2000, rate_up_kbps: 2000 }],
      hours: [
        { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '06:00', free: true },
        { days: [1, 2, 3, 4, 5], from: '22:00', to: '23:00', rate_down_kbps: 20_000, rate_up_kbps: 5000 },
      ],
    });
    const session = await enter('night');
    await download(session, 10 * GB);
    await within(1000, () => session.rate === '2000k/2000k');
    await turnTo('2026-12-02T20:20:00Z');
    await download(session, 10 * GB);
    await turnTo('2026-12-02T20:40:00Z');
    await download(session, 10 * GB);
    await turnTo('2026-12-02T21:00:00Z');
    await within(1000, async () => (await limits(night)).rate_down_kbps === 2000);
    await nas.stop(session);

    await turnTo('2026-12-03T21:10:00Z');
    const evening = await enter('night');
    expect(evening.rate).toBe('5000k/20000k');
    expect((await limits(night)).reason).toBe('hours from 22:00 to 23:00: 20/5 Mbit/s until 3 December 23:00');
    await turnTo('2026-12-03T21:30:00Z');
    await download(evening, 9 * GB);
    await turnTo('2026-12-03T22:00:00Z');
    await within(1000, () => evening.rate === FULL);
    await turnTo('2026-12-03T22:45:00Z');
    await nas.stop(evening);
    const dark = await enter('night');
    await turnTo('2026-12-03T23:10:00Z');
    await download(dark, 50 * GB);
    await turnTo('2026-12-03T23:30:00Z');
    expect((await limits(night)).meters).toMatchObject([{ used: 0, left: 10 * GB }]);
    expect(dark.rate).toBe(FULL);
    await nas.stop(dark);
  });

  test('a limit in all that denies is told to the NAS as octets; used up, it ends by Disconnect, and the log-in says why', async () => {
    await turnTo('2026-12-04T10:00:00Z');
    const pack = await sell('pack', { limits: [{ what: 'data', per: 'total', amount: 10 * GB, action: 'deny' }] });
    const answer = await login('pack');
    expect(octetsTold(answer)).toBe(10 * GB);
    const session = await enter('pack');
    await download(session, 4 * GB);
    await nas.stop(session);
    await within(1000, async () => octetsTold(await login('pack')) === 6 * GB);
    const second = await enter('pack');
    heard.length = 0;
    await download(second, 6 * GB);
    await within(1000, () => !second.open);
    expect(heard.map((h) => h.kind)).toEqual(['disconnect']);
    expect((await login('pack')).outcome).toBe('reject');
    const tried = (await isp.api.post('/logins/try', { username: 'pack', nas_id })) as unknown as {
      reason: string;
      steps: { check: string; saw: string }[];
    };
    expect(tried.reason).toBe('access denied: limit: 10 GB in all used');
    await isp.api.post(`/subscriptions/${pack.id}/top-ups`, {
      id: pack.id,
      what: 'data',
      amount: 3 * GB,
      reason: 'paid at the counter',
      ends_at: '2026-12-05T00:00:00Z',
    });
    await within(1000, async () => octetsTold(await login('pack')) === 3 * GB);
    await turnTo('2026-12-05T00:00:05Z');
    await within(1000, async () => (await login('pack')).outcome === 'reject');
  });

  test('time connected: Session-Timeout is what is left of it, and a session of a limited length is told so', async () => {
    await turnTo('2026-12-07T10:00:00Z');
    const kid = await sell('kid', {
      session_timeout_s: 7200,
      limits: [
        { what: 'time', per: 'day', amount: 3 * 3600, action: 'deny' },
        { what: 'data', per: 'session', amount: 5 * GB, action: 'deny' },
      ],
    });
    const first = await login('kid');
    expect([timeout(first), octetsTold(first)]).toEqual([7200, 5 * GB]);
    const session = await enter('kid');
    await turnTo('2026-12-07T10:20:00Z');
    await download(session, GB);
    await turnTo('2026-12-07T10:40:00Z');
    await download(session, GB);
    await turnTo('2026-12-07T11:00:00Z');
    await nas.stop(session);
    await within(1000, async () => timeout(await login('kid')) === 7200);
    expect((await limits(kid)).meters).toMatchObject([{ what: 'time', used: 3600, left: 7200 }]);
    await turnTo('2026-12-07T11:10:00Z');
    const again = await enter('kid');
    await turnTo('2026-12-07T11:30:00Z');
    await download(again, GB);
    await nas.stop(again);
    await within(1000, async () => timeout(await login('kid')) === 6000);
    const long = await enter('kid');
    heard.length = 0;
    await download(long, 5 * GB);
    await within(1000, () => !long.open);
    expect(heard.map((h) => h.kind)).toEqual(['disconnect']);
    expect((await login('kid')).outcome).toBe('accept');
  });

  test('time that runs out while the session lives ends it without another record', async () => {
    await turnTo('2026-12-08T10:00:00Z');
    await sell('hour', { limits: [{ what: 'time', per: 'day', amount: 900, action: 'wall' }] });
    const session = await enter('hour');
    await turnTo('2026-12-08T10:14:50Z');
    expect(session.walled).toBe(false);
    await turnTo('2026-12-08T10:15:05Z');
    await within(1000, () => session.walled);
    await nas.stop(session);
  });

  test('a process that died between the commit of a record and what follows from it loses nothing: the sweep finds it', async () => {
    await turnTo('2026-12-09T10:00:00Z');
    const lost = await sell('lost', {
      fair_use: [{ per: 'month', after: 10 * GB, rate_down_kbps: 2000, rate_up_kbps: 1000 }],
    });
    const session = await enter('lost');
    const { rows } = await sql<{
      id: string;
    }>`select id from aaa.session where account_id = ${lost.account_id} and stopped_at is null`.execute(
      isp.db.kernel.db,
    );
    const record = recordOf({ account_id: lost.account_id, subscription_id: lost.id }, nas_id, {
      id: rows[0]?.id ?? '',
      heard_at: instant('2026-12-09T10:00:00Z'),
      octets: BigInt(GB),
    });
    const client = await isp.db.kernel.pool.connect();
    await writeRecords(client, [record], true).finally(() => client.release());
    expect(session.rate).toBe(FULL);
    await turnTo('2026-12-09T10:01:05Z');
    await within(1000, () => session.rate === '1000k/2000k');
    await nas.stop(session);
  });

  test('what a plan cannot mean is refused, and says why', async () => {
    const refused = async (terms: Record<string, unknown>) => {
      const answer = await isp.api.call('POST', '/plans', { code: 'bad', name: 'Bad', price_minor: 1, ...terms });
      return [answer.status, JSON.stringify(answer.body)];
    };
    const data = { what: 'data', per: 'month', amount: GB };
    const all = [1, 2, 3, 4, 5, 6, 7];
    for (const [terms, words] of [
      [{ limits: [{ ...data, action: 'slow' }] }, 'give both speeds when it slows down'],
      [{ limits: [{ ...data, per: 'session', action: 'wall' }] }, 'a limit of a session can only end it'],
      [{ limits: [{ ...data, what: 'time', direction: 'up', action: 'deny' }] }, 'only data has a direction'],
      [{ limits: [{ ...data, action: 'deny', of: 'x' }] }, 'this route does not take this field'],
      [{ hours: [{ days: all, from: '22:10', to: '06:00', free: true }] }, 'write a time at a quarter of an hour'],
      [{ hours: [{ days: [1, 1], from: '22:00', to: '06:00', free: true }] }, 'names a day twice'],
      [{ hours: [{ days: all, from: '22:00', to: '06:00' }] }, 'hours are free, or have a speed of their own'],
      [
        {
          limits: [{ ...data, per: 'total', action: 'deny' }],
          hours: [{ days: all, from: '22:00', to: '06:00', free: true }],
        },
        'tariffs.free-hours-too-long',
      ],
    ] as const) {
      const [status, body] = await refused(terms);
      expect([status, body]).toEqual([status === 422 ? 422 : 400, expect.stringContaining(words)]);
    }
    const plain = await sell('plain', {});
    const none = await isp.api.call(
      'POST',
      `/subscriptions/${plain.id}/top-ups`,
      { id: plain.id, what: 'data', amount: GB, reason: 'x' },
      { 'idempotency-key': 'k1' },
    );
    expect(none).toMatchObject({ status: 409, body: { title: 'flows.nothing-to-top-up' } });
  });

  test('a top-up asked for twice by one key is one; its owner sees it, and nobody else does', async () => {
    const twice = await sell('twice', { limits: [{ what: 'data', per: 'month', amount: GB, action: 'wall' }] });
    const input = { id: twice.id, what: 'data', amount: GB, reason: 'once' };
    const a = await isp.api.post(`/subscriptions/${twice.id}/top-ups`, input, 'one-key');
    const b = await isp.api.post(`/subscriptions/${twice.id}/top-ups`, input, 'one-key');
    expect(b.id).toBe(a.id);
    expect((await isp.api.get(`/top-ups?subscription_id=${twice.id}`)).items).toMatchObject([
      { amount: GB, reason: 'once' },
    ]);
    expect(await limits(twice)).toMatchObject({ meters: [{ left: 2 * GB }] });
    const owner = { kind: 'subscriber', id: twice.id, name: 'own', permissions: new Set(['*']) } as const;
    const asked = (account_id: string) =>
      isp.db.run((ctx) => showLimits(ctx, { id: twice.id }), { ...owner, account_id });
    expect(await asked(twice.account_id)).toMatchObject({
      mode: 'allow',
      meters: [{ left: 2 * GB }],
      top_ups: [{ reason: 'once' }],
    });
    await expect(asked('00000000-0000-7000-8000-000000000000')).rejects.toThrow('There is no subscription');
    const bad = { ...input, ends_at: '2026-12-09T12:07:00Z' };
    const answer = await isp.api.call('POST', `/subscriptions/${twice.id}/top-ups`, bad, { 'idempotency-key': 'k2' });
    expect(answer.body.title).toBe('subscriptions.top-up-end-invalid');
  });
});
