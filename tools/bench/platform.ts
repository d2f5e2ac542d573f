/** Our side of a bench: a database of its own with the settings of production, and roles as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { type Role, readConfig } from '../../server/src/kernel/config.ts';
import { migrate } from '../../server/src/kernel/migrate.ts';
import { createLogger } from '../../server/src/kernel/observe.ts';
import { type OpenKernel, openKernel } from '../../server/src/kernel/open.ts';
import { startEmbeddedPostgres } from '../../server/src/kernel/postgres/index.ts';
import { removeDataDir, temporaryDirectory } from '../../server/src/kernel/postgres/test-cluster.ts';
import { registry } from '../../server/src/main/app.ts';
import { borrowDatabase } from '../../server/src/main/database.ts';
import { roleArguments } from '../../server/src/main/role-process.ts';
import type { Run } from './measure.ts';

const KEY = 'a key for benches only';
/** As many as `isp bill-run` has. */
const CONNECTIONS = 8;

export interface Platform {
  readonly url: string;
  readonly kernel: OpenKernel;
  /** Its PostgreSQL; 0 of an installation's. */
  readonly postgres_pid: number;
  /** A connection of the bench's own, to fill and to look. */
  readonly client: pg.Client;
  /** Starts a role as its own process; gives the line that says where it is up. */
  start(role: Role, environment: Readonly<Record<string, string>>): Promise<RoleProcess>;
}

export interface RoleProcess {
  /** `radius 1812/1813 is up`. */
  readonly at: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A TCP port that is free now. */
export const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Ends a process of ours, gently if it lets us. */
export const endProcess = (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((gone) => {
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
    child.once('exit', () => {
      clearTimeout(late);
      gone();
    });
    child.kill('SIGTERM');
  });
};

const LOUD = 40;

/** Waits for the log line that says a role is up; what it warns of afterwards is said. */
const untilUp = (child: ChildProcess, say: (line: string) => void): Promise<string> =>
  new Promise((up, fail) => {
    child.once('exit', (code, signal) => fail(new Error(`the role ended before it was up (${signal ?? code})`)));
    const lines = createInterface({ input: child.stderr as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      if (!line.startsWith('{')) return say(line);
      const { level, msg } = JSON.parse(line) as { level: number; msg: string };
      if (msg.endsWith(' is up')) up(msg);
      else if (level >= LOUD) say(line);
    });
  });

/** Where `isp` keeps what was compiled. */
const NODE_COMPILE_CACHE = join(import.meta.dirname, '../../node_modules/.cache/isp');

const startRole = async (run: Run, role: Role, environment: NodeJS.ProcessEnv): Promise<RoleProcess> => {
  const profiled =
    run.profiles === undefined
      ? []
      : [
          '--cpu-prof',
          '--cpu-prof-interval=500',
          `--cpu-prof-dir=${run.profiles}`,
          `--cpu-prof-name=${role}-${process.pid}.cpuprofile`,
        ];
  const child = spawn(process.execPath, [...profiled, ...roleArguments(role)], {
    env: { ...environment, NODE_COMPILE_CACHE },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const stop = () => endProcess(child);
  run.afterwards(stop);
  return { at: await untilUp(child, run.say), pid: child.pid ?? 0, stop };
};

const temporary = async (run: Run): Promise<string> => {
  const dir = await temporaryDirectory();
  run.afterwards(() => removeDataDir(dir));
  return dir;
};

/** The database of an installation that runs, or that is started for the while. */
const borrowed = async (dir: string, run: Run) => ({
  ...(await borrowDatabase(readConfig({ ISP_DATA_DIR: dir }), run.say)),
  pid: 0,
});

/** Makes a database in a temporary directory and opens it; all of it is gone when the bench ends. Or opens that of an installation's data directory, which stays as it is left. */
export const openPlatform = async (run: Run, installation?: string): Promise<Platform> => {
  const dir = installation ?? (await temporary(run));
  const postgres =
    installation === undefined ? await startEmbeddedPostgres({ dataDir: dir, log: run.say }) : await borrowed(dir, run);
  run.afterwards(() => postgres.stop());
  await migrate(postgres.url);
  const settings = { ISP_DATA_DIR: dir, ...(installation === undefined ? { ISP_SECRET_KEY: KEY } : {}) };
  const config = readConfig({ ...settings, ISP_LOG_LEVEL: 'warn' });
  const kernel = await openKernel({
    config,
    url: postgres.url,
    registry,
    log: createLogger('warn', 'bench'),
    connections: CONNECTIONS,
  });
  run.afterwards(() => kernel.close());
  const client = new pg.Client(postgres.url);
  await client.connect();
  run.afterwards(() => client.end());
  return {
    url: postgres.url,
    kernel,
    postgres_pid: postgres.pid,
    client,
    start: (role, environment) =>
      startRole(run, role, {
        ...process.env,
        ...settings,
        DATABASE_URL: postgres.url,
        ISP_LOG_LEVEL: 'info',
        ...environment,
      }),
  };
};
