/** Vitest's global set-up: one cluster for the run, with the migrated template. */
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from './migrate.ts';
import { startTestCluster } from './postgres/test-cluster.ts';
import { databaseUrl, TEMPLATE } from './testing-names.ts';

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const postgres = await startTestCluster({ settings: { wal_level: 'replica' }, log: () => {} });
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await migrate(databaseUrl(postgres.url, TEMPLATE));
  // A run makes thousands of connections: the password is not stretched for each.
  const { username, password } = new URL(postgres.url);
  await client.query('set scram_iterations = 1');
  await client.query(
    `alter role ${client.escapeIdentifier(username)} password ${client.escapeLiteral(decodeURIComponent(password))}`,
  );
  await client.end();
  project.provide('clusterUrl', postgres.url);
  return () => postgres.stop();
};
