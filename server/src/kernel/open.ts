import { createClock, realNow, type SandboxClock } from './clock.ts';
import type { Config } from './config.ts';
import type { Kernel } from './ctx.ts';
import { createDatabase, createPlainPool, createPool, sql } from './db.ts';
import { RealDatabase } from './faults.ts';
import type { Registry } from './jobs.ts';
import { type Listening, listen } from './listen.ts';
import type { Logger } from './observe.ts';
import { createSecrets } from './secrets.ts';

export interface OpenOptions {
  readonly config: Config;
  readonly url: string;
  readonly registry: Registry;
  readonly log: Logger;
  /** Connections this process may hold. */
  readonly connections?: number;
}

/** A kernel that also follows the sandbox's clock, and can be closed. */
export interface OpenKernel extends Kernel {
  close(): Promise<void>;
}

/** Makes the installation's one row on a new database; refuses to make a sandbox of a real one. */
const install = async (kernel: Kernel): Promise<void> => {
  const { sandbox } = kernel.config;
  const now = realNow();
  await sql`insert into kernel.installation (sandbox, created_at) values (${sandbox}, ${now}) on conflict do nothing`.execute(
    kernel.db,
  );
  const row = await kernel.db.selectFrom('kernel.installation').select('sandbox').executeTakeFirstOrThrow();
  if (sandbox && !row.sandbox) throw RealDatabase();
  if (row.sandbox)
    await sql`insert into kernel.sandbox_clock (at, running) values (${now}, false) on conflict do nothing`.execute(
      kernel.db,
    );
};

/** Reads the clock; of readings at once the one that was begun last holds. */
const clockReader = (kernel: Kernel): (() => Promise<void>) => {
  let begun = 0;
  return async () => {
    const mine = ++begun;
    const row = await kernel.db
      .selectFrom('kernel.sandbox_clock')
      .select(['at', 'running', 'real_at'])
      .executeTakeFirst();
    if (mine === begun) kernel.clock.set(row as SandboxClock | undefined);
  };
};

const followClock = async (kernel: Kernel): Promise<Listening> => {
  const read = clockReader(kernel);
  const refresh = () => void read().catch((err) => kernel.log.warn({ err }, 'the sandbox clock could not be read'));
  const listening = await listen(kernel, { isp_clock: refresh }, refresh);
  await read();
  return listening;
};

const begin = async (kernel: Kernel): Promise<Listening | undefined> => {
  await install(kernel);
  const row = await kernel.db.selectFrom('kernel.installation').select('sandbox').executeTakeFirstOrThrow();
  return row.sandbox ? followClock(kernel) : undefined;
};

/** Opens a migrated database for one process. */
export const openKernel = async (options: OpenOptions): Promise<OpenKernel> => {
  const { config, url, registry, log } = options;
  const pool = createPool(url, 'app', options.connections ?? 10);
  const kernel: Kernel = {
    config,
    url,
    pool,
    queue: createPlainPool(url, 'queue', 6),
    db: createDatabase(pool),
    clock: createClock(),
    log,
    secrets: createSecrets(config.secret_key),
    registry,
  };
  const release = async () => {
    await kernel.queue.end();
    await kernel.db.destroy();
  };
  const following = await begin(kernel).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  return {
    ...kernel,
    close: async () => {
      await following?.stop();
      await release();
    },
  };
};

/** True when the database answers. */
export const databaseAnswers = (kernel: Kernel): Promise<boolean> =>
  sql`select 1`.execute(kernel.db).then(
    () => true,
    () => false,
  );
