import type { Kernel } from './ctx.ts';

/** What only one process of an installation does at a time; each by its lock's number. */
const LOCKS = { schedules: 7422, bill_run: 7423 } as const;

const LOOK_MS = 100;

interface Alone<R> {
  readonly lock: keyof typeof LOCKS;
  /** How long to wait for whoever does it now; for ever when infinite. */
  readonly patience_ms: number;
  /** What comes of it when the wait was in vain. */
  readonly taken: () => R;
}

const taken = async (kernel: Kernel, lock: number) => {
  const client = await kernel.pool.connect();
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [lock]);
    if (rows[0]?.got) return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  return undefined;
};

/**
 * Does work while a connection of this process holds a lock, so that nobody else does it meanwhile. A process that dies leaves nothing behind: its connection ends, and the lock with it.
 * Who waits holds no connection.
 */
export const alone = async <R>(kernel: Kernel, how: Alone<R>, work: () => Promise<R>): Promise<R> => {
  const lock = LOCKS[how.lock];
  for (let waited_ms = 0; ; waited_ms += LOOK_MS) {
    const client = await taken(kernel, lock);
    if (client !== undefined)
      return work().finally(() =>
        client.query('select pg_advisory_unlock($1)', [lock]).then(
          () => client.release(),
          () => client.release(true),
        ),
      );
    if (waited_ms >= how.patience_ms) return how.taken();
    await new Promise((looked) => setTimeout(looked, LOOK_MS));
  }
};
