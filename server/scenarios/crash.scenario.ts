/**
 * kill -9 of any process at any moment of the spine's story loses nothing and doubles nothing (F1, F2, F11, F14 of the reliability figures).
 * The platform is the real one: `isp serve`, its PostgreSQL, one process a role. What is judged is what the database holds and what was acknowledged.
 *
 * `CRASH_ROUNDS=20 CRASH_SEED=7` makes it twenty times as long with the dice of another run.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { clusterProcesses } from '../src/kernel/postgres/processes.ts';
import {
  accounts,
  api,
  begin,
  between,
  clearStage,
  clockAt,
  DAY_MS,
  end,
  flow,
  idle,
  insist,
  LONG_MS,
  now,
  one,
  payAll,
  RECONCILE_ALL,
  ROUNDS,
  random,
  rows,
  SUBSCRIBERS,
  setStage,
  sound,
  streams,
  tree,
  whatWasSaid,
} from './crash-stage.ts';
import { eventually } from './eventually.ts';
import { isAlive } from './process-table.ts';

beforeAll(() => setStage(), LONG_MS);
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(whatWasSaid());
  for (const stream of streams.splice(0)) stream.halt();
});
afterAll(() => clearStage(), LONG_MS);

describe('while accounting flows', () => {
  test(
    'the RADIUS server is killed: every acknowledged record is stored, once, and every repeat is acknowledged in the end (duty 87)',
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
        await eventually(() => expect(tree.roles()).toHaveLength(4));
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
    'after all of it, who had an address is known of every session that had one, and until when',
    async () => {
      await insist('/sandbox/clock', { now: clockAt((await now()) + 60_000) }, crypto.randomUUID());
      await idle();
      const found =
        await one(`select (select count(*)::int from aaa.address_note) as waiting, (select count(*)::int from aaa.session) > 0 as any,
        array(select s.id from aaa.session s left join aaa.address_use u on u.session_id = s.id and u.what = s.framed_ip
          where s.framed_ip is not null and (u.id is null or u.to_at is distinct from s.stopped_at)) as missed`);
      expect(found).toEqual({ waiting: 0, any: true, missed: [] });
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
