import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fill } from './fill.ts';
import { startFreeradius } from './freeradius.ts';
import { type Bench, median, type Row, type Run } from './measure.ts';
import { openPlatform } from './platform.ts';
import {
  findRadload,
  type Loads,
  loadInTurns,
  present,
  rowsAgainst,
  type Server,
  type Servers,
  startEcho,
} from './radload.ts';

interface Size {
  readonly users: number;
  readonly rounds: number;
  readonly seconds: number;
}

const SIZE: Size = { users: 100_000, rounds: 5, seconds: 3 };
const QUICK: Size = { users: 2000, rounds: 2, seconds: 1 };

/** 512 requests outstanding from 16 ports; some with wrong passwords, some of unknown users, so that a server which says yes to all is found out. */
const CROWD = ['-S', 16, '-w', 32, '--coalesce', 1000, '--wrong', 0.02, '--unknown', 0.02];
const PACE = 5000;
const CALM = ['-S', 16, '-w', 32, '--rate', PACE, '--wrong', 0.02, '--unknown', 0.02];

/** A log-in is on its way to the log for no longer than this, unless it was put aside. */
const LOG_MS = 200;
const MODES = { 'auth-pap': 'PAP', 'auth-chap': 'CHAP' } as const;
const MARKS = {
  freeradius: 'FreeRADIUS, files, 2 threads',
  sql: 'FreeRADIUS, SQL, 4 threads',
  limit: 'C echo, the limit',
} as const;

/** The RADIUS role with everybody in its directory. After a load it rests until the log of log-ins is written, whose CPU counts. */
const startOurs = async (run: Run, users: number): Promise<{ ours: Server; logged: () => Promise<number> }> => {
  const platform = await openPlatform(run);
  await fill(platform, { accounts: users, seed: run.seed, log_ins: true });
  const role = await platform.start('radius', { ISP_RADIUS_AUTH_PORT: '0', ISP_RADIUS_ACCT_PORT: '0' });
  const [, port] = /radius (\d+)\//.exec(role.at) ?? [];
  const count = async (table: string): Promise<number> =>
    Number((await platform.client.query<{ n: bigint }>(`select count(*) as n from ${table}`)).rows[0]?.n);
  const rest = async (): Promise<void> => {
    await sleep(LOG_MS);
    while ((await count('aaa.login_aside')) > 0) await sleep(LOG_MS);
  };
  const ours = {
    port: Number.parseInt(port ?? '', 10),
    also: ['--require-ma'],
    pids: [role.pid, platform.postgres_pid],
    rest,
  };
  return { ours, logged: () => count('aaa.login') };
};

const megabytes = (pid: number): string => {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return `${Math.round(Number.parseInt(kib ?? '0', 10) / 1024)} MB`;
};

const inOneLine = (loads: Loads): string =>
  Object.entries(loads)
    .map(([name, all]) => `${name} ${Math.round(median(all.map((one) => one.rate)))}`)
    .join(', ');

/** Rows for the table, and how many log-ins of ours were answered. */
const measureAll = async (run: Run, radload: string, servers: Servers, size: Size): Promise<[Row[], number]> => {
  const rows: Row[] = [];
  let answered = 0;
  const heed = (loads: Loads): Loads => {
    for (const { ok } of loads.ours ?? []) answered += ok;
    return loads;
  };
  const shared = { bench: 'radius-auth', marks: MARKS };
  const usual = (round: number) => ['-u', size.users, '-t', size.seconds, '--seed', run.seed * 100 + round];
  for (const [mode, name] of Object.entries(MODES)) {
    const args = (round: number) => ['-m', mode, ...usual(round), ...CROWD];
    heed(await loadInTurns(radload, servers, 1, (round) => args(round + 50)));
    const loads = heed(await loadInTurns(radload, servers, size.rounds, args));
    rows.push(
      ...rowsAgainst(loads, {
        ...shared,
        what: `${name}, 512 outstanding`,
        unit: 'log-ins/s',
        of: (one) => one.rate,
        targets: { freeradius: '≥ 1.5', sql: '≥ 15' },
      }),
    );
    rows.push(
      ...rowsAgainst(loads, {
        ...shared,
        what: `${name}, CPU for each`,
        unit: 'µs',
        of: (one) => one.cpu_us,
        less: true,
      }),
    );
    run.say(`${name}: ${inOneLine(loads)} a second`);
  }
  const { sql: _, ...able } = servers;
  const calm = await loadInTurns(radload, able, size.rounds, (round) => ['-m', 'auth-pap', ...usual(round), ...CALM]);
  heed(calm);
  const times = { ...shared, unit: 'µs', less: true };
  rows.push(...rowsAgainst(calm, { ...times, what: `PAP at ${PACE}/s, median`, of: (one) => one.lat_us.p50 }));
  rows.push(
    ...rowsAgainst(calm, {
      ...times,
      what: `PAP at ${PACE}/s, 99 of 100`,
      of: (one) => one.lat_us.p99,
      targets: { freeradius: '≤ 1' },
    }),
  );
  return [rows, answered];
};

/** Log-ins a second and how long one takes: our RADIUS role, with every user in its directory, against FreeRADIUS with the same users in a file, and in PostgreSQL. */
export const radiusAuth: Bench = {
  name: 'radius-auth',
  run: async (run) => {
    const radload = findRadload(run);
    if (radload === undefined) return { rows: [], remarks: ['not measured: RADLOAD is not set'] };
    const size = run.quick ? QUICK : SIZE;
    const { ours, logged } = await startOurs(run, size.users);
    const freeradius = await startFreeradius(run, 'A', size.users, ['-T', '2']);
    const sql = await startFreeradius(run, 'B', size.users, ['-T', '4', '-C', '4']);
    const limit = await startEcho(run, radload);
    const servers = present({ ours, freeradius, sql, limit });
    const [rows, answered] = await measureAll(run, radload, servers, size);
    const written = await logged();
    if (written < answered)
      throw new Error(`rejected: ${answered} log-ins were answered, and ${written} are in the log`);
    return {
      rows,
      remarks: [
        `${size.users} users, ${size.rounds} rounds of ${size.seconds} s; 2 % wrong passwords and 2 % unknown users; nothing was lost, wrong or badly signed in any run. Ours answers with Message-Authenticator (FreeRADIUS 3.2.1 does not) and writes every log-in down (${answered} were answered, ${written} are in its log; in a flood they are put aside and written right after it, whose CPU is counted); its process took ${megabytes(ours.pids[0] ?? 0)}.`,
      ],
    };
  },
};
