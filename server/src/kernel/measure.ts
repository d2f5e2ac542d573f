import { Gauge, type Registry } from 'prom-client';
import type { Kernel } from './ctx.ts';
import { sql } from './db.ts';

/** A gauge that asks the database when it is asked; while that does not answer it shows nothing. */
export const asked = <L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly L[],
  read: () => Promise<readonly (readonly [labels: Record<L, string>, value: number])[]>,
): void => {
  const gauge: Gauge<L> = new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect: async () => {
      gauge.reset();
      for (const [labels, value] of await read().catch(() => [])) gauge.set(labels as never, value);
    },
  });
};

/** Connections of this process's pool. */
export const measurePool = ({ pool }: Kernel, registry: Registry): void =>
  asked(
    registry,
    'isp_database_connections',
    'Database connections, and requests that wait for one.',
    ['state'],
    async () => [
      [{ state: 'used' }, pool.totalCount - pool.idleCount],
      [{ state: 'idle' }, pool.idleCount],
      [{ state: 'waiting' }, pool.waitingCount],
    ],
  );

interface Jobs {
  readonly task: string;
  readonly waiting: number;
  readonly failing: number;
  readonly parked: number;
}

const jobs = async (kernel: Kernel): Promise<Jobs[]> => {
  const { rows } = await sql<Jobs>`
    select task_identifier as task, count(*) filter (where attempts < max_attempts)::int as waiting,
      count(*) filter (where attempts > 0 and attempts < max_attempts and locked_at is null)::int as failing,
      count(*) filter (where attempts >= max_attempts)::int as parked
    from graphile_worker.jobs group by 1`.execute(kernel.db);
  return rows;
};

/** The job queue: what waits (running jobs too), what failed and will be tried again, what was given up. */
export const measureJobs = (kernel: Kernel, registry: Registry): void =>
  asked(registry, 'isp_jobs', 'Jobs in the queue by task and state.', ['task', 'state'], async () =>
    (await jobs(kernel)).flatMap(({ task, waiting, failing, parked }) => [
      [{ task, state: 'waiting' }, waiting] as const,
      [{ task, state: 'failing' }, failing] as const,
      [{ task, state: 'parked' }, parked] as const,
    ]),
  );

/** How far each schedule has come: an alert is `time() - isp_schedule_done_timestamp_seconds`. */
export const measureSchedules = (kernel: Kernel, registry: Registry): void =>
  asked(
    registry,
    'isp_schedule_done_timestamp_seconds',
    'Everything of a schedule that fell due up to this moment is done.',
    ['schedule', 'zone'],
    async () => {
      const { rows } = await sql<{ name: string; zone: string; s: number }>`
        select name, zone, extract(epoch from last_at)::float8 as s from kernel.schedule`.execute(kernel.db);
      return rows.map(({ name, zone, s }) => [{ schedule: name, zone }, s] as const);
    },
  );
