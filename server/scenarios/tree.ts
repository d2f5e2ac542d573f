/** The platform as it is run: `isp serve` with its own PostgreSQL in a data directory of its own, one process a role, to be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { createClient } from '../src/identity/create-client.ts';
import { system } from '../src/kernel/actor.ts';
import { type Role, readConfig } from '../src/kernel/config.ts';
import { transact } from '../src/kernel/ctx.ts';
import { createLogger } from '../src/kernel/observe.ts';
import { openKernel } from '../src/kernel/open.ts';
import { clusterProcesses } from '../src/kernel/postgres/processes.ts';
import { fastDirectory, removeDataDir } from '../src/kernel/postgres/test-cluster.ts';
import { registry } from '../src/main/app.ts';
import { eventually } from './eventually.ts';
import { type Api, createApi, freePort } from './platform.ts';
import { type Process, processes, signal, textOf } from './process-table.ts';

const ISP = join(import.meta.dirname, '../bin/isp.js');
const START_MS = 120_000;

/** A UDP port that is free now. */
export const freeUdpPort = async (): Promise<number> => {
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

/** Runs a program to its end. */
export const runProgram = async (
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<Said> => {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
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

type Ports = readonly [http: number, auth: number, acct: number];

const environment = (dir: string, ports: Ports): Record<string, string> => ({
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

const lives = (child: ChildProcess | undefined): boolean =>
  child !== undefined && child.exitCode === null && child.signalCode === null;

/** One platform: its data directory, its ports, and the supervisor that runs on them, if one does. */
export class Tree {
  readonly dir: string;
  readonly url: string;
  readonly ports: { readonly auth: number; readonly acct: number };
  /** What every process of it is started with. */
  readonly env: Record<string, string>;
  /** Everything the supervisors said. */
  readonly lines: string[] = [];
  #child: ChildProcess | undefined;

  constructor(dir: string, [http, auth, acct]: Ports, more: Record<string, string>) {
    this.dir = dir;
    this.url = `http://localhost:${http}`;
    this.ports = { auth, acct };
    this.env = { ...environment(dir, [http, auth, acct]), ...more };
  }

  /** Starts `isp serve` and waits until it is ready. */
  async start(extra: Record<string, string> = {}): Promise<void> {
    const env = { ...this.env, ...extra };
    this.#child = spawn(process.execPath, [ISP, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => this.lines.push(chunk.toString()));
    await this.ready();
  }

  async ready(ms = START_MS): Promise<void> {
    await eventually(async () => {
      if (!lives(this.#child)) throw new Error(`the platform ended: ${this.lines.slice(-20).join('')}`);
      const response = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5000) });
      if (response.status !== 200) throw new Error(`not ready: ${response.status}`);
    }, ms);
  }

  /** Runs one `isp` command to its end. */
  command(args: readonly string[], extra: Record<string, string> = {}): Promise<Said> {
    return runProgram(process.execPath, [ISP, ...args], { ...this.env, ...extra });
  }

  /** An owner's API client. */
  api(): Promise<Api> {
    return makeApi(this.url, this.env, this.databaseUrl());
  }

  databaseUrl(): string {
    return textOf(join(this.dir, 'database.url')).trim();
  }

  supervisor(): number {
    return this.#child?.pid ?? 0;
  }

  postmaster(): number {
    return Number.parseInt(textOf(join(this.dir, 'postgres/postmaster.pid')), 10);
  }

  #children(): Process[] {
    return processes().filter((p) => p.parent === this.#child?.pid);
  }

  /** The process of a role, or `undefined` while there is none. */
  pidOf(role: Role): number | undefined {
    return this.#children().find((p) => p.command.endsWith(` role ${role}`))?.pid;
  }

  /** Kills the process of a role as the kernel would; waits for one to be there. */
  async kill(role: Role): Promise<number> {
    const pid = await eventually(() => this.pidOf(role) ?? Promise.reject(new Error(`there is no ${role}`)));
    signal(pid, 'SIGKILL');
    return pid;
  }

  /** Kills the supervisor; gives the processes it leaves. */
  async killSupervisor(): Promise<number[]> {
    const left = this.roles();
    const ended = this.#child && once(this.#child, 'exit');
    this.#child?.kill('SIGKILL');
    await ended;
    return left;
  }

  /** The processes of the roles that are there now: one that fell is missing until it is started again. */
  roles(): number[] {
    return this.#children()
      .filter((p) => / role /.test(p.command))
      .map((p) => p.pid);
  }

  /** Asks the supervisor to end; gives its exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || !lives(child)) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  }

  /** Ends whatever is left and removes the directory. */
  async remove(): Promise<void> {
    const cluster = () => clusterProcesses(join(this.dir, 'postgres'));
    const running = lives(this.#child) ? [this.supervisor(), ...this.#children().map((p) => p.pid)] : [];
    for (const pid of [...running, ...(await cluster())]) signal(pid, 'SIGKILL');
    await eventually(async () => {
      if ((await cluster()).length > 0) throw new Error('PostgreSQL still runs');
    });
    await removeDataDir(this.dir);
  }
}

/** A data directory, in memory unless `on` says otherwise, and free ports for a platform; nothing runs yet. */
export const plantTree = async (
  more: Record<string, string> = {},
  on: () => Promise<string> = fastDirectory,
): Promise<Tree> => new Tree(await on(), [await freePort(), await freeUdpPort(), await freeUdpPort()], more);
