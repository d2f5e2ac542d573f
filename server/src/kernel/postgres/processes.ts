import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';

/** True where all processes and their directories can be seen, in Linux's /proc. */
export const seesProcesses = existsSync('/proc/self/stat');

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
const linkOf = (path: string): Promise<string> => readlink(path).catch(() => '');

/**
 * When a process was started, in the system's own words, or `undefined` when there is none (or only its zombie).
 * A number and this together name a process for good: numbers are used again, starts are not.
 */
export const processStart = async (pid: number): Promise<string | undefined> => {
  if (!seesProcesses) return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).output.trim() || undefined;
  const stat = await textOf(`/proc/${pid}/stat`);
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === '' || state === 'Z' || state === 'X' ? undefined : rest[18];
};

/** Where process numbers mean something: this boot of this host, and the namespace (container) within it. */
export const whereabouts = async (): Promise<{ host: string; boot: string; namespace: string }> => ({
  host: hostname(),
  boot: (await textOf('/proc/sys/kernel/random/boot_id')).trim(),
  namespace: await linkOf('/proc/self/ns/pid'),
});

const servesCluster = async (pid: string, cluster: string): Promise<boolean> =>
  (await linkOf(`/proc/${pid}/cwd`)) === cluster && (await textOf(`/proc/${pid}/comm`)).trim() === 'postgres';

/** Living programs that make a cluster (initdb), which know it only by their arguments. Empty where there is no /proc. */
export const clusterMakers = async (cluster: string): Promise<number[]> => {
  const pids = seesProcesses ? (await readdir('/proc')).filter((name) => /^\d+$/.test(name)) : [];
  const commands = await Promise.all(pids.map((pid) => textOf(`/proc/${pid}/cmdline`)));
  const makes = (command: string) =>
    /\/initdb$/.test(command.split('\0')[0] ?? '') && command.split('\0').includes(cluster);
  return pids.filter((_, i) => makes(commands[i] ?? '')).map(Number);
};

/** The process number in the cluster's postmaster.pid, living or dead. */
export const recordedPostmaster = async (cluster: string): Promise<number | undefined> =>
  Number.parseInt(await textOf(join(cluster, 'postmaster.pid')), 10) || undefined;

const recordedIfAlive = async (cluster: string): Promise<number[]> => {
  const pid = await recordedPostmaster(cluster);
  const command = pid === undefined ? '' : (await run('ps', ['-o', 'command=', '-p', String(pid)])).output;
  return pid !== undefined && command.includes('postgres') ? [pid] : [];
};

/**
 * All living PostgreSQL processes of a cluster, the postmaster first when it lives.
 * They are known by their working directory, which is the cluster's; where there is no /proc, only the postmaster is found.
 */
export const clusterProcesses = async (cluster: string): Promise<number[]> => {
  if (!seesProcesses) return recordedIfAlive(cluster);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const serving = await Promise.all(pids.map((pid) => servesCluster(pid, cluster)));
  const found = pids.filter((_, i) => serving[i]).map(Number);
  const postmaster = await recordedPostmaster(cluster);
  return found.sort((a, b) => Number(b === postmaster) - Number(a === postmaster));
};
