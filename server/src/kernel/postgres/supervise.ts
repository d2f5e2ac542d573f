import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, type Result, refused } from '@isp/values';
import { PostgresGaveUp, PostgresStartFailed } from './faults.ts';
import { endLeftovers } from './leftovers.ts';
import { pruneLogs } from './logs.ts';
import type { LaunchFailure, Running } from './server.ts';

const MOST_QUICK_ENDS = 5;
/** A server that served for this long was well; its end counts as the first. */
const WELL_MS = 1_000;
const DISK_FULL_WAIT_MS = 2_000;
const SAY_EVERY = 30;
const PRUNE_EVERY_MS = 3_600_000;
const FAST_SHUTDOWN_MS = 60_000;

/** What the supervisor watches, and how it starts it again. */
export interface Supervised {
  readonly cluster: string;
  readonly first: Running;
  readonly start: () => Promise<Result<Running, LaunchFailure>>;
  readonly log: (line: string) => void;
}

/** A server that is kept running. `failure` comes when the supervisor gave up. */
export interface Supervisor {
  readonly pid: () => number | undefined;
  readonly failure: Promise<Fault>;
  stop(): Promise<void>;
}

const shutDown = async (running: Running, { cluster, log }: Supervised): Promise<void> => {
  const send = (name: NodeJS.Signals) => {
    try {
      process.kill(running.pid, name);
    } catch {
      // It has ended already.
    }
  };
  send('SIGINT');
  const patience = new AbortController();
  const late = sleep(FAST_SHUTDOWN_MS, true, { signal: patience.signal }).catch(() => false);
  const isLate = await Promise.race([running.exited.then(() => false), late]);
  patience.abort();
  if (!isLate) return;
  log(`PostgreSQL on ${cluster} does not shut down: ending it at once (it recovers at its next start)`);
  send('SIGQUIT');
};

const startOnce = async (of: Supervised): Promise<Result<Running, LaunchFailure>> => {
  try {
    await endLeftovers(of.cluster, of.log);
    return await of.start();
  } catch (error) {
    return refused({ why: 'other', fault: PostgresStartFailed({ dir: of.cluster, reason: String(error) }) });
  }
};

/** Tries to start the server until it serves, the supervisor is stopping, or it failed too often. A full disk is waited out. */
const revive = async (
  of: Supervised,
  quickEnds: number,
  stopping: () => boolean,
): Promise<Running | Fault | undefined> => {
  for (let tries = quickEnds, waits = 0; !stopping(); ) {
    const started = await startOnce(of);
    if (started.ok) return started.value;
    const { why, fault } = started.reason;
    if (why === 'disk-full') {
      if (waits++ % SAY_EVERY === 0) of.log(`${fault.message} Waiting for space; PostgreSQL starts again by itself.`);
      await sleep(DISK_FULL_WAIT_MS);
      continue;
    }
    of.log(fault.message);
    if (++tries >= MOST_QUICK_ENDS) return PostgresGaveUp({ dir: of.cluster, times: tries, reason: fault.message });
    await sleep(100 * 2 ** tries);
  }
  return undefined;
};

/** Keeps a server running: starts it again when it ends by itself, at the same address, until it is stopped or fails again and again. */
export const supervise = (of: Supervised): Supervisor => {
  let current: Running | undefined = of.first;
  let stopping = false;
  const stopped = Promise.withResolvers<undefined>();
  const failure = Promise.withResolvers<Fault>();
  const pruner = setInterval(() => void pruneLogs(of.cluster), PRUNE_EVERY_MS).unref();

  const guard = async () => {
    for (let quickEnds = 0; current !== undefined; ) {
      const since = performance.now();
      const how = await Promise.race([current.exited, stopped.promise]);
      if (how === undefined || stopping) return;
      quickEnds = performance.now() - since < WELL_MS ? quickEnds + 1 : 0;
      of.log(`PostgreSQL (process ${current.pid}) ended by ${how}: starting it again`);
      current = undefined;
      const next = await revive(of, quickEnds, () => stopping);
      if (next === undefined) return;
      if (next instanceof Error) return failure.resolve(next);
      current = next;
      of.log(`PostgreSQL serves again (process ${current.pid})`);
    }
  };
  const guarding = guard();

  const end = async () => {
    stopping = true;
    stopped.resolve(undefined);
    clearInterval(pruner);
    await guarding;
    if (current !== undefined) await shutDown(current, of);
    await endLeftovers(of.cluster, of.log);
  };
  let ending: Promise<void> | undefined;
  return {
    pid: () => current?.pid,
    failure: failure.promise,
    stop: () => {
      ending ??= end();
      return ending;
    },
  };
};
