/** Everybody at once: back after a power cut, suspended by the thousand, and one who pays and is told. */
import type { Id } from '@isp/values';
import { payBill } from '../../server/src/flows/pay-bill.ts';
import { suspendUnpaid } from '../../server/src/flows/unpaid.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import { FakeNas } from '../fake-nas/fake-nas.ts';
import type { FakeSession } from '../fake-nas/session.ts';
import { fill } from './fill.ts';
import { type Bench, median, quantile, type Row, type Run } from './measure.ts';
import { openPlatform, type Platform } from './platform.ts';
import { findRadload, load, type Server } from './radload.ts';

interface Size {
  readonly users: number;
  readonly nases: number;
  readonly rounds: number;
  /** Suspended at once, of the users. */
  readonly suspended: number;
  /** Log-ins a second meanwhile. */
  readonly pace: number;
  /** Seconds for which those are watched. */
  readonly seconds: number;
  readonly payments: number;
}

const SIZE: Size = { users: 20_000, nases: 20, rounds: 3, suspended: 10_000, pace: 1000, seconds: 30, payments: 500 };
const QUICK: Size = { users: 500, nases: 4, rounds: 2, suspended: 200, pace: 200, seconds: 5, payments: 40 };

/** What a NAS waits before it asks again. */
const RETRY_MS = 3000;
const SECRET = 'testing123';
const COA_PORT = 3799;
/** Users who are not online, to log in while others are suspended. */
const OTHERS = 2000;
/** Transactions of suspensions under way at once. */
const AT_ONCE = 4;
const PAYMENT_EVERY_MS = 50;

interface Stage {
  readonly platform: Platform;
  readonly ours: Server;
  readonly nases: readonly FakeNas[];
}

const setStage = async (run: Run, size: Size): Promise<Stage> => {
  const platform = await openPlatform(run);
  await fill(platform, { accounts: size.users + OTHERS, seed: run.seed, log_ins: true });
  // The addresses of a filled database are of no pool: a suspension would take them away, which no CoA can.
  await platform.client.query('update aaa.access set framed_ip = null');
  const role = await platform.start('radius', { ISP_RADIUS_AUTH_PORT: '0', ISP_RADIUS_ACCT_PORT: '0' });
  const worker = await platform.start('worker', {});
  const [, auth, acct] = /radius (\d+)\/(\d+)/.exec(role.at) ?? [];
  const server = { auth_port: Number.parseInt(auth ?? '', 10), acct_port: Number.parseInt(acct ?? '', 10) };
  const nases: FakeNas[] = [];
  for (let i = 1; i <= size.nases; i++) {
    const nas = await FakeNas.open({
      secret: SECRET,
      server,
      address: `127.0.1.${i}`,
      coa_port: COA_PORT,
      identifier: `bng-${i}`,
      retry_ms: RETRY_MS,
      tries: 10,
    });
    run.afterwards(() => nas.close());
    nases.push(nas);
  }
  const pids = [role.pid, worker.pid, platform.postgres_pid];
  return { platform, ours: { port: server.auth_port, also: ['--require-ma'], pids }, nases };
};

const six = (n: number): string => String(n).padStart(6, '0');

const comeBack = async (nas: FakeNas, user: number): Promise<FakeSession> => {
  const { outcome, session } = await nas.login(`user${six(user)}`, `pw${six(user)}`);
  if (session === undefined) throw new Error(`rejected: user${six(user)}: ${outcome}`);
  if (!(await nas.start(session))) throw new Error(`rejected: the Start of user${six(user)} was not acknowledged`);
  return session;
};

interface Return {
  readonly ms: number;
  /** The longest wait for one answer, in milliseconds. */
  readonly longest: number;
  readonly repeats: number;
  readonly sessions: readonly FakeSession[];
}

const repeatsOf = (nases: readonly FakeNas[]): number => nases.reduce((sum, nas) => sum + nas.repeats, 0);

/** The power is back: every NAS says that it started, and all its subscribers want in at the same moment. */
const powerCut = async ({ nases }: Stage, size: Size): Promise<Return> => {
  for (const nas of nases) await nas.restart();
  const before = repeatsOf(nases);
  for (const nas of nases) nas.takeLongest();
  const began = performance.now();
  const sessions = await Promise.all(
    Array.from({ length: size.users }, (_, i) => comeBack(nases[i % nases.length] as FakeNas, i)),
  );
  const longest = Math.max(...nases.map((nas) => nas.takeLongest()));
  return { ms: performance.now() - began, longest, repeats: repeatsOf(nases) - before, sessions };
};

/** The accounts in the order of their users, so that the first are those who are suspended. */
const accountsOf = async ({ client }: Platform, count: number): Promise<Id[]> => {
  const { rows } = await client.query<{ account_id: Id }>(
    'select account_id from aaa.credential order by username limit $1',
    [count],
  );
  return rows.map((row) => row.account_id);
};

const inLanes = async <T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < all.length) await work(all[next++] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
};

const until = async (what: () => boolean, ms: number): Promise<void> => {
  for (const end = performance.now() + ms; !what(); await new Promise((next) => setTimeout(next, 5)))
    if (performance.now() > end) throw new Error('rejected: not all were told in time');
};

const suspendAll = async (platform: Platform, accounts: readonly Id[], sessions: readonly FakeSession[]) => {
  const began = performance.now();
  await inLanes(accounts, (id) => transact(platform.kernel, system('bench'), (ctx) => suspendUnpaid(ctx, id)));
  const committed = performance.now() - began;
  await until(() => sessions.every((one) => one.walled), 300_000);
  return { committed, told: performance.now() - began };
};

/** 99 of 100 log-ins of those who were not online take at most this, in milliseconds. */
const logInsOf = async (radload: string, { ours }: Stage, size: Size, seed: number): Promise<number> => {
  const users = ['-u', OTHERS, '--user-base', size.users];
  const pace = ['--rate', size.pace, '-t', size.seconds, '-S', 4, '-w', 64, '--seed', seed];
  const { lat_us } = await load(radload, { ...ours, also: [] }, ['-m', 'auth-pap', ...users, ...pace]);
  return lat_us.p99 / 1000;
};

const suspensions = async (run: Run, stage: Stage, size: Size, sessions: readonly FakeSession[]): Promise<Row[]> => {
  const accounts = await accountsOf(stage.platform, size.suspended);
  const rows: Row[] = [];
  const radload = findRadload(run);
  const calm = radload === undefined ? Number.NaN : await logInsOf(radload, stage, size, run.seed);
  const meanwhile = radload === undefined ? Number.NaN : logInsOf(radload, stage, size, run.seed + 1);
  const { committed, told } = await suspendAll(stage.platform, accounts, sessions.slice(0, size.suspended));
  const shared = { bench: 'crowd', less: true } as const;
  const many = size.suspended.toLocaleString('en-US');
  const all = { ...shared, what: `${many} suspended at once: all walled by CoA`, unit: 'ms' };
  rows.push({ ...all, ours: [told], mark: 'the last of them committed', theirs: [committed] });
  if (radload !== undefined) {
    const slow = { ...shared, what: `log-ins at ${size.pace}/s meanwhile, 99 of 100`, unit: 'ms' };
    rows.push({
      ...slow,
      ours: [await meanwhile],
      mark: 'with no suspensions',
      theirs: [calm],
      target: 'ours ≤ 20 ms',
    });
  }
  return rows;
};

/** Milliseconds from the payment's commit until the CoA is at the NAS, one after another. */
const payments = async (
  { platform, nases }: Stage,
  size: Size,
  sessions: readonly FakeSession[],
): Promise<number[]> => {
  const at = new Map<string, number>();
  for (const nas of nases) nas.on('received', (_, session) => session && at.set(session.username, performance.now()));
  const accounts = await accountsOf(platform, size.payments);
  const took: number[] = [];
  for (const [i, account_id] of accounts.entries()) {
    const session = sessions[i] as FakeSession;
    await transact(platform.kernel, system('bench'), (ctx) =>
      payBill(ctx, { account_id, method: 'card', amount_minor: 1999n } as Parameters<typeof payBill>[1]),
    );
    const committed = performance.now();
    await until(() => at.has(session.username), 30_000);
    took.push(Math.max(0, (at.get(session.username) as number) - committed));
    await new Promise((next) => setTimeout(next, PAYMENT_EVERY_MS));
  }
  return took.sort((a, b) => a - b);
};

/** Twenty thousand back after a power cut; ten thousand suspended at once while others log in; and how soon who paid is told. */
export const crowd: Bench = {
  name: 'crowd',
  run: async (run) => {
    const size = run.quick ? QUICK : SIZE;
    const stage = await setStage(run, size);
    const returns: Return[] = [];
    for (let round = 0; round < size.rounds; round++) returns.push(await powerCut(stage, size));
    const times = returns.map((one) => one.ms);
    run.say(`${size.users} back: ${times.map(Math.round).join(', ')} ms`);
    const sessions = returns.at(-1)?.sessions ?? [];
    const rows = await suspensions(run, stage, size, sessions);
    const took = await payments(stage, size, sessions);
    const shared = { bench: 'crowd', unit: 'ms', less: true } as const;
    const back = `${size.users.toLocaleString('en-US')} at once after a power cut, all online`;
    return {
      rows: [
        {
          ...shared,
          what: `${back}: the longest wait for one answer`,
          ours: returns.map((one) => one.longest),
          mark: 'a NAS’s first retry, 3 s',
          theirs: times.map(() => RETRY_MS),
          target: '≤ 1',
        },
        { ...shared, what: back, ours: times, mark: '–', theirs: [] },
        ...rows,
        { ...shared, what: 'payment committed → CoA at the NAS, median', ours: [median(took)], mark: '–', theirs: [] },
        {
          ...shared,
          what: 'payment committed → CoA at the NAS, 99 of 100',
          ours: [quantile(took, 0.99)],
          mark: '–',
          theirs: [],
          target: 'ours ≤ 250 ms',
        },
      ],
      remarks: [
        `${size.nases} NASes with at most 255 requests of a kind out at once; a log-in and a Start each, the Start acknowledged after its commit. Requests sent once more in ${size.rounds} power cuts: ${returns.reduce((sum, one) => sum + one.repeats, 0)}. The NASes and the suspensions run in one process of the bench, on the same processors.`,
      ],
    };
  },
};
