import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { day } from '@isp/values';
import { runBills } from '../../server/src/flows/run-bills.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { type Door, startDoor } from './door.ts';
import { fill } from './fill.ts';
import { type HttpResult, httpLoad, requestText } from './http-load.ts';
import { type Bench, inTurns, type Row, type Run } from './measure.ts';
import { endProcess, freePort, openPlatform, type Platform } from './platform.ts';

interface Size {
  readonly accounts: number;
  readonly rounds: number;
  readonly seconds: number;
}

const SIZE: Size = { accounts: 100_000, rounds: 5, seconds: 2 };
const QUICK: Size = { accounts: 1000, rounds: 2, seconds: 0.5 };

const CONNECTIONS = 8;
const BARE = join(import.meta.dirname, 'bare-http/main.ts');
const ACTOR = system('bench');

/** What is asked for, again and again. */
interface Case {
  readonly port: number;
  readonly status: number;
  readonly request: () => string;
}

const startBare = async (run: Run, url: string): Promise<number> => {
  const port = await freePort();
  const child = spawn(process.execPath, [BARE, `${port}`], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  run.afterwards(() => endProcess(child));
  await once(child.stdout, 'data');
  return port;
};

/** A function that gives one of the list after the other. */
const oneByOne = <T>(list: readonly T[]): (() => T) => {
  let at = 0;
  return () => list[at++ % list.length] as T;
};

const ourCases = async (platform: Platform, door: Door): Promise<Record<string, Case>> => {
  const { rows } = await platform.client.query<{ id: string; name: string; open: number }>(
    `select a.id, lower(a.name) as name, i.open_minor::int as open from crm.account a join billing.invoice i on i.account_id = a.id order by md5(a.id::text)`,
  );
  const headers = { authorization: `Bearer ${await door.token()}` };
  const [looked, paid] = [oneByOne(rows), oneByOne(rows)];
  const cursor = () =>
    Buffer.from(JSON.stringify(['name', looked().name, '00000000-0000-0000-0000-000000000000'])).toString('base64url');
  let key = 0;
  const payment = () => {
    const { id, open } = paid();
    return requestText(
      'POST',
      '/api/v1/payments',
      { ...headers, 'idempotency-key': `bench-${key++}` },
      JSON.stringify({ account_id: id, method: 'transfer', amount_minor: open }),
    );
  };
  const { port } = door;
  return {
    list: {
      port,
      status: 200,
      request: () => requestText('GET', `/api/v1/accounts?limit=50&cursor=${cursor()}`, headers),
    },
    page: { port, status: 200, request: () => requestText('GET', `/api/v1/accounts/${looked().id}/page`, headers) },
    payment: { port, status: 201, request: payment },
  };
};

const WHAT: Readonly<Record<string, string>> = {
  list: 'GET /accounts, 50 from anywhere in the list',
  page: 'GET /accounts/:id/page',
  payment: 'POST /payments: settles the invoice, posts',
};

type Results = Readonly<Record<string, readonly HttpResult[]>>;

const rowsOf = (crowd: Results, alone: Results): Row[] =>
  Object.entries(WHAT).flatMap(([name, what]) => {
    const row = (
      results: Results,
      unit: string,
      of: (r: HttpResult) => number,
      against: string,
      mark: string,
      extra: Partial<Row> = {},
    ): Row => ({
      bench: 'api',
      what,
      unit,
      ours: (results[name] ?? []).map(of),
      mark,
      theirs: (results[against] ?? []).map(of),
      ...extra,
    });
    return [
      row(crowd, 'requests/s', (r) => r.rate, 'hello', 'bare Fastify hello'),
      row(crowd, 'requests/s', (r) => r.rate, 'transaction', 'bare Fastify, 1 transaction'),
      row(alone, 'µs, median, 1 at a time', (r) => r.p50, 'transaction', 'bare Fastify, 1 transaction', { less: true }),
      row(alone, 'µs, 99 of 100, 1 at a time', (r) => r.p99, 'transaction', 'bare Fastify, 1 transaction', {
        less: true,
      }),
    ];
  });

const measure = (cases: Readonly<Record<string, Case>>, rounds: number, connections: number, seconds: number) =>
  inTurns<HttpResult>(
    rounds,
    Object.fromEntries(
      Object.entries(cases).map(([name, one]) => [name, () => httpLoad({ ...one, connections, seconds })]),
    ),
  );

/** The API over HTTP with connections kept alive, against Fastify that does nothing, and that does one transaction. */
export const api: Bench = {
  name: 'api',
  run: async (run) => {
    const size = run.quick ? QUICK : SIZE;
    const platform = await openPlatform(run);
    await fill(platform, { accounts: size.accounts, seed: run.seed, log_ins: true });
    await runBills(platform.kernel, ACTOR, { as_of: day('2026-01-01'), dry_run: false });
    await platform.client.query('vacuum analyze');
    const bare = await startBare(run, platform.url);
    const door = await startDoor(platform);
    const plain = (path: string): Case => ({ port: bare, status: 200, request: () => requestText('GET', path) });
    const cases = { hello: plain('/hello'), transaction: plain('/transaction'), ...(await ourCases(platform, door)) };
    await measure(cases, 1, CONNECTIONS, size.seconds);
    const crowd = await measure(cases, size.rounds, CONNECTIONS, size.seconds);
    for (const [name, results] of Object.entries(crowd))
      run.say(`${name}: ${results.map((r) => Math.round(r.rate)).join(' ')} a second`);
    const alone = await measure(cases, size.rounds, 1, size.seconds / 2);
    return {
      rows: rowsOf(crowd, alone),
      remarks: [
        `${size.accounts} accounts, each billed once; ${CONNECTIONS} connections kept alive for the rates, 1 for the times; ${size.rounds} rounds. The client is a few lines over plain sockets and the same for all; it, the server and the database share the machine.`,
      ],
    };
  },
};
