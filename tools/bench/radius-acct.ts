import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { allWritten, checkAcked, isClean, type Verdict } from './acked.ts';
import { fill } from './fill.ts';
import { startFreeradius } from './freeradius.ts';
import { type Bench, median, type Row, type Run } from './measure.ts';
import { openPlatform, type Platform } from './platform.ts';
import {
  findRadload,
  type Loads,
  load,
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

const MARKS = { freeradius: 'FreeRADIUS, SQL, 8 threads', limit: 'C echo, nothing stored' } as const;
const SESSIONS = 1_000_000;
const PACE = 500;
/** More than FreeRADIUS can. */
const FAST = 5000;
const everyone = (target: string) => ({ freeradius: target, limit: target });

interface Case {
  readonly what: string;
  readonly args: readonly (string | number)[];
  readonly target: string;
}

const CROWDS: readonly Case[] = [
  { what: '512 outstanding', args: ['-S', 16, '-w', 32, '--coalesce', 1000], target: '≥ 6' },
  { what: '64 outstanding', args: ['-S', 4, '-w', 16], target: '≥ 6' },
];

/** 16 MB each, and as much as `min_wal_size` has our database keep. */
const SEGMENTS = 32;

/** Has a database write over files of its write-ahead log that it has, as one does that has run for some days: to make one of 16 MB anew takes some 50 ms, in which nothing is committed. */
const runIn = async (client: pg.Client): Promise<void> => {
  await client.query(`alter system set min_wal_size = '${SEGMENTS * 16}MB'`);
  await client.query('select pg_reload_conf()');
  for (let i = 0; i < SEGMENTS; i++) {
    await client.query("select pg_logical_emit_message(true, '', '')");
    await client.query('select pg_switch_wal()');
  }
  await client.query('checkpoint');
};

const connect = async (run: Run, url: string): Promise<pg.Client> => {
  const client = new pg.Client(url);
  await client.connect();
  run.afterwards(() => client.end());
  return client;
};

const inOneLine = (loads: Loads): string =>
  Object.entries(loads)
    .map(([name, all]) => `${name} ${Math.round(median(all.map((one) => one.rate)))}`)
    .join(', ');

const measureAll = async (
  run: Run,
  radload: string,
  servers: Servers,
  size: Size,
  databases: readonly pg.Client[],
): Promise<Row[]> => {
  const rows: Row[] = [];
  const tidy = () => Promise.all(databases.map((client) => client.query('checkpoint')));
  const shared = { bench: 'radius-acct', marks: MARKS };
  const usual = (round: number) => [
    '-m',
    'acct',
    '-M',
    SESSIONS,
    '-u',
    size.users,
    '-t',
    size.seconds,
    '--seed',
    run.seed * 100 + round,
  ];
  await loadInTurns(radload, servers, 1, (round) => [...usual(round + 50), ...(CROWDS[0]?.args ?? [])]);
  for (const { what, args, target } of CROWDS) {
    await tidy();
    const loads = await loadInTurns(radload, servers, size.rounds, (round) => [...usual(round), ...args]);
    const times = { ...shared, unit: 'records/s', targets: { freeradius: target } };
    rows.push(...rowsAgainst(loads, { ...times, what: `durable, ${what}`, of: (one) => one.rate }));
    const written = `durable, ${what}, until every row is written`;
    rows.push(...rowsAgainst(loads, { ...times, what: written, of: (one) => one.rested_rate }));
    const cpu = `durable, ${what}: CPU for each, with its database`;
    rows.push(...rowsAgainst(loads, { ...shared, unit: 'µs', less: true, what: cpu, of: (one) => one.cpu_us }));
    run.say(`${what}: ${inOneLine(loads)} a second`);
  }
  const { freeradius: _, ...able } = servers;
  for (const { pace, who } of [
    { pace: PACE, who: servers },
    { pace: FAST, who: able },
  ]) {
    const paced = ['-S', 4, '-w', 64, '--rate', pace];
    await tidy();
    const calm = await loadInTurns(radload, who, size.rounds, (round) => [...usual(round), ...paced]);
    const times = { ...shared, unit: 'µs', less: true };
    const at = `durable at ${pace}/s`;
    const [median, tail] = [
      pace === PACE ? { targets: everyone('ours ≤ 1 ms') } : {},
      { targets: everyone('ours ≤ 5 ms') },
    ];
    rows.push(...rowsAgainst(calm, { ...times, ...median, what: `${at}, median`, of: (one) => one.lat_us.p50 }));
    rows.push(...rowsAgainst(calm, { ...times, ...tail, what: `${at}, 99 of 100`, of: (one) => one.lat_us.p99 }));
  }
  return rows;
};

/** A run under full load whose every acknowledgement is then looked for in the tables. */
const verify = async (run: Run, radload: string, { client }: Platform, ours: Server, size: Size): Promise<Verdict> => {
  const dir = await mkdtemp(join(tmpdir(), 'isp-acked-'));
  run.afterwards(() => rm(dir, { recursive: true, force: true }));
  const [file, runId] = [join(dir, 'acked.tsv'), 'abe0c0de'];
  await load(radload, ours, [
    '-m',
    'acct',
    '-M',
    SESSIONS,
    '-u',
    size.users,
    '-t',
    size.seconds,
    '-S',
    16,
    '-w',
    32,
    '--dup',
    0.05,
    '--active',
    2000,
    '--seed',
    run.seed,
    '--run-id',
    runId,
    '--acked-log',
    file,
  ]);
  const verdict = await checkAcked(client, file, runId);
  if (!isClean(verdict))
    throw new Error(`rejected: acknowledged records are not all in the tables: ${JSON.stringify(verdict)}`);
  return verdict;
};

const startOurs = async (run: Run, users: number): Promise<{ platform: Platform; ours: Server }> => {
  const platform = await openPlatform(run);
  await fill(platform, { accounts: users, seed: run.seed, log_ins: true });
  const role = await platform.start('radius', { ISP_RADIUS_AUTH_PORT: '0', ISP_RADIUS_ACCT_PORT: '0' });
  const [, port] = /radius \d+\/(\d+)/.exec(role.at) ?? [];
  return {
    platform,
    ours: {
      port: Number.parseInt(port ?? '', 10),
      also: [],
      pids: [role.pid, platform.postgres_pid],
      rest: () => allWritten(platform.client),
    },
  };
};

/** Accounting acknowledged after its commit, against FreeRADIUS writing to PostgreSQL; then everything acknowledged is looked for. */
export const radiusAcct: Bench = {
  name: 'radius-acct',
  run: async (run) => {
    const radload = findRadload(run);
    if (radload === undefined) return { rows: [], remarks: ['not measured: RADLOAD is not set'] };
    const size = run.quick ? QUICK : SIZE;
    const { platform, ours } = await startOurs(run, size.users);
    const freeradius = await startFreeradius(run, 'C', size.users, ['-T', '8', '-C', '8', '-x']);
    const limit = await startEcho(run, radload);
    const acct = freeradius && { ...freeradius, port: freeradius.port + 1 };
    const databases = [platform.client, ...(freeradius ? [await connect(run, freeradius.database)] : [])];
    await Promise.all(databases.map(runIn));
    const rows = await measureAll(run, radload, present({ ours, freeradius: acct, limit }), size, databases);
    const { records, sessions } = await verify(run, radload, platform, ours, size);
    return {
      rows,
      remarks: [
        `${size.rounds} rounds of ${size.seconds} s; synchronous_commit is on on both sides, and both databases write over files of their write-ahead log, as after some days of use; nothing was lost or badly signed in any run.`,
        `afterwards ${records} records of ${sessions} sessions were acknowledged under full load, 5 % of the requests sent twice: 0 lost, 0 short, 0 unstopped, 0 wrong, 0 doubled, and the quarters of an hour sum up to every session’s octets.`,
      ],
    };
  },
};
