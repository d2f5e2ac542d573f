import { sql, type Tx } from './db.ts';

/** The task a listener's jobs are queued under. */
export const listenerTask = (event: string, flow: string): string => `${event}>${flow}`;

export interface NewJob {
  readonly task: string;
  readonly payload: unknown;
  /** Jobs of one queue run one after another. Keep the number of queues small. */
  readonly queue?: string;
  /** A waiting job of the same key is replaced by this one. */
  readonly key?: string;
  /** Seconds of real time to wait. */
  readonly delay_s?: number;
}

/** Queues jobs in the caller's transaction: they exist when, and only when, it commits. */
export const addJobs = async (tx: Tx, jobs: readonly NewJob[]): Promise<void> => {
  if (jobs.length === 0) return;
  const rows = JSON.stringify(jobs, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v));
  await sql`select kernel.add_jobs(${rows}::json)`.execute(tx);
};
