import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineFault } from '@isp/values';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { connectionSettings, createPlainPool } from './db.ts';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');

const MigrationChanged = defineFault(
  'kernel.migration-changed',
  500,
  (p: { name: string }) => `Migration ${p.name} is not the one this database was made with.`,
  'Run the version of the platform that made this database, or restore the migration file.',
);
const DatabaseNewer = defineFault(
  'kernel.database-newer',
  500,
  (p: { name: string }) => `This database has a migration this version does not know: ${p.name}.`,
  'Start the newer version of the platform, or restore a backup made by this one.',
);
const DatabaseTooOld = defineFault(
  'kernel.database-too-old',
  500,
  (p: { version: string }) => `PostgreSQL ${p.version} is too old.`,
  'Use PostgreSQL 15 or newer, or leave DATABASE_URL unset to use the one that comes along.',
);

const MigrationNotAllowed = defineFault(
  'kernel.migration-not-allowed',
  500,
  (p: { reason: string }) =>
    `The user of DATABASE_URL may not make the tables and roles the platform needs: ${p.reason}.`,
  'As the superuser of that server: alter role THE_USER createrole; alter database THE_DATABASE owner to THE_USER. Two platforms on one server use the same user.',
);

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

const migrations = (): Migration[] =>
  readdirSync(MIGRATIONS)
    .filter((f) => f.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(MIGRATIONS, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    });

const applied = async (client: pg.Client): Promise<Map<string, string>> => {
  await client.query(`create schema if not exists kernel;
    create table if not exists kernel.migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from kernel.migration');
  return new Map(rows.map((r) => [r.name, r.sha256]));
};

const apply = async (client: pg.Client, migration: Migration): Promise<void> => {
  await client.query('begin');
  try {
    await client.query(migration.text);
    await client.query('insert into kernel.migration (name, sha256) values ($1, $2)', [
      migration.name,
      migration.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.name} failed`, { cause: error });
  }
};

/** `server_version_num` of PostgreSQL 15. */
const OLDEST = 150_000;

const checkVersion = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ n: number; v: string }>(
    `select current_setting('server_version_num')::int as n, current_setting('server_version') as v`,
  );
  if (rows[0] && rows[0].n < OLDEST) throw DatabaseTooOld({ version: rows[0].v });
};

/** The job queue brings its own schema; on a pool of ours, so that nothing of it is left open afterwards. */
const migrateQueue = async (url: string): Promise<void> => {
  const pgPool = createPlainPool(url, 'migrate', 2);
  try {
    await runMigrations({ pgPool });
  } finally {
    await pgPool.end();
  }
};

const notAllowed = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && (error as { code?: string }).code === '42501';

/** A refusal of rights, said so that somebody can grant them; any other error as it is. */
const explained = (error: unknown): unknown => {
  const cause = error instanceof Error ? error.cause : undefined;
  const refusal = [error, cause].find(notAllowed);
  return refusal === undefined ? error : MigrationNotAllowed({ reason: refusal.message });
};

/**
 * Brings a database to this version's schema: each file of `server/migrations` once, in order, each in its own transaction; two processes at once wait for one another.
 * Gives the names of those it ran. Refuses a database with unknown or changed migrations.
 */
export const migrate = async (url: string): Promise<string[]> => {
  const client = new pg.Client(connectionSettings(url, 'migrate'));
  await client.connect();
  try {
    await checkVersion(client);
    await client.query('select pg_advisory_lock(7420)');
    await migrateQueue(url);
    const done = await applied(client);
    const all = migrations();
    const unknown = [...done.keys()].find((name) => !all.some((m) => m.name === name));
    if (unknown) throw DatabaseNewer({ name: unknown });
    const changed = all.find((m) => done.has(m.name) && done.get(m.name) !== m.sha256);
    if (changed) throw MigrationChanged({ name: changed.name });
    const missing = all.filter((m) => !done.has(m.name));
    for (const m of missing) await apply(client, m);
    return missing.map((m) => m.name);
  } catch (error) {
    throw explained(error);
  } finally {
    await client.end();
  }
};
