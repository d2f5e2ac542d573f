import { randomUUID } from 'node:crypto';
import type { Id } from '@isp/values';
import { sql } from '../kernel/db.ts';
import { createRegistry } from '../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { addNas } from './add-nas.ts';
import { jobs } from './jobs.ts';
import { setAccess, type WantedAccess } from './set-access.ts';
import { setCredential } from './set-credential.ts';

export const SECRET = 'a shared secret of a test';

/** One subscriber with log-in and access. */
export interface Someone {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly username: string;
  readonly password: string;
}

export interface Room {
  readonly database: TestDatabase;
  readonly nas_id: Id;
  subscriber(username: string, access?: Partial<WantedAccess>): Promise<Someone>;
  access(one: Someone, change: Partial<WantedAccess>): Promise<boolean>;
}

const catalogue = async (database: TestDatabase): Promise<{ entity: Id; plan: Id }> => {
  const [entity, plan] = [randomUUID(), randomUUID()];
  const { db } = database.kernel;
  await sql`insert into billing.legal_entity (id, code, name, country, currency, zone, created_at) values (${entity}, 'E', 'E', 'DE', 'EUR', 'UTC', now())`.execute(
    db,
  );
  await sql`insert into tariffs.plan (id, code, name, created_at) values (${plan}, 'P', 'P', now())`.execute(db);
  return { entity, plan };
};

const account = async (
  database: TestDatabase,
  entity: Id,
  plan: Id,
): Promise<{ account_id: Id; subscription_id: Id }> => {
  const [account_id, subscription_id] = [randomUUID(), randomUUID()];
  const { db } = database.kernel;
  await sql`insert into crm.account (id, kind, name, country, currency, zone, legal_entity_id, created_at)
    values (${account_id}, 'person', 'A', 'DE', 'EUR', 'UTC', ${entity}, now())`.execute(db);
  await sql`insert into subscriptions.subscription (account_id, id, plan_id, state, currency, started_on, anchor_on, anchor_day, created_at)
    values (${account_id}, ${subscription_id}, ${plan}, 'active', 'EUR', '2026-01-01', '2026-01-01', 1, now())`.execute(
    db,
  );
  return { account_id, subscription_id };
};

const ALLOWED = {
  mode: 'allow',
  reason: 'active',
  rate_down_kbps: 50_000,
  rate_up_kbps: 10_000,
  framed_ip: null,
  session_timeout_s: null,
  simultaneous: 100,
} as const;

/** A database with one NAS at 127.0.0.1 (MikroTik unless said) and what subscribers need around them. */
export const openRoom = async (
  options: { readonly vendor?: string; readonly coa_port?: number; readonly address?: string } = {},
): Promise<Room> => {
  const database = await testDatabase({ registry: createRegistry(jobs, []), connections: 8 });
  const { entity, plan } = await catalogue(database);
  const nas = await database.run((ctx) =>
    addNas(ctx, {
      name: 'edge',
      address: options.address ?? '127.0.0.1',
      secret: SECRET,
      vendor: options.vendor ?? 'mikrotik',
      coa_port: options.coa_port,
      message_authenticator: 'required',
    }),
  );
  const access = (one: Pick<Someone, 'account_id' | 'subscription_id'>, change: Partial<WantedAccess>) =>
    database.run((ctx) =>
      setAccess(
        ctx,
        { ...ALLOWED, account_id: one.account_id, subscription_id: one.subscription_id, ...change },
        'test',
      ),
    );
  return {
    database,
    nas_id: nas.id,
    access,
    subscriber: async (username, change = {}) => {
      const key = await account(database, entity, plan);
      const password = `pw-${username}`;
      await database.run((ctx) => setCredential(ctx, { ...key, username, password }));
      await access(key, change);
      return { ...key, username, password };
    },
  };
};

/** Waits until `check` gives something, at most `ms`. */
export const eventually = async <T>(check: () => Promise<T | undefined | false>, ms = 30_000): Promise<T> => {
  const until = performance.now() + ms;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > until) throw new Error('it did not happen in time');
    await new Promise((next) => setTimeout(next, 10));
  }
};
