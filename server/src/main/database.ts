import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineFault, type Fault } from '@isp/values';
import pg from 'pg';
import type { Config } from '../kernel/config.ts';
import { startEmbeddedPostgres } from '../kernel/postgres/index.ts';

/** The database a command works on. `stop` stops it when this process started it. */
export interface OpenDatabase {
  readonly url: string;
  /** Settles when the database cannot be kept running any more. */
  readonly failure: Promise<Fault>;
  stop(): Promise<void>;
}

const DatabaseUnusable = defineFault(
  'main.database-unusable',
  500,
  (p: { place: string; reason: string }) => `The database at ${p.place} (DATABASE_URL) cannot be used: ${p.reason}.`,
  'Correct DATABASE_URL, or start that server; without DATABASE_URL the platform runs a PostgreSQL of its own.',
);

const NEVER = new Promise<Fault>(() => undefined);
const urlFile = (config: Config) => join(config.data_dir, 'database.url');

/** What connecting to it fails with, or `undefined`. */
const hindrance = async (url: string): Promise<Error | undefined> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return error as Error;
  }
};

const reasonOf = (error: Error): string =>
  error instanceof AggregateError ? error.errors.map((e: Error) => e.message).join('; ') : error.message;

/** A database of somebody's own; throws when it cannot be connected to. The fault names the place, never the password. */
const given = async (url: string): Promise<OpenDatabase> => {
  const error = await hindrance(url);
  if (error === undefined) return { url, failure: NEVER, stop: async () => {} };
  const { host, pathname } = new URL(url);
  throw DatabaseUnusable({ place: `${host}${pathname}`, reason: reasonOf(error) });
};

const running = async (config: Config): Promise<string | undefined> => {
  try {
    const url = readFileSync(urlFile(config), 'utf8').trim();
    return (await hindrance(url)) === undefined ? url : undefined;
  } catch {
    return undefined;
  }
};

/** `DATABASE_URL`, or our own PostgreSQL in the data directory, started by this process. */
export const startDatabase = async (config: Config, log: (line: string) => void): Promise<OpenDatabase> => {
  if (config.database_url) return given(config.database_url);
  const postgres = await startEmbeddedPostgres({ dataDir: config.data_dir, log });
  writeFileSync(urlFile(config), `${postgres.url}\n`, { mode: 0o600 });
  const stop = async () => {
    rmSync(urlFile(config), { force: true });
    await postgres.stop();
  };
  return { url: postgres.url, failure: postgres.failure, stop };
};

/** The same for a short command: a platform that runs on this data directory lends its database. */
export const borrowDatabase = async (config: Config, log: (line: string) => void): Promise<OpenDatabase> => {
  const url = config.database_url ? undefined : await running(config);
  return url ? { url, failure: NEVER, stop: async () => {} } : startDatabase(config, log);
};
