/**
 * PostgreSQL does not answer while the network goes on (F4 of the reliability figures): log-ins are answered from memory, accounting is silent, and everything that was acknowledged is
 * there once, as is everything the NAS repeated until it was. `FAULT_SECONDS=60` makes it a minute. With `RADLOAD`, the path of a load generator, the RADIUS server is killed under full load too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { checkAcked } from '../../tools/bench/acked.ts';
import { clusterProcesses } from '../src/kernel/postgres/processes.ts';
import {
  begin,
  clearStage,
  end,
  flow,
  LONG_MS,
  login,
  nas,
  one,
  SECRET,
  SUBSCRIBERS,
  setStage,
  sound,
  streams,
  tree,
  whatWasSaid,
} from './crash-stage.ts';
import { eventually } from './eventually.ts';
import { freePort } from './platform.ts';
import { signal, textOf } from './process-table.ts';

const SECONDS = Number.parseInt(process.env.FAULT_SECONDS ?? '8', 10);
/** More than the log of log-ins has room for (8,000). */
const FLOOD = 9_000;
/** What a NAS waits at least for an answer before it asks again. */
const SOON_MS = 1000;
const MORE_MEMORY = 120 << 20;

let metrics: number;

beforeAll(async () => {
  metrics = await freePort();
  await setStage({ ISP_METRICS_PORT: String(metrics) });
}, LONG_MS);
afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.log(whatWasSaid());
  for (const stream of streams.splice(0)) stream.halt();
});
afterAll(() => clearStage(), LONG_MS);

const metric = async (name: string): Promise<number> => {
  const page = await (await fetch(`http://localhost:${metrics}/metrics`)).text();
  const line = page.split('\n').find((text) => text.startsWith(`${name}{`) || text.startsWith(`${name} `));
  return Number(line?.split(' ').at(-1));
};
const memory = (): number => Number(/^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${tree.pidOf('radius')}/status`))?.[1]) << 10;
const logged = async (): Promise<number> => Number((await one('select count(*)::int as n from aaa.login')).n);

/** Stops every process of PostgreSQL where it stands, first the one that makes others: nothing is refused, nothing answered. */
const freeze = async (): Promise<() => void> => {
  signal(tree.postmaster(), 'SIGSTOP');
  const pids = await clusterProcesses(join(tree.dir, 'postgres'));
  expect(pids.length).toBeGreaterThan(5);
  for (const pid of pids) signal(pid, 'SIGSTOP');
  return () => {
    for (const pid of pids) signal(pid, 'SIGCONT');
  };
};

const timedLogIn = async (number: number): Promise<number> => {
  const began = performance.now();
  await login(`user-${number % SUBSCRIBERS}`);
  return performance.now() - began;
};

/** Logs in one after another for so long; gives how long each took, in milliseconds. */
const logInFor = async (ms: number): Promise<number[]> => {
  const took: number[] = [];
  for (const until = performance.now() + ms; performance.now() < until; await sleep(20))
    took.push(await timedLogIn(took.length));
  return took;
};

const flood = async (): Promise<void> => {
  for (let i = 0; i < FLOOD; i += 200)
    await Promise.all(Array.from({ length: Math.min(200, FLOOD - i) }, (_, k) => timedLogIn(i + k)));
};

test(
  'PostgreSQL hangs: log-ins go on, accounting is silent and catches up, the log loses nothing',
  async () => {
    const sessions = await begin();
    const stream = flow(sessions);
    await stream.answered();
    await eventually(async () => expect(await logged()).toBe(SUBSCRIBERS));
    const before = memory();
    const thaw = await freeze();
    try {
      await sleep(300);
      const { acknowledged } = stream;
      const took = await logInFor(SECONDS * 1000);
      await flood();
      expect(stream.acknowledged).toBe(acknowledged);
      expect(took.length).toBeGreaterThan(SECONDS * 10);
      expect(Math.max(...took)).toBeLessThan(SOON_MS);
      expect(await metric('isp_radius_accounting_waiting')).toBeGreaterThan(0);
      expect(await metric('isp_radius_logins_dropped')).toBe(0);
      expect(memory() - before).toBeLessThan(MORE_MEMORY);
      console.log(`silent for ${SECONDS} s; ${took.length} log-ins and ${FLOOD} at once`);
      thaw();
      const again = await stream.answered();
      expect(await stream.missing(tree.databaseUrl())).toEqual([]);
      await stream.end();
      console.log(`${stream.sent} records; acknowledged again after ${Math.round(again)} ms`);
      expect({ acknowledged: stream.acknowledged, lost: stream.lost }).toEqual({ acknowledged: stream.sent, lost: 0 });
      await eventually(async () => expect(await logged()).toBe(SUBSCRIBERS + took.length + FLOOD));
    } finally {
      thaw();
    }
    await end(sessions);
    await sound();
  },
  LONG_MS,
);

const RADLOAD = process.env.RADLOAD;
if (RADLOAD === undefined) console.log('skipped: RADLOAD, the path of a load generator, is not set');

const RUN = 'abadcafe';
const loadArguments = (file: string): string[] => {
  const named = ['--user-pattern', 'user-%d', '-u', String(SUBSCRIBERS), '-s', SECRET, '-p', String(tree.ports.acct)];
  const often = ['-r', '60', '-to', '500', '--give-up', '60', '--dup', '0.05'];
  return ['-m', 'acct', '-M', '200000', '-t', String(SECONDS), '-S', '8', '-w', '32', ...named, ...often].concat([
    '--acked-log',
    file,
    '--run-id',
    RUN,
  ]);
};

const killWhile = async (child: ChildProcess): Promise<number> => {
  const ended = once(child, 'exit');
  let kills = 0;
  for (const until = performance.now() + SECONDS * 1000 - 500; performance.now() < until; kills++) {
    await sleep(1500);
    await tree.kill('radius');
  }
  await ended;
  return kills;
};

test.skipIf(RADLOAD === undefined)(
  'the RADIUS server is killed under full load: of what was acknowledged nothing is lost and nothing is there twice',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'isp-acked-'));
    const client = new pg.Client(tree.databaseUrl());
    await client.connect();
    try {
      const file = join(dir, 'acked.tsv');
      const kills = await killWhile(spawn(RADLOAD ?? '', loadArguments(file), { stdio: 'ignore' }));
      const { records, sessions, ...faults } = await checkAcked(client, file, RUN);
      console.log(`killed ${kills} times; ${records} records of ${sessions} sessions were acknowledged`);
      expect(records).toBeGreaterThan(1000);
      expect(faults).toEqual({ lost: 0, short: 0, unstopped: 0, wrong: 0, doubled: 0, miscounted: 0 });
    } finally {
      await client.end();
      rmSync(dir, { recursive: true });
    }
    expect(await nas.status('acct')).toBe(true);
  },
  LONG_MS,
);
