/**
 * For tests: a database of its own on the test run's cluster, as a copy of a migrated template, with a sandbox clock turned by hand.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Instant, instant } from '@isp/values';
import pg from 'pg';
import { inject } from 'vitest';
import { type Actor, system } from './actor.ts';
import type { Clock } from './clock.ts';
import { type Config, readConfig } from './config.ts';
import { type Ctx, transact } from './ctx.ts';
import { sql } from './db.ts';
import { createRegistry, type Registry } from './jobs.ts';
import { createLogger } from './observe.ts';
import { type OpenKernel, openKernel } from './open.ts';
import { databaseUrl, TEMPLATE } from './testing-names.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the test run's cluster, its database the maintenance one. */
    clusterUrl: string;
  }
}

const HEARD_MS = 10_000;

/** Waits until a clock shows what it was turned to: set by hand it would be set back by a reading that was begun before. */
const heard = async (clock: Clock, moment: Instant): Promise<void> => {
  for (const until = performance.now() + HEARD_MS; clock.now() !== moment; await sleep(1))
    if (performance.now() > until) throw new Error(`the clock shows ${clock.now()}, not ${moment}`);
};

const admin = async (statement: string): Promise<void> => {
  const client = new pg.Client(inject('clusterUrl'));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

export interface TestDatabase {
  readonly kernel: OpenKernel;
  readonly url: string;
  readonly config: Config;
  /** Sets the sandbox clock, without running anything. */
  at(now: string): Promise<Instant>;
  /** Runs `work` in a transaction, as the system unless said. */
  run<T>(work: (ctx: Ctx) => Promise<T>, actor?: Actor): Promise<T>;
  /** Another kernel on the same database, as another process has; its closing is the caller's. */
  another(): Promise<OpenKernel>;
  /** Leaves the database, so that others can be made as copies of it. */
  leave(): Promise<void>;
  drop(): Promise<void>;
}

/** Makes a fresh database, or a copy of one that its makers have left; as files, which is seven times as fast as through the log. Call `drop` when done. */
export const testDatabase = async (
  options: {
    readonly registry?: Registry;
    readonly env?: Record<string, string>;
    readonly now?: string;
    readonly connections?: number;
    readonly of?: TestDatabase;
  } = {},
): Promise<TestDatabase> => {
  const name = `isp_test_${randomBytes(6).toString('hex')}`;
  await admin(
    `create database ${name} template ${options.of ? new URL(options.of.url).pathname.slice(1) : TEMPLATE} strategy file_copy`,
  );
  const url = databaseUrl(inject('clusterUrl'), name);
  const dataDir = mkdtempSync(join(tmpdir(), 'isp-test-'));
  const config = readConfig({
    ISP_DATA_DIR: dataDir,
    ISP_SECRET_KEY: 'a key for tests only',
    ISP_SANDBOX: '1',
    ...options.env,
  });
  const another = () =>
    openKernel({
      config,
      url,
      registry: options.registry ?? createRegistry([], []),
      log: createLogger(process.env.ISP_LOG_LEVEL ?? 'error', 'test'),
      connections: options.connections ?? 5,
    });
  const kernel = await another();
  let leaving: Promise<void> | undefined;
  const leave = () => {
    leaving ??= kernel.close();
    return leaving;
  };
  const at = async (now: string): Promise<Instant> => {
    const moment = instant(now);
    await sql`update kernel.sandbox_clock set at = ${moment}, running = false`.execute(kernel.db);
    await heard(kernel.clock, moment);
    return moment;
  };
  const isTurned = config.sandbox && (!options.of || options.now !== undefined);
  if (isTurned) await at(options.now ?? '2026-01-01T00:00:00Z');
  return {
    kernel,
    url,
    config,
    at,
    run: (work, actor = system('test')) => transact(kernel, actor, work),
    another,
    leave,
    drop: async () => {
      await leave();
      await admin(`drop database if exists ${name} with (force)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
