/** Vitest's global set-up: one cluster for the run, with the migrated template. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from './migrate.ts';
import { startEmbeddedPostgres } from './postgres/index.ts';
import { databaseUrl, TEMPLATE } from './testing-names.ts';

export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'isp-cluster-'));
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200', shared_buffers: '256MB' };
  const postgres = await startEmbeddedPostgres({ dataDir, settings, log: () => {} });
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await migrate(databaseUrl(postgres.url, TEMPLATE));
  await client.end();
  project.provide('clusterUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
};
