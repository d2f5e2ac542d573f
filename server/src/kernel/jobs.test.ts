import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { sql } from './db.ts';
import { announce, defineEvent, on } from './events.ts';
import { createRegistry, drainJobs, job, releaseDeadWorkers, startWorkers, worldJob } from './jobs.ts';
import { addJobs } from './queue.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const PaymentSeen = defineEvent('PaymentSeen', z.object({ n: z.int() }));
let db: TestDatabase;
let done: string[] = [];
let crash = false;
let look: () => Promise<void> = async () => {};

const registry = createRegistry(
  [
    job('count', z.object({ n: z.int() }), async (ctx, { n }) => {
      await sql`insert into kernel.schedule (name, zone, last_at) values (${`counted ${n} ${ctx.newId()}`}, '', ${ctx.now})`.execute(
        ctx.tx,
      );
    }),
    worldJob('look', z.object({}), async () => {
      for (let i = 0; i < 20; i++) await look();
    }),
    worldJob('speak', z.object({ n: z.int() }), async (_, { n }) => {
      if (crash) throw new Error('the world is away');
      done.push(`spoke ${n}`);
    }),
  ],
  [
    on(PaymentSeen, 'first', async (_, { n }) => void done.push(`first ${n}`)),
    on(PaymentSeen, 'second', async (_, { n }) => void done.push(`second ${n}`)),
  ],
);

const counted = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from kernel.schedule`.execute(db.kernel.db)).rows[0]?.n;
const until = async (what: () => boolean) => {
  for (let i = 0; i < 500 && !what(); i++) await new Promise((r) => setTimeout(r, 10));
};

beforeAll(async () => {
  db = await testDatabase({ registry });
});
afterEach(() => {
  done = [];
  crash = false;
});
afterAll(() => db.drop());

test('an event starts each flow that listens, when its transaction commits and not before', async () => {
  await db.run((ctx) => announce(ctx, PaymentSeen, { n: 1 }));
  await expect(
    db.run(async (ctx) => {
      await announce(ctx, PaymentSeen, { n: 2 });
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await drainJobs(db.kernel);
  expect(done.sort()).toEqual(['first 1', 'second 1']);
});

test('a job that ran to its commit and is run again by a crash takes effect once', async () => {
  await sql`delete from kernel.schedule`.execute(db.kernel.db);
  await db.run((ctx) => addJobs(ctx.tx, [{ task: 'count', payload: { n: 1 } }]));
  const [{ id }] = (await sql<{ id: string }>`select id from graphile_worker.jobs`.execute(db.kernel.db)).rows as [
    { id: string },
  ];
  await sql`insert into kernel.job_done (job_id, at) values (${id}, now())`.execute(db.kernel.db);
  await drainJobs(db.kernel);
  expect(await counted()).toBe(0);
});

test('a worker starts a job within a second of the commit that queued it', async () => {
  const workers = await startWorkers(db.kernel, 2);
  const began = performance.now();
  await db.run((ctx) => addJobs(ctx.tx, [{ task: 'speak', payload: { n: 7 } }]));
  await until(() => done.length > 0);
  expect(performance.now() - began).toBeLessThan(1000);
  expect(done).toEqual(['spoke 7']);
  await workers.stop();
});

test('the jobs of a worker whose process died are given back', async () => {
  await db.run((ctx) => addJobs(ctx.tx, [{ task: 'speak', payload: { n: 8 } }]));
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker-dead'`.execute(
    db.kernel.db,
  );
  await sql`insert into kernel.worker_process (lock_id, worker_ids) values (99, '{worker-dead}')`.execute(db.kernel.db);
  await releaseDeadWorkers(db.kernel.db);
  await drainJobs(db.kernel);
  expect(done).toEqual(['spoke 8']);
});

test('a job that runs is locked by a name its process is known by', async () => {
  const workers = await startWorkers(db.kernel, 1);
  const known = () =>
    sql`select 1 from graphile_worker.jobs j join kernel.worker_process p on j.locked_by = any (p.worker_ids)`.execute(
      db.kernel.db,
    );
  let seen = 0;
  look = async () => {
    seen = (await known()).rows.length;
  };
  await db.run((ctx) => addJobs(ctx.tx, [{ task: 'look', payload: {} }]));
  await until(() => seen > 0);
  expect(seen).toBe(1);
  await workers.stop();
  seen = 0;
  await db.run((ctx) => addJobs(ctx.tx, [{ task: 'look', payload: {} }]));
  await drainJobs(db.kernel);
  expect(seen).toBe(1);
});

test('the jobs of a living worker are left to it', async () => {
  const client = await db.kernel.pool.connect();
  await client.query('select pg_advisory_lock(7421, 98)');
  await sql`insert into kernel.worker_process (lock_id, worker_ids) values (98, '{worker-alive}')`.execute(
    db.kernel.db,
  );
  await releaseDeadWorkers(db.kernel.db);
  const { rows } = await sql`select 1 from kernel.worker_process where lock_id = 98`.execute(db.kernel.db);
  expect(rows).toHaveLength(1);
  await client.query('select pg_advisory_unlock(7421, 98)');
  client.release();
});

test('a job that fails is kept and tried again later', async () => {
  crash = true;
  await db.run((ctx) => addJobs(ctx.tx, [{ task: 'speak', payload: { n: 9 } }]));
  await drainJobs(db.kernel);
  const { rows } = await sql<{
    attempts: number;
    last_error: string;
  }>`select attempts, last_error from graphile_worker.jobs`.execute(db.kernel.db);
  expect(rows).toMatchObject([{ attempts: 1 }]);
  expect(rows[0]?.last_error).toContain('the world is away');
});

test('two jobs of one name are refused', () => {
  const one = worldJob('same', z.object({}), async () => {});
  expect(() => createRegistry([one, one], [])).toThrow('two jobs are named same');
});
