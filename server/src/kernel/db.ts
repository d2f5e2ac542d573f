import { type Id, type Instant, instantFromEpochMs } from '@isp/values';
import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import type { DB } from './db.gen.ts';
import { prepareStatements } from './statements.ts';

export { type RawBuilder, sql } from 'kysely';
export type { DB } from './db.gen.ts';

/** The database, outside any transaction. */
export type Database = Kysely<DB>;
/** A transaction (a `Database` fits too, where a single statement needs none). */
export type Tx = Kysely<DB>;

/** `any` of many ids, for a statement that is planned anew each time: the planner weighs each id of a list that it sees, which takes longer than to find them. */
export const anyOf = (ids: readonly Id[]): RawBuilder<unknown> => sql`any ((select ${ids}::uuid[])::uuid[])`;

const pad3 = (s: string) => `${s}000`.slice(0, 3);

/** `2026-11-23 20:52:00.123456+00` (the session is in UTC) to an `Instant`, cut to milliseconds. */
const readTimestamp = (text: string): Instant => {
  if (text.length >= 22 && text.endsWith('+00') && text[10] === ' ') {
    const fraction = text[19] === '.' ? text.slice(20, -3) : '';
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${pad3(fraction)}Z` as Instant;
  }
  return instantFromEpochMs(Date.parse(text));
};

const TYPES = pg.types.builtins;
const parsers = new pg.TypeOverrides();
parsers.setTypeParser(TYPES.INT8, (text) => BigInt(text));
parsers.setTypeParser(TYPES.DATE, (text) => text);
parsers.setTypeParser(TYPES.NUMERIC, (text) => text);
parsers.setTypeParser(TYPES.TIMESTAMPTZ, readTimestamp);
const timestampArray = pg.types.getTypeParser(1185 as never);
parsers.setTypeParser(
  1185 as never,
  (text: string) =>
    (timestampArray(text) as unknown as (Date | null)[]).map((d) => d && instantFromEpochMs(d.getTime())) as never,
);

const SETTINGS = ['TimeZone=UTC', 'DateStyle=ISO', 'IntervalStyle=iso_8601'];

/** How every connection of ours reads and writes: days, instants and decimals are strings, 64-bit integers `bigint`, the session in UTC. `settings` are PostgreSQL's own besides, as `name=value`. */
export const connectionSettings = (url: string, name: string, settings: readonly string[] = []): pg.ClientConfig => ({
  connectionString: url,
  application_name: `isp-${name}`,
  options: [...SETTINGS, ...settings].map((one) => `-c ${one}`).join(' '),
  types: parsers,
});

/**
 * The driver's client, with promises of our own. The driver (8.23) assigns a closure to a property for each, and V8 puts a closure that is assigned to a property among the old objects, as if it were a method: the statement, its
 * values and what these lead to then stay until the whole memory is gone through (docs/decisions/0023-short-lives.md).
 */
export class Client extends pg.Client {
  override query(...asked: readonly never[]): never {
    const [statement, values, callback] = asked as readonly unknown[];
    const ask = super.query as (...all: readonly unknown[]) => unknown;
    const isSubmitted = (statement as { readonly submit?: unknown }).submit !== undefined;
    if (isSubmitted || typeof values === 'function' || typeof callback === 'function')
      return ask.call(this, statement, values, callback) as never;
    return new Promise((resolve, reject) => {
      ask.call(this, statement, values, (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)));
    }).catch((error: Error) => {
      // Its own leads to the socket, this one to who asked.
      Error.captureStackTrace(error);
      throw error;
    }) as never;
  }
}

/** A broken connection is told to whoever uses it by the failure of its statement; on its own it must not end the process. */
const heedless = (pool: pg.Pool): pg.Pool =>
  pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));

/** A pool of `max` connections with our types, and with `settings` of PostgreSQL's. */
export const createPool = (url: string, name: string, max: number, settings: readonly string[] = []): pg.Pool =>
  heedless(new pg.Pool({ ...connectionSettings(url, name, settings), Client, max, idleTimeoutMillis: 30_000 }));

/** A pool with the driver's own types, for libraries that bring their own SQL. */
export const createPlainPool = (url: string, name: string, max: number): pg.Pool =>
  heedless(
    new pg.Pool({ connectionString: url, application_name: `isp-${name}`, Client, max, idleTimeoutMillis: 30_000 }),
  );

/** Kysely over a pool; statements that come again are prepared. */
export const createDatabase = (pool: pg.Pool): Database =>
  new Kysely<DB>({ dialect: new PostgresDialect({ pool: prepareStatements(pool) }) });

/** Does work in a transaction and takes back all that it wrote, whatever comes of it: for seeing what would be. */
export const takenBack = async <R>(tx: Tx, work: () => Promise<R>): Promise<R> => {
  await sql`savepoint taken_back`.execute(tx);
  try {
    return await work();
  } finally {
    await sql`rollback to savepoint taken_back`.execute(tx);
  }
};

/** No statement of the rest of a transaction, or of what is taken back of it, may last longer. */
export const limitStatements = async (tx: Tx, ms: number): Promise<void> => {
  await sql`select set_config('statement_timeout', ${String(ms)}, true)`.execute(tx);
};

/** Reads in pieces and sees all of it as it was when the first was read. */
export async function* steady<P>(db: Database, read: (tx: Tx) => AsyncGenerator<P>): AsyncGenerator<P> {
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    yield* read(tx);
  } finally {
    await tx.rollback().execute();
  }
}
