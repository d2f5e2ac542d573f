import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts';
import { clusterProcesses } from './processes.ts';
import { fastDirectory, removeDataDir } from './test-cluster.ts';

/** A data directory of a test, with all it takes to leave nothing behind. */
export interface Trial {
  readonly dir: string;
  readonly lines: string[];
  start(settings?: Record<string, string>): Promise<EmbeddedPostgres>;
  startElsewhere(): Promise<OtherPlatform>;
}

/** A platform in a process of its own, to be killed. */
export interface OtherPlatform {
  readonly process: ChildProcess;
  readonly url: string;
  readonly pid: number;
}

const SCRIPT = fileURLToPath(new URL('./platform.fixture.ts', import.meta.url));

/** Runs one statement and gives its rows. */
export const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Tries until it succeeds; the last error after `ms` milliseconds. */
export const eventually = async <T>(attempt: () => Promise<T>, ms = 20_000): Promise<T> => {
  const end = performance.now() + ms;
  for (;;)
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(20);
    }
};

/** Starts a platform as a process of its own; rejects with what it wrote when it does not come up. */
export const spawnPlatform = async (dir: string, user: { uid?: number; gid?: number } = {}): Promise<OtherPlatform> => {
  const child = spawn(process.execPath, [SCRIPT, dir], { stdio: ['ignore', 'pipe', 'pipe'], ...user, cwd: '/' });
  let output = '';
  const { promise, resolve, reject } = Promise.withResolvers<OtherPlatform>();
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    const { url, pid } = JSON.parse(chunk.toString()) as { url: string; pid: number };
    resolve({ process: child, url, pid });
  });
  child.once('error', reject);
  child.once('close', () => reject(new Error(output)));
  return promise;
};

/** Ends a platform by a signal and waits for its end. */
export const endPlatform = async (platform: OtherPlatform, signal: NodeJS.Signals): Promise<void> => {
  const ended = once(platform.process, 'exit');
  platform.process.kill(signal);
  await ended;
};

const noneLeft = (cluster: string) =>
  eventually(async () => {
    const left = await clusterProcesses(cluster);
    if (left.length > 0) throw new Error(`left running: ${left.join(', ')}`);
  });

/** Gives a test a data directory, in memory unless `on` says otherwise; afterwards all it started is stopped and the directory removed. */
export const withTrial = async (
  use: (trial: Trial) => Promise<void>,
  on: () => Promise<string> = fastDirectory,
): Promise<void> => {
  const dir = await on();
  const servers: EmbeddedPostgres[] = [];
  const platforms: OtherPlatform[] = [];
  const lines: string[] = [];
  const start = async (settings: Record<string, string> = {}) => {
    const server = await startEmbeddedPostgres({ dataDir: dir, log: (line) => lines.push(line), settings });
    servers.push(server);
    return server;
  };
  const startElsewhere = async () => {
    const platform = await spawnPlatform(dir);
    platforms.push(platform);
    return platform;
  };
  try {
    await use({ dir, lines, start, startElsewhere });
  } finally {
    for (const server of servers) await server.stop();
    for (const platform of platforms)
      if (platform.process.exitCode === null && platform.process.signalCode === null)
        await endPlatform(platform, 'SIGTERM');
    await noneLeft(`${dir}/postgres`);
    await removeDataDir(dir);
  }
};

/** True when the tests run as root; else says in one line what is not tested, which fails where nothing may be left out (CI). */
export const rootFor = (what: string): boolean => {
  if (process.getuid?.() === 0) return true;
  if (process.env.CI === 'true') throw new Error(`${what}: CI must run this as root`);
  console.warn(`skipped, needs root: ${what}`);
  return false;
};
