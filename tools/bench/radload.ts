/** The RADIUS load generator, a program of its own, and the physical limit that lies beside it. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMicroseconds } from './cpu.ts';
import { inTurns, type Row, type Run, type Series } from './measure.ts';
import { endProcess, freePort } from './platform.ts';

/** A server to load. */
export interface Server {
  readonly port: number;
  /** What radload is to ask of its answers besides. */
  readonly also: readonly string[];
  /** Its processes, whose children count too. */
  readonly pids: readonly number[];
  /** Waits until it has done what it put off; the CPU of that counts too. */
  readonly rest?: () => Promise<void>;
}

/** What radload says of a run (see its README), and the CPU that the server used for each request. */
export interface Load {
  readonly cpu_us: number;
  readonly ok: number;
  readonly rate: number;
  /** The same, with the time until nothing put off was left. */
  readonly rested_rate: number;
  readonly rejected: number;
  readonly acct_acked: number;
  readonly retransmits: number;
  readonly gen_cpu: number;
  readonly lat_us: { readonly p50: number; readonly p99: number };
}

const FAULTS = [
  'lost',
  'wrong_outcome',
  'bad_authenticator',
  'bad_message_authenticator',
  'missing_message_authenticator',
  'malformed',
  'bad_code',
  'unexpected',
  'refused',
  'send_errors',
] as const;

/** The binary's path from the environment; says in one line when there is none. */
export const findRadload = (run: Run): string | undefined => {
  const path = process.env.RADLOAD;
  if (path !== undefined && existsSync(path)) return path;
  run.say(
    path === undefined
      ? 'RADLOAD is not set (the path of the radload binary): nothing to measure'
      : `RADLOAD: there is no ${path}`,
  );
  return undefined;
};

const execute = (path: string, args: readonly string[]): Promise<string> =>
  new Promise((done, fail) => {
    execFile(path, args, { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (stdout.startsWith('{')) done(stdout);
      else fail(error ?? new Error(`radload said nothing: ${stderr}`));
    });
  });

/** One run against a server. A run with anything lost or wrong counts for nothing: it throws. */
export const load = async (
  path: string,
  { port, also, pids, rest }: Server,
  args: readonly (string | number)[],
): Promise<Load> => {
  const all = ['-p', port, ...args, ...also].map(String);
  const before = cpuMicroseconds(pids);
  const said = JSON.parse(await execute(path, all)) as Load & Readonly<Record<(typeof FAULTS)[number], number>>;
  const wrong = FAULTS.filter((name) => said[name] > 0).map((name) => `${name} ${said[name]}`);
  if (wrong.length > 0) throw new Error(`rejected: radload ${all.join(' ')}: ${wrong.join(', ')}`);
  const from = performance.now();
  await rest?.();
  const rested_rate = said.ok / (said.ok / said.rate + (performance.now() - from) / 1000);
  return { ...said, rested_rate, cpu_us: (cpuMicroseconds(pids) - before) / said.ok };
};

/** Starts the physical limit: a C program that only receives, checks, hashes and sends. `undefined` when it is not there. */
export const startEcho = async (run: Run, radload: string): Promise<Server | undefined> => {
  const path = join(dirname(radload), 'echo-server');
  if (!existsSync(path)) {
    run.say(`there is no ${path}: no physical limit`);
    return undefined;
  }
  const port = await freePort();
  const child = spawn(path, ['-p', `${port}`, '-P', '-t', '1800'], { stdio: 'ignore' });
  run.afterwards(() => endProcess(child));
  await sleep(300);
  return { port, also: [], pids: [child.pid ?? 0] };
};

export type Servers = Readonly<Record<string, Server>>;
export type Loads = Readonly<Record<string, readonly Load[]>>;

/** Those of some servers that are there. */
export const present = (servers: Readonly<Record<string, Server | undefined>>): Servers =>
  Object.fromEntries(
    Object.entries(servers).flatMap(([name, server]) => (server === undefined ? [] : [[name, server]])),
  );

/** Loads several servers by turns with the same requests. */
export const loadInTurns = (
  radload: string,
  servers: Servers,
  rounds: number,
  args: (round: number) => readonly (string | number)[],
): Promise<Loads> =>
  inTurns<Load>(
    rounds,
    Object.fromEntries(
      Object.entries(servers).map(([name, server]) => [name, (round) => load(radload, server, args(round))]),
    ),
  );

interface Asked extends Pick<Row, 'bench' | 'what' | 'unit' | 'less'> {
  readonly of: (one: Load) => number;
  /** Names of the others, as they stand in the table. */
  readonly marks: Readonly<Record<string, string>>;
  /** Of the comparisons, by the names of the others. */
  readonly targets?: Readonly<Record<string, string>>;
}

/** `ours` against each of the others. */
export const rowsAgainst = (loads: Loads, { of, marks, targets, ...row }: Asked): Row[] => {
  const series = (name: string): Series => (loads[name] ?? []).map(of);
  return Object.entries(marks).flatMap(([name, mark]) => {
    const target = targets?.[name];
    return loads[name]
      ? [{ ...row, ours: series('ours'), mark, theirs: series(name), ...(target === undefined ? {} : { target }) }]
      : [];
  });
};
