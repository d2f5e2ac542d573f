import { randomInt } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { run, runTaskListOnce, type TaskList, type WorkerEvents, Logger as WorkerLogger } from 'graphile-worker';
import type { z } from 'zod';
import { system } from './actor.ts';
import { type Ctx, type Kernel, transact } from './ctx.ts';
import { type RawBuilder, sql, type Tx } from './db.ts';
import type { Listener } from './events.ts';
import { listenerTask } from './queue.ts';

/**
 * A job: work that a commit queued.
 * `in: 'transaction'` runs inside one transaction and exactly once; `in: 'world'` speaks to the outside with no transaction open, at least once.
 */
export type Job =
  | {
      readonly name: string;
      readonly payload: z.ZodType;
      readonly in: 'transaction';
      readonly run: (ctx: Ctx, payload: never) => Promise<void>;
    }
  | {
      readonly name: string;
      readonly payload: z.ZodType;
      readonly in: 'world';
      readonly run: (kernel: Kernel, payload: never) => Promise<void>;
    };

/** Declares a job that runs in one transaction, exactly once. */
export const job = <T>(name: string, payload: z.ZodType<T>, work: (ctx: Ctx, payload: T) => Promise<void>): Job => ({
  name,
  payload,
  in: 'transaction',
  run: work as (ctx: Ctx, payload: never) => Promise<void>,
});

/** Declares a job that speaks to the world: no transaction is open, and it may run again after a crash. */
export const worldJob = <T>(
  name: string,
  payload: z.ZodType<T>,
  work: (kernel: Kernel, payload: T) => Promise<void>,
): Job => ({
  name,
  payload,
  in: 'world',
  run: work as (kernel: Kernel, payload: never) => Promise<void>,
});

/** Which flows listen to which event, and which jobs exist: put together by `main/`. */
export interface Registry {
  readonly jobs: readonly Job[];
  readonly listeners: readonly Listener[];
  flowsOf(event: string): readonly string[];
}

const tasksOf = ({ jobs, listeners }: Pick<Registry, 'jobs' | 'listeners'>): string[] => [
  ...jobs.map((j) => j.name),
  ...listeners.map((l) => listenerTask(l.event.name, l.flow)),
];

/** Puts the tables of jobs and listeners together; refuses two of one name. */
export const createRegistry = (jobs: readonly Job[], listeners: readonly Listener[]): Registry => {
  const names = tasksOf({ jobs, listeners });
  const twice = names.find((n, i) => names.indexOf(n) !== i);
  if (twice) throw new Error(`two jobs are named ${twice}`);
  const flows = new Map<string, string[]>();
  for (const l of listeners) flows.set(l.event.name, [...(flows.get(l.event.name) ?? []), l.flow]);
  return { jobs, listeners, flowsOf: (event) => flows.get(event) ?? [] };
};

const once = async (ctx: Ctx, jobId: string, work: () => Promise<void>): Promise<void> => {
  const first = await ctx.tx
    .insertInto('kernel.job_done')
    .values({ job_id: BigInt(jobId), at: ctx.now })
    .onConflict((c) => c.doNothing())
    .returning('job_id')
    .executeTakeFirst();
  if (first) await work();
};

const inTransaction =
  (kernel: Kernel, name: string, payload: z.ZodType, work: (ctx: Ctx, payload: never) => Promise<void>) =>
  (raw: unknown, jobId: string): Promise<void> =>
    transact(kernel, system(name), (ctx) => once(ctx, jobId, () => work(ctx, payload.parse(raw) as never)), {
      request_id: `job-${jobId}`,
    });

/** The worker's task list: every job and every listener of the registry. */
const taskList = (kernel: Kernel): TaskList => {
  const { jobs, listeners } = kernel.registry;
  const tasks = new Map<string, (raw: unknown, jobId: string) => Promise<void>>();
  for (const j of jobs)
    tasks.set(
      j.name,
      j.in === 'world'
        ? (raw) => j.run(kernel, j.payload.parse(raw) as never)
        : inTransaction(kernel, j.name, j.payload, j.run),
    );
  for (const l of listeners)
    tasks.set(listenerTask(l.event.name, l.flow), inTransaction(kernel, l.flow, l.event.payload, l.run));
  return Object.fromEntries(
    [...tasks].map(([name, task]) => [
      name,
      (raw: unknown, helpers: { job: { id: string } }) => task(raw, helpers.job.id),
    ]),
  );
};

const workerLogger = (kernel: Kernel) =>
  new WorkerLogger(() => (level, message, meta) => {
    if (level === 'error') kernel.log.error({ meta }, message);
    else if (level === 'warning') kernel.log.warn(message);
    else kernel.log.debug(message);
  });

/** The names that the pools of workers made from now on lock their jobs by. */
const poolNames = (): { readonly events: WorkerEvents; readonly names: string[] } => {
  const events = new EventEmitter() as WorkerEvents;
  const names: string[] = [];
  events.on('pool:create', ({ workerPool }) => names.push(workerPool.id));
  return { events, names };
};

/**
 * Gives back the jobs of workers that died: a worker holds a session advisory lock on its process row as long as its connection lives,
 * so a row whose lock can be had belongs to a dead one.
 */
export const releaseDeadWorkers = async (tx: Tx): Promise<void> => {
  await sql`
    with dead as (
      delete from kernel.worker_process p where pg_try_advisory_xact_lock(7421, p.lock_id) returning p.worker_ids
    ), gone as (
      select unnest(worker_ids) as worker_id from dead
      union
      select j.locked_by from graphile_worker.jobs j
      where j.locked_at < now() - interval '10 minutes'
        and not exists (select 1 from kernel.worker_process p where j.locked_by = any (p.worker_ids))
    )
    select graphile_worker.force_unlock_workers(array_agg(worker_id)) from gone having count(*) > 0`.execute(tx);
};

export interface Workers {
  /** Comes when the queue cannot be worked on any more: the process is to be started anew. */
  readonly failure: Promise<Error>;
  stop(): Promise<void>;
}

/** Signs this process on under a lock of its connection, which ends with it. `lost` is told once when the connection breaks. Gives the function that signs it off. */
const holdLock = async (kernel: Kernel, names: readonly string[], lost: () => void): Promise<() => Promise<void>> => {
  const client = await kernel.pool.connect();
  const lockId = randomInt(2 ** 31);
  let isHeld = true;
  const letGo = (broken: boolean): boolean => {
    if (isHeld) client.release(broken);
    const wasHeld = isHeld;
    isHeld = false;
    return wasHeld;
  };
  try {
    await client.query('select pg_advisory_lock(7421, $1)', [lockId]);
    await client.query('insert into kernel.worker_process (lock_id, worker_ids) values ($1, $2)', [lockId, names]);
  } catch (error) {
    letGo(true);
    throw error;
  }
  client.on('error', () => letGo(true) && lost());
  return async () => {
    if (!isHeld) return;
    await client.query('delete from kernel.worker_process where lock_id = $1', [lockId]);
    letGo(true);
  };
};

/** Keeps this process known as alive, again after the database was away. Gives the function that signs it off. */
const registerProcess = async (kernel: Kernel, names: readonly string[]): Promise<() => Promise<void>> => {
  let stopped = false;
  let release = async () => {};
  const again = async (): Promise<void> => {
    if (stopped) return;
    release = await holdLock(kernel, names, () => void again()).catch(() => {
      setTimeout(() => void again(), 1000);
      return async () => {};
    });
  };
  await again();
  return async () => {
    stopped = true;
    await release().catch(() => undefined);
  };
};

/** Tasks that begin when this process is signed on, so that a job is never under way by a name nobody knows. `signedOn` is told when it is, or cannot be. */
const afterSigningOn = (tasks: TaskList): { readonly tasks: TaskList; readonly signedOn: () => void } => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = Object.entries(tasks).map(([name, task]): [string, typeof task] => [
    name,
    async (payload, helpers) => {
      await promise;
      return task?.(payload, helpers);
    },
  ]);
  return { tasks: Object.fromEntries(waiting) as TaskList, signedOn: resolve };
};

/** Starts `concurrency` workers on the queue; jobs begin within milliseconds of the commit that queued them. */
export const startWorkers = async (kernel: Kernel, concurrency: number): Promise<Workers> => {
  await releaseDeadWorkers(kernel.db);
  const { events, names } = poolNames();
  const { tasks, signedOn } = afterSigningOn(taskList(kernel));
  const runner = await run({
    events,
    pgPool: kernel.queue,
    taskList: tasks,
    concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    logger: workerLogger(kernel),
    crontab: '',
  });
  const unregister = await registerProcess(kernel, names).finally(signedOn);
  const sweep = setInterval(
    () => void releaseDeadWorkers(kernel.db).catch((err) => kernel.log.warn({ err }, 'release of dead workers failed')),
    5000,
  );
  const { promise: failure, resolve: fail } = Promise.withResolvers<Error>();
  let stopping = false;
  const ended = (reason: unknown) => stopping || fail(new Error('the workers ended', { cause: reason }));
  runner.promise.then(ended, ended);
  return {
    failure,
    stop: async () => {
      stopping = true;
      clearInterval(sweep);
      await runner.stop().catch(() => undefined);
      await unregister();
    },
  };
};

/** Works on the queue until nothing is left for it, known as a worker meanwhile, so that its job is given back when this process dies. */
const drainOnce = async (kernel: Kernel, tasks: TaskList): Promise<void> => {
  const client = await kernel.queue.connect();
  const { events, names } = poolNames();
  try {
    const after = afterSigningOn(tasks);
    const pool = runTaskListOnce({ events, logger: workerLogger(kernel) }, after.tasks, client);
    const holding = holdLock(kernel, names, () => {}).finally(after.signedOn);
    const [held, ran] = await Promise.allSettled([holding, pool.promise]);
    if (held.status === 'fulfilled') await held.value();
    if (ran.status === 'rejected') throw ran.reason;
  } finally {
    client.release();
  }
};

/** Whether something is queued and due now, or under way, that this process knows how to do; for a statement. */
export const isAnyWaiting = (registry: Registry): RawBuilder<boolean> =>
  sql<boolean>`exists (select 1 from graphile_worker.jobs where run_at <= now() and attempts < max_attempts
    and task_identifier = any (${tasksOf(registry)}))`;

const isWaiting = async ({ db, registry }: Kernel): Promise<boolean> => {
  const { rows } = await sql<{ waiting: boolean }>`select ${isAnyWaiting(registry)} as waiting`.execute(db);
  return rows[0]?.waiting ?? false;
};

/** Waits of 5 ms between two looks whether a worker that holds a job has died. */
const LOOK_EVERY = 200;

/** Runs what is queued and due now, one job after another, until nothing is left that can run. What other workers have begun is waited for. */
export const drainJobs = async (kernel: Kernel): Promise<void> => {
  const tasks = taskList(kernel);
  for (let waits = 0; await isWaiting(kernel); waits++) {
    await drainOnce(kernel, tasks);
    await new Promise((done) => setTimeout(done, 5));
    if (waits % LOOK_EVERY === LOOK_EVERY - 1) await releaseDeadWorkers(kernel.db);
  }
};
