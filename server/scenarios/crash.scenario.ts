/**
 * kill -9 of any process at any moment of the spine's story loses nothing and doubles nothing (F1, F2, F11, F14 of the reliability figures).
 * The platform is the real one: `isp serve`, its PostgreSQL, one process a role. What is judged is what the database holds and what was acknowledged.
 *
 * `CRASH_ROUNDS=20 CRASH_SEED=7` makes it twenty times as long with the dice of another run.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FakeNas } from '../../tools/fake-nas/fake-nas.ts';
import type { FakeSession } from '../../tools/fake-nas/session.ts';
import { query } from '../src/kernel/postgres/postgres.fixture.ts';
import { clusterProcesses } from '../src/kernel/postgres/processes.ts';
import { eventually } from './eventually.ts';
import type { Api } from './platform.ts';
import { isAlive } from './process-table.ts';
import { Stream, seeded, wrongly } from './stream.ts';
import { plantTree, type Tree } from './tree.ts';

const SECRET = 'a secret of sixteen and more';
const SUBSCRIBERS = 20;
const PER_SECOND = 200;
const ROUNDS = Number.parseInt(process.env.CRASH_ROUNDS ?? '1', 10);
const SEED = Number.parseInt(process.env.CRASH_SEED ?? String(Date.now() % 1_000_000), 10);
const LONG_MS = 600_000 * ROUNDS;
const DAY_MS = 86_400_000;

const random = seeded(SEED);
const between = (from: number, to: number): number => Math.round(from + random() * (to - from));

let tree: Tree;
let api: Api;
let nas: FakeNas;
const accounts: string[] = [];

type Row = Record<string, never> & Record<string, unknown>;
const rows = (sql: string) => query(tree.databaseUrl(), sql);
const one = async (sql: string) => (await rows(sql))[0] as Record<string, unknown>;

/** Asks until it is answered: what a client does whose request was cut off, with the same key. */
const insist = (path: string, body: Record<string, unknown>, key: string): Promise<Row> =>
  eventually(async () => {
    const answer = await api.call('POST', path, body, { 'idempotency-key': key });
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({ status: expect.toBeOneOf([200, 201]) });
    return answer.body as Row;
  }, 60_000);

const login = (name: string): Promise<FakeSession> =>
  eventually(async () => {
    const { session } = await nas.login(name, `secret of ${name}`);
    if (!session) throw new Error(`${name} was not let on`);
    return session;
  });

const everyone = () => Promise.all(Array.from({ length: SUBSCRIBERS }, (_, i) => login(`user-${i}`)));

const begin = async (): Promise<FakeSession[]> => {
  const sessions = await everyone();
  expect(await Promise.all(sessions.map((s) => nas.start(s)))).not.toContain(false);
  return sessions;
};

const streams: Stream[] = [];
const flow = (sessions: readonly FakeSession[]): Stream => {
  const stream = new Stream(nas, sessions, PER_SECOND, random);
  streams.push(stream);
  return stream;
};

const end = async (sessions: readonly FakeSession[]): Promise<void> => {
  const stored = await Promise.all(sessions.map((s) => nas.stop(s, { output_octets: s.output_octets + 7n })));
  expect(stored).not.toContain(false);
  expect(await wrongly(tree.databaseUrl(), sessions)).toEqual([]);
};

const RECONCILE_ALL = `select graphile_worker.add_job('aaa.reconcile', json_build_object('account_id', account_id, 'subscription_id', id, 'cause', 'test'))
  from subscriptions.subscription`;

/** The queue is empty: every job was done, none is held by a dead worker. */
const idle = () =>
  eventually(
    async () => expect(await rows(`select task_identifier, attempts, locked_by from graphile_worker.jobs`)).toEqual([]),
    40_000,
  );

/** What holds at all times. */
const sound = async (): Promise<void> => {
  const found = await one(`select
    (select count(*)::int from (select 1 from billing.posting group by transaction_id, currency having sum(amount_minor) <> 0) x) as unbalanced,
    (select coalesce(sum(amount_minor), 0)::text from billing.posting) as ledger,
    (select coalesce(max(right(number, 6)::int), 0) - count(*)::int from billing.invoice) as gaps,
    (select count(*)::int - count(distinct number)::int from billing.invoice) as numbered_twice,
    (select count(*)::int from (select 1 from billing.invoice_line where kind = 'recurring' group by account_id, period_from having count(*) > 1) x) as billed_twice,
    (select count(*)::int from billing.invoice i where gross_minor <> (select sum(gross_minor) from billing.invoice_line l where l.invoice_id = i.id)) as not_as_lines,
    (select count(*)::int from billing.invoice i where i.gross_minor - i.open_minor <> coalesce((select sum(a.amount_minor) from payments.allocation a where a.invoice_id = i.id), 0)) as not_as_paid,
    (select count(*)::int from billing.bill_run where state = 'failed') as failed_runs`);
  expect(found).toEqual({
    unbalanced: 0,
    ledger: '0',
    gaps: 0,
    numbered_twice: 0,
    billed_twice: 0,
    not_as_lines: 0,
    not_as_paid: 0,
    failed_runs: 0,
  });
};

const now = async (): Promise<number> => Date.parse(String((await api.get('/sandbox')).now));
const clockAt = (ms: number): string => new Date(ms).toISOString();

beforeAll(async () => {
  console.log(`CRASH_SEED=${SEED} CRASH_ROUNDS=${ROUNDS}`);
  tree = await plantTree({ ISP_SANDBOX: '1' });
  await tree.start();
  api = await tree.api();
  nas = await FakeNas.open({
    secret: SECRET,
    server: { auth_port: tree.ports.auth, acct_port: tree.ports.acct },
    stamps: false,
    retry_ms: 250,
    tries: 400,
  });
  await api.post('/sandbox/clock', { now: '2027-01-31T09:00:00Z' });
  const plan = await api.post('/plans', {
    code: 'home',
    name: 'Home',
    price_minor: 1999,
    rate_down_kbps: 50_000,
    rate_up_kbps: 10_000,
  });
  await api.post('/pools', { code: 'home', name: 'Home', range: '10.20.0.0/24' });
  await api.post('/nas', {
    name: 'bng',
    address: '127.0.0.1',
    secret: SECRET,
    vendor: 'mikrotik',
    coa_port: nas.coa_port,
  });
  for (let i = 0; i < SUBSCRIBERS; i++) {
    const account = await api.post('/accounts', { name: `Account ${i}`, zone: 'UTC' });
    await api.post(`/accounts/${account.id}/subscriptions`, {
      account_id: account.id,
      plan_id: plan.id,
      username: `user-${i}`,
      password: `secret of user-${i}`,
    });
    accounts.push(String(account.id));
  }
}, LONG_MS);
/** The last words of the platform, without the many that say only that the database is away. */
const whatWasSaid = (): string =>
  tree.lines
    .join('')
    .split('\n')
    .filter((line) => line.includes('"worker"') || !/ECONNREFUSED|57P0|terminated unexpectedly/.test(line))
    .slice(-40)
    .map((line) => line.slice(0, 400))
    .join('\n');

afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(whatWasSaid());
  for (const stream of streams.splice(0)) stream.halt();
});
afterAll(async () => {
  await nas?.close();
  await tree?.stop();
  await tree?.remove();
}, LONG_MS);

describe('while accounting flows', () => {
  test(
    'the RADIUS server is killed: every acknowledged record is stored, once, and every repeat is acknowledged in the end',
    async () => {
      const sessions = await begin();
      const stream = flow(sessions);
      const away: number[] = [];
      for (let round = 0; round < 4 * ROUNDS; round++) {
        await sleep(between(300, 1000));
        await tree.kill('radius');
        away.push(Math.round(await stream.answered()));
        expect(await stream.missing(tree.databaseUrl())).toEqual([]);
      }
      await stream.end();
      console.log(
        `radius killed ${away.length} times; ${stream.sent} records, ${stream.acknowledged} acknowledged; answered again after ${away.join(', ')} ms`,
      );
      expect({ acknowledged: stream.acknowledged, lost: stream.lost }).toEqual({ acknowledged: stream.sent, lost: 0 });
      await end(sessions);
    },
    LONG_MS,
  );

  test(
    'PostgreSQL is killed: the same',
    async () => {
      const sessions = await begin();
      const stream = flow(sessions);
      const away: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        await sleep(between(300, 1000));
        const before = tree.postmaster();
        process.kill(before, 'SIGKILL');
        away.push(Math.round(await stream.answered()));
        expect(await eventually(() => stream.missing(tree.databaseUrl()))).toEqual([]);
        expect(tree.postmaster()).not.toBe(before);
        await rows(RECONCILE_ALL);
        await idle();
      }
      await stream.end();
      console.log(
        `PostgreSQL killed ${away.length} times; ${stream.sent} records; acknowledged again after ${away.join(', ')} ms`,
      );
      expect(stream.lost).toBe(0);
      await end(sessions);
      await tree.ready();
    },
    LONG_MS,
  );
});

describe('money', () => {
  test(
    'HTTP is killed amid a payment: repeated with its key, it is one payment',
    async () => {
      const makes = async (n: number) => {
        const [key, reference] = [crypto.randomUUID(), `payment ${n}`];
        const body = {
          account_id: accounts[n % accounts.length],
          method: 'transfer',
          amount_minor: 100 + n,
          reference,
        };
        await api.get('/sandbox');
        const first = api.call('POST', '/payments', body, { 'idempotency-key': key }).catch(() => undefined);
        await sleep(random() * 30);
        await tree.kill('http');
        const cut = await first;
        const again = await insist('/payments', body, key);
        if (cut && cut.status < 300) expect(again).toEqual(cut.body);
        return { reference, was_answered: cut !== undefined };
      };
      const made = [];
      for (let n = 0; n < 4 * ROUNDS; n++) made.push(await makes(n));
      const stored = await rows(`select reference, count(*)::int as n from payments.payment group by 1 order by 1`);
      expect(stored).toEqual(
        made.map(({ reference }) => ({ reference, n: 1 })).sort((a, b) => (a.reference < b.reference ? -1 : 1)),
      );
      console.log(
        `HTTP killed amid ${made.length} payments, ${made.filter((m) => m.was_answered).length} of them answered before`,
      );
      await sound();
    },
    LONG_MS,
  );

  /** Every account has one invoice for the period that begins on a day, and nothing is wrong. */
  const billed = async (months: number): Promise<void> => {
    const found = await rows(
      `select account_id from billing.invoice_line where kind = 'recurring' group by 1 having count(*) <> ${months}`,
    );
    expect(found).toEqual([]);
    await sound();
  };

  const months = async (): Promise<number> =>
    Number(
      (await one(`select count(distinct period_from)::int as n from billing.invoice_line where kind = 'recurring'`)).n,
    );

  test(
    'HTTP is killed while it turns the clock through bill runs: repeated, each period is billed once',
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const to = clockAt((await now()) + 3 * DAY_MS);
        const turned = api.call('POST', '/sandbox/clock', { now: to }).catch(() => undefined);
        await sleep(between(20, 700));
        await tree.kill('http');
        await turned;
        await insist('/sandbox/clock', { now: to }, crypto.randomUUID());
        await billed(await months());
        expect(await months()).toBeGreaterThan(0);
      }
    },
    LONG_MS,
  );

  const killing = {
    poller: () => tree.kill('poller'),
    worker: () => tree.kill('worker'),
    PostgreSQL: () => process.kill(tree.postmaster(), 'SIGKILL'),
  };
  const victims = () =>
    (Object.keys(killing) as (keyof typeof killing)[])
      .map((who) => ({ who, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ who }) => who);

  test(
    'poller, worker and PostgreSQL are killed while the poller catches up a month by itself',
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const before = await months();
        const to = (await now()) + 29 * DAY_MS;
        await payAll();
        await rows(`update kernel.sandbox_clock set at = '${clockAt(to)}', running = false, real_at = now()`);
        for (const who of victims()) {
          await sleep(between(200, 2500));
          await killing[who]();
        }
        const day = clockAt(to).slice(0, 10);
        await eventually(async () => {
          const { n } = await one(
            `select count(*)::int as n from kernel.schedule where name in ('bill-period', 'dunning') and last_at >= '${day}T02:00:00Z'`,
          );
          if (Number(n) !== 2) throw new Error(`the poller has not come to ${day}`);
        }, 240_000);
        await billed(before + 1);
      }
    },
    LONG_MS,
  );
});

const payAll = async (): Promise<void> => {
  for (const account_id of accounts) {
    const { balance } = (await api.get(`/accounts/${account_id}/page`)) as unknown as {
      balance: { open_minor: number };
    };
    if (balance.open_minor > 0)
      await insist('/payments', { account_id, method: 'card', amount_minor: balance.open_minor }, crypto.randomUUID());
  }
};

describe('the network is told', () => {
  const states = async () => {
    const found = await rows(
      `select s.state, x.mode, count(*)::int as n from subscriptions.subscription s join aaa.access x on x.subscription_id = s.id group by 1, 2 order by 1`,
    );
    return found.map((r) => `${r.state} ${r.mode} ${r.n}`);
  };

  test(
    'the worker is killed while it suspends everyone and while it restores them: each session is told all the same',
    async () => {
      await insist('/sandbox/clock', { now: clockAt((await now()) + DAY_MS) }, crypto.randomUUID());
      const { due } = await one(`select max(due_on)::text as due from billing.invoice where open_minor > 0`);
      const suspended = Date.parse(`${due}T06:00:00Z`) + 14 * DAY_MS;
      await insist('/sandbox/clock', { now: clockAt(suspended - 60_000) }, crypto.randomUUID());
      const sessions = await begin();
      await rows(
        `update kernel.sandbox_clock set at = '${clockAt(suspended + 30_000)}', running = false, real_at = now()`,
      );
      await eventually(
        async () => {
          if ((await rows(`select 1 from billing.dunning_step where kind = 'suspend'`)).length === 0)
            throw new Error('not yet');
        },
        120_000,
        5,
      );
      for (let kills = 0; kills < 2 * ROUNDS; kills++) {
        await tree.kill('worker');
        await sleep(between(0, 300));
      }
      await eventually(async () => expect(await states()).toEqual([`suspended walled ${SUBSCRIBERS}`]), 30_000);
      await eventually(
        () => expect(sessions.filter((s) => s.open && !s.walled).map((s) => s.username)).toEqual([]),
        30_000,
      );
      expect((await one(`select count(*)::int as n from billing.dunning_step where kind = 'suspend'`)).n).toBe(
        SUBSCRIBERS,
      );

      const paying = payAll();
      for (let kills = 0; kills < 2 * ROUNDS; kills++) {
        await sleep(between(50, 500));
        await tree.kill('worker');
      }
      await paying;
      await eventually(async () => expect(await states()).toEqual([`active allow ${SUBSCRIBERS}`]), 30_000);
      await eventually(
        () => expect(sessions.filter((s) => s.open && s.walled).map((s) => s.username)).toEqual([]),
        30_000,
      );
      await idle();
      await end(sessions.filter((s) => s.open));
      await sound();
    },
    LONG_MS,
  );
});

describe('the platform itself', () => {
  const others = (left: readonly number[]) =>
    eventually(() => {
      if (left.some(isAlive)) throw new Error(`still alive: ${left.filter(isAlive).join(', ')}`);
    }, 20_000);

  test(
    'the supervisor is killed and started again: its processes end, PostgreSQL is kept, the NAS loses nothing',
    async () => {
      const sessions = await begin();
      const stream = flow(sessions);
      const before = await one(
        `select (select count(*)::int from billing.invoice) as invoices, (select count(*)::int from payments.payment) as payments, (select count(*)::int from crm.account) as accounts`,
      );
      for (let round = 0; round < ROUNDS; round++) {
        await sleep(500);
        const postmaster = tree.postmaster();
        const began = performance.now();
        const left = await tree.killSupervisor();
        expect(left).toHaveLength(4);
        await tree.start();
        console.log(`supervisor killed: ready again after ${Math.round(performance.now() - began)} ms`);
        expect(tree.postmaster()).toBe(postmaster);
        await others(left);
        await stream.answered();
        expect(await stream.missing(tree.databaseUrl())).toEqual([]);
      }
      await stream.end();
      expect(stream.lost).toBe(0);
      await end(sessions);
      expect(
        await one(
          `select (select count(*)::int from billing.invoice) as invoices, (select count(*)::int from payments.payment) as payments, (select count(*)::int from crm.account) as accounts`,
        ),
      ).toEqual(before);
      await sound();
    },
    LONG_MS,
  );

  test(
    'everything is killed at once, as by a power cut, and started again',
    async () => {
      const sessions = await begin();
      const stream = flow(sessions);
      await sleep(between(300, 900));
      const postmaster = tree.postmaster();
      const left = await tree.killSupervisor();
      for (const pid of [...left, postmaster]) process.kill(pid, 'SIGKILL');
      await tree.start();
      await stream.answered();
      expect(await stream.missing(tree.databaseUrl())).toEqual([]);
      await stream.end();
      expect(stream.lost).toBe(0);
      await end(sessions);
      await sound();
    },
    LONG_MS,
  );

  test(
    'told to end, it leaves no process; started again, all is there',
    async () => {
      const pids = [
        tree.supervisor(),
        ...(['http', 'radius', 'worker', 'poller'] as const).flatMap((role) => tree.pidOf(role) ?? []),
      ];
      expect(pids).toHaveLength(5);
      expect(await tree.stop()).toBe(0);
      await others(pids);
      expect(await clusterProcesses(`${tree.dir}/postgres`)).toEqual([]);
      await tree.start();
      expect((await api.get('/accounts?limit=100')).items).toHaveLength(SUBSCRIBERS);
      await sound();
    },
    LONG_MS,
  );
});
