import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '@isp/values';
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

const NEVER = new Promise<Fault>(() => undefined);
const urlFile = (config: Config) => join(config.data_dir, 'database.url');

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
};

const running = async (config: Config): Promise<string | undefined> => {
  try {
    const url = readFileSync(urlFile(config), 'utf8').trim();
    return (await answers(url)) ? url : undefined;
  } catch {
    return undefined;
  }
};

/** `DATABASE_URL`, or our own PostgreSQL in the data directory, started by this process. */
export const startDatabase = async (config: Config, log: (line: string) => void): Promise<OpenDatabase> => {
  if (config.database_url) return { url: config.database_url, failure: NEVER, stop: async () => {} };
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
  const url = config.database_url ?? (await running(config));
  return url ? { url, failure: NEVER, stop: async () => {} } : startDatabase(config, log);
};
