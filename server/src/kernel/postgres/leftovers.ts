import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresLeftover } from './faults.ts';
import { clusterMakers, clusterProcesses, recordedPostmaster, seesProcesses } from './processes.ts';

/** PostgreSQL's shutdowns (its manual, "Shutting Down the Server"), each with the time (ms) it is given: fast, immediate, none at all. */
const STEPS = [
  ['SIGINT', 30_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/** Orphans at rest see by themselves that their postmaster is gone, and its logger writes the last lines. */
const BY_THEMSELVES_MS = 200;

const signal = (pids: readonly number[], name: NodeJS.Signals): void => {
  for (const pid of pids)
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself meanwhile, or it is not ours to signal: then it is still there when the time is over.
    }
};

const goneWithin = async (cluster: string, ms: number): Promise<boolean> => {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    if ((await clusterProcesses(cluster)).length === 0) return true;
    await sleep(20);
  }
  return false;
};

const LOCK_FILE = /^(postmaster\.pid|\.s\.PGSQL\.\d+(\.lock)?)$/;

/**
 * Removes the lock files a dead server left in its cluster, when none of its processes lives. PostgreSQL takes a number used again (likely in a
 * restarted container), or one whose dead process nobody has collected, for a living server.
 */
export const forgetDead = async (cluster: string): Promise<void> => {
  if (!seesProcesses || (await clusterProcesses(cluster)).length > 0) return;
  for (const name of await readdir(cluster)) if (LOCK_FILE.test(name)) await rm(join(cluster, name), { force: true });
};

/**
 * Ends all that is left of a cluster's server: a living postmaster by a fast shutdown, its orphaned children as soon as they do not go by
 * themselves. What is committed stays. Throws `PostgresLeftover` when they do not go.
 */
export const endLeftovers = async (cluster: string, log: (line: string) => void): Promise<void> => {
  const [first] = await clusterProcesses(cluster);
  if (first === undefined) return;
  const hasPostmaster = first === (await recordedPostmaster(cluster));
  if (!hasPostmaster && (await goneWithin(cluster, BY_THEMSELVES_MS))) return;
  const found = await clusterProcesses(cluster);
  log(`ending what is left of an earlier PostgreSQL on ${cluster}: ${found.join(', ')}`);
  for (const [name, ms] of hasPostmaster ? STEPS : STEPS.slice(1)) {
    const pids = await clusterProcesses(cluster);
    signal(name === 'SIGINT' ? pids.slice(0, 1) : pids, name);
    if (await goneWithin(cluster, ms)) return;
  }
  throw PostgresLeftover({ dir: cluster, pids: await clusterProcesses(cluster) });
};

/** Ends what still makes a cluster that was never finished, after its platform was killed; there is nothing in it to lose. */
export const endMakers = async (cluster: string): Promise<void> => {
  const end = performance.now() + 5_000;
  for (;;) {
    const pids = [...(await clusterMakers(cluster)), ...(await clusterProcesses(cluster))];
    if (pids.length === 0) return;
    if (performance.now() > end) throw PostgresLeftover({ dir: cluster, pids });
    signal(pids, 'SIGKILL');
    await sleep(20);
  }
};
