import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, ok, type Result, refused } from '@isp/values';
import { type Address, addressArguments } from './address.ts';
import { program } from './binaries.ts';
import { diskFullFault } from './disk.ts';
import { PostgresStartFailed } from './faults.ts';
import type { ClusterPlan } from './initdb.ts';
import type { Lock } from './lock.ts';
import { LOG_SETTINGS, logSince, markLog } from './logs.ts';
import { createDatabase, type Found, probe } from './probe.ts';
import { clusterProcesses, processStart, recordedPostmaster } from './processes.ts';
import { asOwner } from './run.ts';
import { settingsArguments } from './settings.ts';
import { setWatchdog } from './watchdog.ts';

const POLL_MS = 10;
const SILENT_LIMIT_MS = 60_000;
const SAY_EVERY_MS = 10_000;

/** A server that serves. `exited` tells how it ended, once it has. */
export interface Running {
  readonly pid: number;
  readonly exited: Promise<string>;
}

/** Why a server did not come up, as far as it tells what to do next. */
export type Hindrance = 'port-taken' | 'no-socket' | 'still-in-use' | 'disk-full' | 'wrong-password' | 'other';

/** A start that failed: what hindered it, and the fault to throw when there is no way around. */
export interface LaunchFailure {
  readonly why: Hindrance;
  readonly fault: Fault;
}

/** What it takes to start a server: a cluster, an address and the lock we hold. */
export interface ServerPlan extends ClusterPlan {
  readonly address: Address;
  readonly lock: Lock;
}

const HINDRANCES: readonly (readonly [RegExp, Hindrance])[] = [
  [/could not create any TCP\/IP sockets/, 'port-taken'],
  [/could not create any Unix-domain sockets/, 'no-socket'],
  [/shared memory block .* is still in use|lock file ".*" already exists/, 'still-in-use'],
];

const serverArguments = ({ place, address, settings }: ServerPlan): string[] => [
  ...['-D', place.cluster],
  ...addressArguments(address),
  ...settingsArguments(LOG_SETTINGS),
  ...settingsArguments(settings),
];

/** Names a server's programs and settings; equal when a running one need not be started anew. */
export const fingerprint = (plan: ServerPlan): string =>
  createHash('sha256')
    .update([plan.binaries.dir, plan.binaries.version, ...serverArguments(plan)].join('\0'))
    .digest('hex');

const reasonIn = (output: string): string =>
  [...output.matchAll(/(?:FATAL|PANIC):\s*(.+)/g)].at(-1)?.[1] ??
  (output.trim().split('\n').at(-1) || 'it gave no reason');

const failure = async (plan: ServerPlan, output: string): Promise<LaunchFailure> => {
  const dir = plan.place.cluster;
  const why = HINDRANCES.find(([pattern]) => pattern.test(output))?.[1];
  const full = why === undefined ? await diskFullFault(dir, output) : undefined;
  if (full !== undefined) return { why: 'disk-full', fault: full };
  return { why: why ?? 'other', fault: PostgresStartFailed({ dir, reason: reasonIn(output) }) };
};

/** Waits until the server serves, is found to refuse us, or `gone` says that it ended. Recovery after a crash may take its time. */
const untilReady = async (plan: ServerPlan, gone: () => boolean): Promise<Found> => {
  let heard = performance.now();
  let said = heard;
  while (!gone() && performance.now() - heard < SILENT_LIMIT_MS) {
    const found = await probe(plan.address, plan.password);
    if (found === 'starting') heard = performance.now();
    else if (found !== 'silent') return found;
    if (performance.now() - said > SAY_EVERY_MS) {
      plan.log(`PostgreSQL on ${plan.place.cluster} is still starting (recovery after an unclean stop takes its time)`);
      said = performance.now();
    }
    await sleep(POLL_MS);
  }
  return 'silent';
};

const spawnServer = (plan: ServerPlan) => {
  const child = spawn(program(plan.binaries, 'postgres'), serverArguments(plan), {
    ...asOwner(plan.place.owner),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-65_536);
  });
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  return { child, exited, stderr: () => stderr };
};

const stopChild = async (child: ChildProcess, exited: Promise<string>): Promise<void> => {
  child.kill('SIGQUIT');
  await exited;
};

/** Starts the server and waits until it serves the platform's database, which is made when there is none. Never leaves a failed server running. */
export const launch = async (plan: ServerPlan): Promise<Result<Running, LaunchFailure>> => {
  const mark = await markLog(plan.place.cluster);
  const { child, exited, stderr } = spawnServer(plan);
  let ended: string | undefined;
  const callOff = child.pid === undefined ? () => undefined : setWatchdog(child.pid, plan.place, plan.lock);
  void exited.then((how) => {
    ended = how;
    callOff();
  });
  const failed = async (extra: string) => {
    await stopChild(child, exited);
    return `${await logSince(plan.place.cluster, mark)}\n${stderr()}\n${extra}`;
  };
  const found = await untilReady(plan, () => ended !== undefined);
  if (found === 'wrong-password') return refused({ ...(await failure(plan, await failed(''))), why: found });
  if (found === 'silent' || child.pid === undefined)
    return refused(await failure(plan, await failed(ended ?? 'it does not answer')));
  try {
    if (found === 'no-database') await createDatabase(plan.address, plan.password);
  } catch (error) {
    return refused(await failure(plan, await failed(String(error))));
  }
  return ok({ pid: child.pid, exited });
};

const untilGone = async (pid: number, start: string): Promise<string> => {
  while ((await processStart(pid)) === start) await sleep(200);
  return 'an unknown cause (it was started by an earlier platform process)';
};

/** The living server of a dead platform, when it serves at the plan's address: it is kept, watched and guarded like one of our own. */
export const adopt = async (plan: ServerPlan): Promise<Running | undefined> => {
  const pid = await recordedPostmaster(plan.place.cluster);
  const start = pid === undefined ? undefined : await processStart(pid);
  if (pid === undefined || start === undefined || (await clusterProcesses(plan.place.cluster))[0] !== pid)
    return undefined;
  if ((await probe(plan.address, plan.password)) !== 'ready') return undefined;
  const callOff = setWatchdog(pid, plan.place, plan.lock);
  const exited = untilGone(pid, start);
  void exited.then(callOff);
  return { pid, exited };
};
