/** The platform's tables looked at as a whole: routes, permissions, events, jobs, and what the database guards. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { permits, system } from '../kernel/actor.ts';
import { sql } from '../kernel/db.ts';
import type { Event } from '../kernel/events.ts';
import type { Job } from '../kernel/jobs.ts';
import type { Schedule } from '../kernel/schedule.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { permissions, registry, rooms, schedules } from './app.ts';

const SRC = join(import.meta.dirname, '..');
const all = Object.entries(rooms).flatMap(([room, routes]) =>
  routes.map((route) => ({ room, route, name: `${route.method} ${route.path}` })),
);

/** What a module of every room exports under a name. */
const exported = async <T>(file: string, name?: string): Promise<T[]> => {
  const files = globSync(`*/${file}`, { cwd: SRC }).filter((path) => !path.startsWith('kernel'));
  const modules = await Promise.all(files.map((path) => import(join(SRC, path)) as Promise<Record<string, unknown>>));
  return modules.flatMap((m) => (name === undefined ? Object.values(m) : ((m[name] as T[] | undefined) ?? []))) as T[];
};

describe('events and jobs', () => {
  test('every event has a listener', async () => {
    const events = await exported<Event>('events.ts');
    expect(events.length).toBeGreaterThan(0);
    const deaf = events.filter((e) => registry.flowsOf(e.name).length === 0).map((e) => e.name);
    expect(deaf).toEqual([]);
  });

  test('every room’s jobs and schedules are in the platform’s table', async () => {
    const jobs = await exported<Job>('jobs.ts', 'jobs');
    expect(jobs.filter((job) => !registry.jobs.includes(job)).map((j) => j.name)).toEqual([]);
    const due = [
      ...(await exported<Schedule>('jobs.ts', 'schedules')),
      ...(await exported<Schedule>('schedules.ts', 'schedules')),
    ];
    expect(due.filter((one) => !schedules.includes(one)).map((s) => s.name)).toEqual([]);
    const names = schedules.map((s) => s.name);
    expect(names).toEqual([...new Set(names)]);
  });

  test('every job that is queued by name has a handler', () => {
    const known = new Set(registry.jobs.map((j) => j.name));
    const sources = globSync(
      '{kernel,identity,crm,tariffs,subscriptions,billing,payments,metering,aaa,flows}/**/*.ts',
      {
        cwd: SRC,
      },
    ).filter((f) => !/\.(test|fixture|spec)\.ts$/.test(f));
    const queued = sources.flatMap((f) =>
      [...readFileSync(join(SRC, f), 'utf8').matchAll(/\btask: '([^']+)'/g)].map((m) => m[1] as string),
    );
    expect(queued.length).toBeGreaterThan(0);
    expect(queued.filter((task) => !known.has(task))).toEqual([]);
  });

  test('every room’s routes are in the platform’s table', async () => {
    const routes = await exported<(typeof all)[number]['route']>('routes.ts', 'routes');
    const mounted = new Set(all.map(({ route }) => route));
    expect(routes.filter((route) => !mounted.has(route)).map((r) => `${r.method} ${r.path}`)).toEqual([]);
  });
});

/** Routes that need no permission, with why. */
const OPEN_ROUTES: Readonly<Record<string, string>> = {
  'GET /me': 'oneself',
  'GET /me/device-log-in': 'about oneself',
  'PUT /me/device-password': 'about oneself',
  'DELETE /me/device-password': 'about oneself',
  'PUT /me/password': 'oneself',
  'GET /me/sessions': 'oneself',
  'DELETE /me/sessions/:id': 'oneself',
  'POST /me/sign-out-everywhere': 'oneself',
  'GET /sandbox': 'the date the console shows',
};

/** Lists that are given whole, with why they stay short. */
const WHOLE_LISTS: Readonly<Record<string, string>> = {
  'GET /account-names': 'the caller names at most 200',
  'GET /nas/vendors': 'the makes we know',
  'GET /availability': 'as many as there are plans on sale',
  'GET /nas/tags': 'at most 500 words',
  'GET /retention': 'the kinds there are',
  'GET /accounts/:id/statement': 'what moved on one account in a span of days',
  'GET /accounts/:account_id/usage': 'as many bars as a chart has',
  'GET /accounts/:account_id/credentials': 'the log-ins of one account',
  'GET /invoices/:invoice_id/quotes': 'the lines of one invoice',
};

interface Schema {
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}
const schemaOf = (type: z.ZodType, io: 'input' | 'output'): Schema =>
  z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Schema;

describe('routes', () => {
  test('every route needs a permission, or is named with why not', () => {
    const open = all.filter(({ route }) => route.access.kind !== 'permission').map(({ name }) => name);
    expect(open.sort()).toEqual(Object.keys(OPEN_ROUTES).sort());
  });

  test('no two routes are the same', () => {
    const shapes = all.map(({ route }) => `${route.method} ${route.path.replaceAll(/:\w+/g, ':')}`);
    expect(shapes.filter((shape, i) => shapes.indexOf(shape) !== i)).toEqual([]);
  });

  test.each(all)('$name has a contract', ({ route, name }) => {
    const { summary, input, reply } = route.contract;
    expect(summary, 'a summary').toMatch(/^[A-Z].{3,}[^ ]$/);
    const takes = schemaOf(input, 'input');
    expect(takes.additionalProperties, 'unknown fields are refused').toBe(false);
    for (const [, parameter] of route.path.matchAll(/:(\w+)/g))
      expect(Object.keys(takes.properties ?? {}), name).toContain(parameter);
    expect(() => schemaOf(reply, 'input')).not.toThrow();
  });

  test('every list is given page by page, or is named with why not', () => {
    const lists = all.filter(
      ({ route }) =>
        route.method === 'GET' && schemaOf(route.contract.reply, 'input').properties?.items?.type === 'array',
    );
    expect(lists.length).toBeGreaterThan(10);
    const whole = lists.filter(({ route }) => {
      const takes = Object.keys(schemaOf(route.contract.input, 'input').properties ?? {});
      const gives = schemaOf(route.contract.reply, 'input').required ?? [];
      return !takes.includes('limit') || !takes.includes('cursor') || !gives.includes('next_cursor');
    });
    expect(whole.map(({ name }) => name).sort()).toEqual(Object.keys(WHOLE_LISTS).sort());
  });

  test('what moves money or provisions needs an Idempotency-Key', () => {
    const moving = all.filter(
      ({ route }) =>
        route.method === 'POST' &&
        /^\/(payments|subscriptions|accounts\/:account_id\/subscriptions|sessions)/.test(route.path) &&
        // A question that is too long for an address.
        !route.path.endsWith('/foresee'),
    );
    expect(moving.filter(({ route }) => !route.idempotent).map(({ name }) => name)).toEqual([]);
    expect(moving.length).toBeGreaterThan(7);
  });
});

/** Permissions only an owner has, with why. */
const OWNERS_ONLY: Readonly<Record<string, string>> = {
  'identity.read': 'who may do what is the owner’s',
  'identity.write': 'who may do what is the owner’s',
  'sandbox.turn': 'turns the whole installation’s clock',
};
/** Rooms that later issues open: their permissions are given already. */
const ROOMS_TO_COME = new Set(['monitoring', 'resellers', 'messaging']);

/** Tables whose changes are not audited, with why. */
const UNAUDITED: Readonly<Record<string, string>> = {
  'kernel.audit': 'is the audit',
  'kernel.migration': 'written by migrations only',
  'kernel.installation': 'one row, made once',
  'kernel.schedule': 'how far the schedules have come',
  'kernel.job_done': 'which jobs have run',
  'kernel.worker_process': 'which workers live',
  'kernel.idempotency': 'replies kept for a week',
  'identity.session': 'is itself the record of sign-ins',
  'identity.oidc': 'the provider’s short memory',
  'identity.throttle': 'failed sign-ins of the last minutes',
  'aaa.allowance': 'follows from use and the audited plan and top-ups',
  'billing.number_counter': 'the numbers stand on the invoices',
  'billing.bill_run': 'is itself the record of runs',
  'billing.bill_class': 'belongs to its run',
  'billing.bill_finding': 'belongs to its run',
  'billing.lines_arrived': 'is empty once a transaction is over',
  'billing.invoice': 'nothing of it changes but what is open, which allocations tell',
  'billing.credit_note': 'immutable but for open_minor, which follows from its allocations',
  'billing.dunning': 'its steps are kept',
  'billing.dunning_step': 'only ever added to',
  'billing.late_usage': 'follows from records',
  'billing.usage_recount': 'follows from records; what it changed stands on lines and credits',
  'aaa.username': 'the claim of an audited credential',
  'aaa.change': 'what the directory must read again',
  'aaa.session': 'millions of rows, written by accounting',
  'aaa.session_history': 'sessions that are over',
  'aaa.session_move': 'how far sessions are moved',
  'aaa.nas_health': 'how NASes are, every ten seconds',
  'aaa.nas_quarter': 'counts of the last days',
  'aaa.radius_server': 'which processes listen',
  'aaa.bulk_disconnect_session': 'belongs to the audited bulk; what was sent stands with the packets',
  'aaa.address_note': 'a queue: what the uses of addresses must follow',
  'aaa.address_use': 'millions of rows, derived from accounting',
  'aaa.home_health': 'how home servers do, as RADIUS sees it',
  'aaa.home_record': 'a queue: accounting that home servers are still to get',
  'aaa.stranger': 'who asked by RADIUS, as anybody can',
  'aaa.usage_quarter': 'millions of rows, written by accounting',
  'aaa.usage_hour': 'follows from the quarters',
  'aaa.usage_day': 'follows from the quarters',
  'aaa.usage_month': 'follows from the quarters',
  'aaa.usage_late': 'what came late and is not summed yet',
  'aaa.traffic': 'sums',
  'aaa.transfer': 'follows from the audited transfers of subscriptions',
  'aaa.rollup': 'how far use is rolled up',
  'aaa.forgotten': 'how far old rows were deleted',
  'aaa.login': 'is itself a log',
  'aaa.login_aside': 'is itself a log',
  'aaa.record_journal': 'packets on their way to their sessions',
  'aaa.login_quarter': 'counts',
  'billing.issued': 'sums of invoices',
  'billing.posted': 'sums of postings',
  'aaa.assigned': 'counts',
  'payments.received': 'sums of audited payments',
  'kernel.tally': 'written by migrations only',
  'kernel.snapshot': 'counts of the last minute',
  'aaa.discard': 'counts',
  'aaa.coa': 'is itself a log',
};

describe('what the database guards', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  interface Table {
    readonly name: string;
    readonly has_account: boolean;
    readonly secured: boolean;
    readonly granted: boolean;
    readonly triggers: readonly string[];
  }
  const tables = async (): Promise<Table[]> =>
    (
      await sql<Table>`
        select n.nspname || '.' || c.relname as name, c.relrowsecurity or coalesce('security_invoker=true' = any (c.reloptions), false) as secured,
          exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped) as has_account,
          exists (select 1 from unnest(array['select', 'insert', 'update', 'delete']) p where has_table_privilege('isp_scoped', c.oid, p)) as granted,
          array(select t.tgname::text from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as triggers
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker') and n.nspname !~ '^pg_' order by 1`.execute(
        db.kernel.db,
      )
    ).rows;

  test('a table of accounts’ rows is narrowed by row-level security, or is not shown to subscribers and resellers', async () => {
    const found = await tables();
    expect(found.filter((t) => t.has_account).length).toBeGreaterThan(15);
    expect(found.filter((t) => t.has_account && t.granted && !t.secured).map((t) => t.name)).toEqual([]);
    expect(found.find((t) => t.name === 'crm.account')).toMatchObject({ secured: true });
  });

  test('every table with row-level security has a policy', async () => {
    const { rows } =
      await sql`select c.oid::regclass::text as name from pg_class c where c.relrowsecurity and c.relnamespace <> 'graphile_worker'::regnamespace
      and not exists (select 1 from pg_policy p where p.polrelid = c.oid)`.execute(db.kernel.db);
    expect(rows).toEqual([]);
  });

  test('every table is audited or append-only, or is named with why not', async () => {
    const { rows } = await sql<{ name: string }>`select schemaname || '.' || viewname as name from pg_views`.execute(
      db.kernel.db,
    );
    const views = new Set(rows.map((r) => r.name));
    const kept = (t: Table) => t.triggers.includes('audit') || t.triggers.includes('append_only');
    const unkept = (await tables()).filter((t) => !views.has(t.name) && !kept(t)).map((t) => t.name);
    expect(unkept.sort()).toEqual(Object.keys(UNAUDITED).sort());
  });

  test('every table that grows with accounts has the account in its key', async () => {
    const { rows } = await sql<{ name: string }>`
      select n.nspname || '.' || c.relname as name
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute x on x.attrelid = c.oid and x.attname = 'account_id' and x.attnotnull
      where i.indisprimary and n.nspname in ('crm', 'subscriptions', 'billing', 'payments', 'metering', 'aaa') and not x.attnum = any (i.indkey::int2[])`.execute(
      db.kernel.db,
    );
    expect(rows.map((r) => r.name)).toEqual(['aaa.username', 'metering.number']);
  });

  test('every permission is in some role besides the owner’s, and no role has one that is not asked for', async () => {
    const roles = await db.kernel.db
      .selectFrom('identity.role')
      .select(['code', 'permissions'])
      .where('builtin', '=', true)
      .execute();
    const actor = (held: readonly string[]) => ({ ...system('role'), permissions: new Set(held) });
    const lesser = roles.filter((r) => r.code !== 'owner');
    const unheld = permissions.filter((p) => !lesser.some((r) => permits(actor(r.permissions), p)));
    expect(unheld).toEqual(Object.keys(OWNERS_ONLY).sort());
    const known = new Set([...permissions, ...permissions.map((p) => `${p.slice(0, p.indexOf('.'))}.*`), '*']);
    const unknown = roles.flatMap((r) =>
      r.permissions
        .filter((p) => !known.has(p) && !ROOMS_TO_COME.has(p.slice(0, p.indexOf('.'))))
        .map((p) => `${r.code}: ${p}`),
    );
    expect(unknown).toEqual([]);
  });

  test('who may read anything of staff’s may see the console’s first pages', async () => {
    const roles = await db.kernel.db
      .selectFrom('identity.role')
      .select(['code', 'permissions'])
      .where('builtin', '=', true)
      .where('audience', '=', 'staff')
      .execute();
    const missing = roles.flatMap((r) =>
      ['crm.read', 'crm.search', 'crm.timeline', 'reports.read']
        .filter((p) => !permits({ ...system('role'), permissions: new Set(r.permissions) }, p))
        .map((p) => `${r.code} lacks ${p}`),
    );
    expect(missing).toEqual([]);
  });

  test('the scoped role may use the schemas its tables stand in, and nothing more of the catalogue', async () => {
    const { rows } = await sql<{
      name: string;
    }>`select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
      and has_schema_privilege('isp_scoped', oid, 'usage') order by 1`.execute(db.kernel.db);
    expect(rows.map((r) => r.name)).toEqual([
      'aaa',
      'billing',
      'crm',
      'kernel',
      'metering',
      'payments',
      'subscriptions',
      'tariffs',
    ]);
  });
});
