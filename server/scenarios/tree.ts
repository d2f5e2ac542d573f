/** The platform as it is run: `isp serve` with its own PostgreSQL in a data directory of its own, one process a role, to be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../src/identity/create-client.ts';
import { system } from '../src/kernel/actor.ts';
import { type Role, readConfig } from '../src/kernel/config.ts';
import { transact } from '../src/kernel/ctx.ts';
import { createLogger } from '../src/kernel/observe.ts';
import { openKernel } from '../src/kernel/open.ts';
import { clusterProcesses } from '../src/kernel/postgres/processes.ts';
import { removeDataDir, temporaryDirectory } from '../src/kernel/postgres/test-cluster.ts';
import { registry } from '../src/main/app.ts';
import { type Api, createApi, freePort } from './platform.ts';

const ISP = join(import.meta.dirname, '../bin/isp.js');
const START_MS = 120_000;

const freeUdpPort = async (): Promise<number> => {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((closed) => socket.close(() => closed()));
  return port;
};

/** What a command said and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Tree {
  readonly dir: string;
  readonly url: string;
  readonly ports: { readonly auth: number; readonly acct: number };
  /** Everything the supervisors said. */
  readonly lines: string[];
  /** Starts `isp serve` and waits until it is ready. */
  start(env?: Record<string, string>): Promise<void>;
  ready(ms?: number): Promise<void>;
  /** Runs one `isp` command to its end. */
  command(args: readonly string[], env?: Record<string, string>): Promise<Said>;
  /** An owner's API client. */
  api(): Promise<Api>;
  databaseUrl(): string;
  supervisor(): number;
  postmaster(): number;
  /** The process of a role, or `undefined` while there is none. */
  pidOf(role: Role): number | undefined;
  /** Kills the process of a role as the kernel would; waits for one to be there. */
  kill(role: Role): Promise<number>;
  /** Kills the supervisor; gives the processes it leaves. */
  killSupervisor(): Promise<number[]>;
  /** Asks the supervisor to end; gives its exit code. */
  stop(): Promise<number | null>;
  /** Ends whatever is left and removes the directory. */
  remove(): Promise<void>;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const processes = (): Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = textOf(`/proc/${name}/stat`);
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const command = textOf(`/proc/${name}/cmdline`).replaceAll('\0', ' ').trim();
      return parent && state !== 'Z'
        ? [{ pid: Number.parseInt(name, 10), parent: Number.parseInt(parent, 10), command }]
        : [];
    });

/** True while a process lives. */
export const isAlive = (pid: number): boolean => processes().some((p) => p.pid === pid);

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
};

/** Tries until it succeeds; the last error after `ms` milliseconds. */
export const eventually = async <T>(attempt: () => T | Promise<T>, ms = 30_000, everyMs = 20): Promise<T> => {
  const end = performance.now() + ms;
  for (;;)
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(everyMs);
    }
};

const run = async (args: readonly string[], env: Record<string, string>): Promise<Said> => {
  const child = spawn(process.execPath, [ISP, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  await once(child, 'close');
  return { code: child.exitCode, ...said };
};

const environment = (dir: string, ports: readonly [number, number, number]): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  ISP_DATA_DIR: dir,
  ISP_HTTP_PORT: String(ports[0]),
  ISP_RADIUS_AUTH_PORT: String(ports[1]),
  ISP_RADIUS_ACCT_PORT: String(ports[2]),
  ISP_LOG_LEVEL: process.env.ISP_LOG_LEVEL ?? 'warn',
  ISP_ADMIN_EMAIL: 'owner@example.net',
  ISP_ADMIN_PASSWORD: 'a long enough sentence',
});

const makeApi = async (url: string, env: Record<string, string>, databaseUrl: string): Promise<Api> => {
  const kernel = await openKernel({
    config: readConfig({ ...env }),
    url: databaseUrl,
    registry,
    log: createLogger('silent', 'test'),
    connections: 2,
  });
  try {
    return createApi(
      url,
      await transact(kernel, system('test'), (ctx) => createClient(ctx, { name: 'story', role: 'owner' })),
    );
  } finally {
    await kernel.close();
  }
};

/** A data directory and free ports for a platform; nothing runs yet. */
export const plantTree = async (more: Record<string, string> = {}): Promise<Tree> => {
  if (!existsSync('/proc/self/stat')) throw new Error('this scenario looks for processes in /proc');
  const dir = await temporaryDirectory();
  const ports = [await freePort(), await freeUdpPort(), await freeUdpPort()] as const;
  const env = { ...environment(dir, ports), ...more };
  const url = `http://localhost:${ports[0]}`;
  const lines: string[] = [];
  let child: ChildProcess | undefined;

  const databaseUrl = () => textOf(join(dir, 'database.url')).trim();
  const children = () => processes().filter((p) => p.parent === child?.pid);
  const pidOf = (role: Role) => children().find((p) => p.command.endsWith(` role ${role}`))?.pid;
  const ready = (ms = START_MS) =>
    eventually(async () => {
      if (child?.exitCode !== null) throw new Error(`the platform ended: ${lines.slice(-20).join('')}`);
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
      if (response.status !== 200) throw new Error(`not ready: ${response.status}`);
    }, ms);
  const cluster = () => clusterProcesses(join(dir, 'postgres'));

  return {
    dir,
    url,
    ports: { auth: ports[1], acct: ports[2] },
    lines,
    ready,
    databaseUrl,
    pidOf,
    start: async (extra = {}) => {
      child = spawn(process.execPath, [ISP, 'serve'], { env: { ...env, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
      await ready();
    },
    command: (args, extra = {}) => run(args, { ...env, ...extra }),
    api: () => makeApi(url, env, databaseUrl()),
    supervisor: () => child?.pid ?? 0,
    postmaster: () => Number.parseInt(textOf(join(dir, 'postgres/postmaster.pid')), 10),
    kill: async (role) => {
      const pid = await eventually(() => pidOf(role) ?? Promise.reject(new Error(`there is no ${role}`)));
      signal(pid, 'SIGKILL');
      return pid;
    },
    killSupervisor: async () => {
      const left = children()
        .filter((p) => / role /.test(p.command))
        .map((p) => p.pid);
      const ended = child && once(child, 'exit');
      child?.kill('SIGKILL');
      await ended;
      return left;
    },
    stop: async () => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
    remove: async () => {
      const running =
        child && child.exitCode === null && child.signalCode === null
          ? [child.pid ?? 0, ...children().map((p) => p.pid)]
          : [];
      for (const pid of [...running, ...(await cluster())]) signal(pid, 'SIGKILL');
      await eventually(async () => {
        if ((await cluster()).length > 0) throw new Error('PostgreSQL still runs');
      });
      await removeDataDir(dir);
    },
  };
};
