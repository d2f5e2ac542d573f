/** A bill run that is cut off anywhere, or runs twice at once, ends in the documents of one that was left alone: the same numbers, lines, amounts, taxes, postings and credits. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { instant } from '@isp/values';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { runBills } from '../src/flows/run-bills.ts';
import { system } from '../src/kernel/actor.ts';
import { alone } from '../src/kernel/alone.ts';
import { sql } from '../src/kernel/db.ts';
import type { OpenKernel } from '../src/kernel/open.ts';
import { type TestDatabase, testDatabase } from '../src/kernel/testing.ts';
import { registry } from '../src/main/app.ts';
import { bill } from './bill-run.ts';
import { DAY_AFTER, documents, setBillStage } from './bill-run-stage.ts';
import { CUTS, countStatements, cutOff } from './cut-off.ts';
import { seeded } from './stream.ts';

const SEED = Number.parseInt(process.env.BILL_SEED ?? String(Date.now() % 1_000_000), 10);
const KILLED = 6;
const CUT = 94;
const TWICE = 10;
/** Points in work at once: while one waits for the database, another computes. */
const LANES = 3;
const LONG_MS = 600_000;
const PROCESS = join(import.meta.dirname, 'bill-run-process.ts');

let stage: TestDatabase;
let server: pg.Client;
let uncut: ReadonlyMap<string, string>;
/** What the uncut run took. */
let whole = { statements: 0, invoices: 0, run_ms: 0 };

const copy = () => testDatabase({ of: stage, registry });

const withCopy = async (work: (db: TestDatabase) => Promise<void>): Promise<void> => {
  const db = await copy();
  try {
    await work(db);
  } finally {
    await db.drop();
  }
};

const issued = async (kernel: OpenKernel): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*)::int as n from billing.invoice where issued_on = '2027-02-01'`.execute(
      kernel.db,
    )
  ).rows[0]?.n ?? 0;

/** Says which point it was, and shows what differs. */
const expectUncut = async (kernel: OpenKernel, point: string): Promise<void> => {
  const found = await documents(kernel.db);
  for (const [kind, rows] of uncut)
    if (found.get(kind) !== rows)
      expect(JSON.parse(found.get(kind) ?? '[]'), `${point}: ${kind}`).toEqual(JSON.parse(rows));
  const { rows: open } = await sql`select 1 from billing.bill_run where state = 'running'`.execute(kernel.db);
  expect(open, `${point}: runs that did not end`).toEqual([]);
};

/** Chunks of what is left, where a chunk before was eight: the bounds lie elsewhere. */
const CHUNKS = [1, 5, 13, 1000];

/** Another process takes the run up: at once, or on the day after; in other chunks. */
const goOn = async (db: TestDatabase, point: string, random: () => number): Promise<void> => {
  const kernel = await db.another();
  const late = random() < 0.5;
  const chunk = CHUNKS[Math.floor(random() * CHUNKS.length)] ?? 1;
  try {
    if (late) {
      await sql`update kernel.sandbox_clock set at = ${instant(DAY_AFTER)}`.execute(kernel.db);
      kernel.clock.set({ at: instant(DAY_AFTER), running: false, real_at: instant(DAY_AFTER) });
    }
    await bill(kernel, { chunk });
    await expectUncut(kernel, `${point}, taken up in chunks of ${chunk}`);
    expect(await bill(kernel), point).toMatchObject({ run_id: null, invoices: 0, credit_notes: 0 });
  } finally {
    await kernel.close();
  }
};

const end = async (pids: readonly number[]): Promise<void> => {
  await server.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [pids]);
};

/** How far the points let the run come. */
const came = { nothing: 0, some: 0, all: 0 };
const noteHowFar = (invoices: number): void => {
  came[invoices === 0 ? 'nothing' : invoices < whole.invoices ? 'some' : 'all']++;
};

const cutPoint = (n: number): Promise<void> => {
  const random = seeded(SEED * 1000 + n);
  const at = Math.floor(random() * whole.statements);
  const cut = CUTS[Math.floor(random() * CUTS.length)] ?? 'dies after';
  const point = `BILL_SEED=${SEED} point ${n}: ${cut} at statement ${at}`;
  return withCopy(async (db) => {
    const kernel = await db.another();
    cutOff(kernel, at, cut, end);
    await bill(kernel).catch(() => undefined);
    noteHowFar(await issued(db.kernel));
    await goOn(db, point, random);
    await kernel.close().catch(() => undefined);
  });
};

const start = async (db: TestDatabase): Promise<ChildProcess> => {
  const env = {
    ...process.env,
    ISP_DATA_DIR: db.config.data_dir,
    ISP_SECRET_KEY: 'a key for tests only',
    ISP_SANDBOX: '1',
  };
  const child = fork(PROCESS, [db.url], { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
};

const killPoint = (n: number): Promise<void> => {
  const random = seeded(SEED * 1000 + CUT + n);
  const after_ms = Math.floor(random() * whole.run_ms);
  return withCopy(async (db) => {
    const child = await start(db);
    const exited = once(child, 'exit');
    child.send('go');
    await sleep(after_ms);
    child.kill('SIGKILL');
    await exited;
    noteHowFar(await issued(db.kernel));
    await goOn(db, `BILL_SEED=${SEED} point ${CUT + n}: killed after ${after_ms} ms`, random);
  });
};

/** All of them, a few at once; the first that fails is thrown. */
const inTurns = async (count: number, lanes: number, work: (n: number) => Promise<void>): Promise<void> => {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};

beforeAll(async () => {
  console.log(`BILL_SEED=${SEED}`);
  server = new pg.Client(inject('clusterUrl'));
  await server.connect();
  stage = await setBillStage();
  await withCopy(async (db) => {
    const count = countStatements(db.kernel);
    await bill(db.kernel);
    const statements = count();
    whole = { ...whole, statements, invoices: await issued(db.kernel) };
    uncut = await documents(db.kernel.db);
  });
});
afterAll(async () => {
  await server?.end();
  await stage?.drop();
});

test('the night has invoices, credit notes and credit of every sort', async () => {
  const of = (kind: string) => JSON.parse(uncut.get(kind) ?? '[]') as Record<string, unknown>[];
  const kinds = (rows: Record<string, unknown>[], field: string) => [...new Set(rows.map((row) => row[field]))].sort();
  expect(kinds(of('lines'), 'kind')).toEqual(['hold_fee', 'one_time', 'recurring', 'usage']);
  for (const kind of ['invoices', 'credit_notes', 'line_credits', 'credit_allocations', 'allocations'])
    expect(of(kind).length, kind).toBeGreaterThan(7);
  expect(of('credit_notes').some((note) => note.to_refund)).toBe(true);
  console.log([...uncut.keys()].map((kind) => `${of(kind).length} ${kind}`).join(', '), whole);
});

describe('a run', () => {
  test(
    `cut off at ${CUT} points, then killed at ${KILLED} more, and taken up by another process`,
    async () => {
      await withCopy(async (db) => {
        const child = await start(db);
        const began = performance.now();
        child.send('go');
        expect((await once(child, 'message'))[0]).toBe(whole.invoices);
        whole = { ...whole, run_ms: performance.now() - began };
        await expectUncut(db.kernel, 'a process of its own');
      });
      await inTurns(CUT, LANES, cutPoint);
      await inTurns(KILLED, 2, killPoint);
      console.log(`${CUT + KILLED} points let the run come to`, came);
      expect(came.some).toBeGreaterThan(CUT / 3);
    },
    LONG_MS,
  );

  test(
    `${TWICE} times begun by two processes at once`,
    () =>
      inTurns(TWICE, 2, (n) => {
        const random = seeded(SEED * 1000 + CUT + KILLED + n);
        const [here_ms, there_ms] = [random(), random()].map((part) => Math.floor((part * whole.run_ms) / 2));
        return withCopy(async (db) => {
          const child = await start(db);
          const there = once(child, 'message').then(([invoices]) => invoices as number);
          const [here] = await Promise.all([
            sleep(here_ms).then(() => bill(db.kernel)),
            sleep(there_ms).then(() => child.send('go')),
          ]);
          const point = `BILL_SEED=${SEED} twice ${n}: after ${here_ms} and ${there_ms} ms`;
          expect([here.invoices, await there].sort(), point).toEqual([0, whole.invoices]);
          await expectUncut(db.kernel, point);
        });
      }),
    LONG_MS,
  );

  test('beside dry runs', () =>
    withCopy(async (db) => {
      const [would, dry] = [await bill(db.kernel, { dry_run: true }), await db.another()];
      expect(would).toMatchObject({ run_id: expect.any(String), invoices: whole.invoices, held: [] });
      const seen: number[] = [];
      let running = true;
      const looking = (async () => {
        while (running) seen.push((await bill(dry, { dry_run: true })).invoices);
      })();
      await bill(db.kernel);
      running = false;
      await looking;
      console.log(`dry runs beside it would have issued ${seen.join(', ')} of ${whole.invoices}`);
      expect(await bill(dry, { dry_run: true })).toMatchObject({ invoices: 0, credit_notes: 0 });
      await expectUncut(db.kernel, 'beside dry runs');
      await dry.close();
    }));

  test('is refused to whoever asks while one goes on, and is not left open by them', () =>
    withCopy(async (db) => {
      const refused = () => {
        throw new Error('taken');
      };
      await alone(db.kernel, { lock: 'bill_run', patience_ms: 0, taken: refused }, async () => {
        const asking = runBills(db.kernel, system('clerk'), { dry_run: false });
        await expect(asking).rejects.toMatchObject({ code: 'flows.bill-run-under-way', status: 409 });
        expect(await issued(db.kernel)).toBe(0);
      });
      expect(await runBills(db.kernel, system('clerk'), { dry_run: false })).toMatchObject({
        invoices: whole.invoices,
      });
      await expectUncut(db.kernel, 'by a clerk, in one chunk');
    }));
});
