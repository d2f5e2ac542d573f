import { type Day, epochMs, type Id, startOfDay, yearOf } from '@isp/values';
import pg from 'pg';
import { CreatePool } from '../../server/src/aaa/contract.ts';
import { addNas, createPool } from '../../server/src/aaa/index.ts';
import { createTax } from '../../server/src/billing/create-tax.ts';
import { defaultLegalEntity, ensureBillingDefaults } from '../../server/src/billing/index.ts';
import { offerPlan } from '../../server/src/flows/offer-plan.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { type Kernel, transact } from '../../server/src/kernel/ctx.ts';
import { newId } from '../../server/src/kernel/secrets.ts';
import { planByCode } from '../../server/src/tariffs/index.ts';
import { OFFERS, planOf, TAX } from '../demo/catalogue.ts';
import { type BillDay, billDays, firstDay } from './calendar.ts';
import { type Facts, LAY_OUT_ACCOUNTS, LAY_OUT_BILLS, MONTHS, PREPARE, TALLIES, writesOf } from './statements.ts';

export interface SeedOptions {
  readonly accounts: number;
  /** Months of history before today's. */
  readonly months: number;
  readonly today: Day;
  /** Accounts a transaction. */
  readonly chunk?: number;
  readonly told?: (done: number) => void;
}

/** The plan of each account by the last digit of its place. */
const PLANS = [
  'HOME-50',
  'HOME-50',
  'HOME-50',
  'HOME-50',
  'HOME-50',
  'HOME-100',
  'HOME-100',
  'HOME-100',
  'FIBRE-250',
  'AIR-50',
];
const LANES = 2;
const CHUNK = 20_000;
const MAX_ACCOUNTS = 4_000_000;
const MAX_MONTHS = 100;
const FIRST_OFFSET = 2;
const POOL = { code: 'seed', name: 'Seed', range: '100.64.0.0/10' };
const NAMED_POOLS = { ipv4_pool: POOL.code, ipv6_prefix_pool: null, ipv6_delegated_pool: null };

type World = Facts & { readonly plans: ReadonlyMap<string, Id> };

const found = (kernel: Kernel, options: SeedOptions): Promise<World> =>
  transact(kernel, system('seed'), async (ctx) => {
    await ensureBillingDefaults(ctx);
    const entity = await defaultLegalEntity(ctx, undefined);
    await createTax(ctx, TAX);
    const pool = await createPool(ctx, CreatePool.input.parse(POOL));
    for (const offer of OFFERS)
      if (PLANS.includes(offer.code)) await offerPlan(ctx, { ...planOf(offer), ...NAMED_POOLS });
    const nas = await addNas(ctx, {
      name: 'seed-nas',
      address: '192.0.2.1',
      vendor: 'mikrotik',
      secret: undefined,
      coa_port: undefined,
      message_authenticator: 'required',
    });
    const plans = new Map<string, Id>();
    for (const code of new Set(PLANS)) plans.set(code, (await planByCode(ctx.tx, code))?.id as Id);
    const { id: legal_entity_id, currency, zone } = entity;
    const base_ms = epochMs(startOfDay(firstDay(options.today, options.months), 'UTC'));
    return {
      legal_entity_id,
      currency,
      zone,
      tax: TAX,
      nas_id: nas.id,
      pool_id: pool.id,
      range_id: pool.ranges[0]?.id as Id,
      base_ms,
      plans,
    };
  });

interface Run extends BillDay {
  readonly run_id: Id;
}

const insertRuns = async (client: pg.Client, runs: readonly Run[], zone: string): Promise<void> => {
  await client.query(
    `insert into billing.bill_run (id, as_of, zone, state, started_by, started_at, finished_at, due, invoices)
     select id, as_of, $4, 'done', 'seed', (as_of + time '02:00') at time zone $4, (as_of + time '02:00:05') at time zone $4, n, n
     from unnest($1::uuid[], $2::date[], $3::integer[]) as r (id, as_of, n) where n > 0`,
    [runs.map((r) => r.run_id), runs.map((r) => r.from_on), runs.map((r) => r.invoices), zone],
  );
};

/** Triggers and foreign keys are for what people write; the seed's rows are right by construction. Without the right to say so, they run. */
const withoutTriggers = async (client: pg.Client): Promise<void> => {
  await client.query('set session_replication_role = replica').catch(() => undefined);
  await client.query('set synchronous_commit = off');
};

const loadCalendar = async (client: pg.Client, runs: readonly Run[], world: World): Promise<void> => {
  await client.query(PREPARE);
  await client.query(
    `insert into bill_day select * from unnest($1::int[], $2::int[], $3::date[], $4::date[], $5::bigint[], $6::boolean[], $7::boolean[], $8::date[], $9::uuid[])`,
    [
      ...(
        ['d', 'k', 'from_on', 'to_on', 'counter', 'skips_late', 'unpaid_late', 'suspended_on', 'run_id'] as const
      ).map((field) => runs.map((run) => run[field])),
    ],
  );
  await client.query(
    `insert into offered select o.n - 1, v.plan_id, p.name, v.price_minor, round(v.price_minor * $2::numeric / 100), v.rate_down_kbps, v.rate_up_kbps, v.included_bytes, v.overage_unit_bytes,
       v.overage_unit_price_minor from unnest($1::uuid[]) with ordinality as o (plan_id, n) join tariffs.plan_version v using (plan_id) join tariffs.plan p on p.id = v.plan_id`,
    [PLANS.map((code) => world.plans.get(code)), world.tax.percent],
  );
  await client.query('analyze bill_day; analyze offered');
};

const passwordOf = (i: number): string => `pw${`${i}`.padStart(6, '0')}`;

const writeChunk = async (
  client: pg.Client,
  kernel: Kernel,
  world: World,
  options: SeedOptions,
  from: number,
  count: number,
): Promise<void> => {
  const sealed = Array.from({ length: count }, (_, n) => kernel.secrets.seal(passwordOf(from + n)).toString('hex'));
  await client.query('begin');
  await client.query(LAY_OUT_ACCOUNTS, [from, sealed, firstDay(options.today, options.months), world.base_ms]);
  await client.query('analyze part');
  await client.query(LAY_OUT_BILLS, [options.today, world.zone]);
  await client.query('analyze bill');
  for (const [text, values] of writesOf(world)) await client.query(text, [...values]);
  await client.query('commit');
};

const connected = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, application_name: 'isp-seed' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const finish = async (client: pg.Client, world: World, runs: readonly Run[], accounts: number): Promise<void> => {
  await client.query(`select setval('crm.account_number', $1, false)`, [100_001 + accounts]);
  await client.query('update aaa.pool_range set next_offset = $1 where id = $2', [
    accounts + FIRST_OFFSET,
    world.range_id,
  ]);
  await client.query(
    `update billing.bill_run r set gross_minor = i.gross from (select bill_run_id, sum(gross_minor)::bigint as gross from billing.invoice group by 1) i where i.bill_run_id = r.id`,
  );
  for (const [year, of] of Map.groupBy(runs, (run) => yearOf(run.from_on)))
    await client.query(
      `insert into billing.number_counter (legal_entity_id, kind, scope, last_value) select $1, 'invoice', $2, $3::bigint where $3::bigint > 0`,
      [world.legal_entity_id, `INV-${year}-{000000}`, of.reduce((sum, run) => sum + run.invoices, 0)],
    );
  for (const text of TALLIES) await client.query(text);
  await client.query('analyze');
};

const check = async (kernel: Kernel, { accounts, months }: SeedOptions): Promise<void> => {
  if (!(accounts >= 1 && accounts <= MAX_ACCOUNTS && months >= 0 && months <= MAX_MONTHS))
    throw new Error(`1 to ${MAX_ACCOUNTS} accounts, 0 to ${MAX_MONTHS} months`);
  const used = await kernel.db.selectFrom('tariffs.plan').select('id').limit(1).executeTakeFirst();
  if (used) throw new Error('The seed fills an empty database; this one has plans.');
};

/**
 * Fills an empty installation with accounts, each with a subscription, a log-in `user000000` with password `pw000000`, an address, a month's invoice for each month, payments,
 * and a session a month. One in fifty owes and is suspended. Written straight to the tables; sound by construction, which seed.test.ts checks.
 */
export const seedDatabase = async (kernel: Kernel, options: SeedOptions): Promise<void> => {
  await check(kernel, options);
  const world = await found(kernel, options);
  const runs: Run[] = billDays(options.accounts, options.months, options.today).map((one) => ({
    ...one,
    run_id: newId(epochMs(startOfDay(one.from_on, 'UTC'))),
  }));
  await connected(kernel.url, async (client) => {
    await insertRuns(client, runs, world.zone);
    await client.query(MONTHS, [firstDay(options.today, options.months), options.today]);
  });
  const chunk = options.chunk ?? CHUNK;
  let next = 0;
  let done = 0;
  const lane = () =>
    connected(kernel.url, async (client) => {
      await withoutTriggers(client);
      await loadCalendar(client, runs, world);
      while (next < options.accounts) {
        const from = next;
        const count = Math.min(chunk, options.accounts - from);
        next += count;
        await writeChunk(client, kernel, world, options, from, count);
        done += count;
        options.told?.(done);
      }
    });
  await Promise.all(Array.from({ length: LANES }, lane));
  await connected(kernel.url, (client) => finish(client, world, runs, options.accounts));
};
