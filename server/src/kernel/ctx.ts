import { randomUUID } from 'node:crypto';
import type { Id, Instant } from '@isp/values';
import type pg from 'pg';
import { type Actor, isScoped } from './actor.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { type Database, sql, type Tx } from './db.ts';
import type { Registry } from './jobs.ts';
import type { Logger } from './observe.ts';
import { newId, type Secrets } from './secrets.ts';

/** What a process has, made once by `main/`. */
export interface Kernel {
  readonly config: Config;
  readonly url: string;
  readonly pool: pg.Pool;
  /** The job queue's own connections: the library reads types its own way. */
  readonly queue: pg.Pool;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly secrets: Secrets;
  readonly registry: Registry;
}

/** What a verb has: one transaction, one `now`, one actor. */
export interface Ctx {
  readonly tx: Tx;
  /** The moment of the whole command, stamped once at the door. */
  readonly now: Instant;
  readonly actor: Actor;
  /** Ties together what one request wrote: audit rows, log lines, jobs. */
  readonly request_id: string;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly registry: Registry;
  /** What is done is done to a copy and taken back: the network is not to know of it. */
  readonly is_rehearsal?: boolean;
  /** A new id, in order of time. */
  newId(): Id;
}

export interface TransactOptions {
  readonly request_id?: string;
  readonly read_only?: boolean;
  /** Read only, and all its statements see one state of the database. */
  readonly snapshot?: boolean;
}

const announceActor = async (tx: Tx, kernel: Kernel, actor: Actor, requestId: string): Promise<Instant> => {
  const now = kernel.clock.now();
  const row = await sql<{ now: Instant }>`
    select coalesce((select c.shown from kernel.sandbox_now c), ${now}::timestamptz) as now,
      set_config('isp.actor', ${`${actor.kind}:${actor.id}:${actor.name}`}, true),
      set_config('isp.request', ${requestId}, true),
      set_config('isp.account', ${actor.account_id ?? ''}, true),
      set_config('isp.reseller', ${actor.reseller_id ?? ''}, true),
      set_config('role', ${isScoped(actor) ? 'isp_scoped' : 'none'}, true)`.execute(tx);
  return row.rows[0]?.now ?? now;
};

const begin = ({ db }: Kernel, { read_only, snapshot }: TransactOptions) => {
  if (snapshot) return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return read_only ? db.transaction().setAccessMode('read only') : db.transaction();
};

/**
 * Runs `work` in one transaction as an actor; commits when it returns, rolls back when it throws.
 * In a sandbox `now` is the sandbox's, read in the same transaction. A subscriber or reseller sees only its own rows.
 */
export const transact = <T>(
  kernel: Kernel,
  actor: Actor,
  work: (ctx: Ctx) => Promise<T>,
  options: TransactOptions = {},
): Promise<T> => {
  const request_id = options.request_id ?? randomUUID();
  return begin(kernel, options).execute(async (tx) => {
    const now = await announceActor(tx, kernel, actor, request_id);
    const log = kernel.log.child({ request_id, actor: actor.name });
    const { secrets, registry } = kernel;
    return work({ tx, now, actor, request_id, secrets, log, registry, newId: () => newId(kernel.clock.ms()) });
  });
};
