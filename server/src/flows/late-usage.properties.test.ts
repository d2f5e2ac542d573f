/** Accounting records in any order, twice, and late over the bill of their period, by the real statements: what was billed is what all of them come to. */
import { randomUUID } from 'node:crypto';
import { addDays, addMs, type Day, day, instant } from '@isp/values';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePool } from '../aaa/contract.ts';
import type { SessionRecord } from '../aaa/core/record.ts';
import { createPool } from '../aaa/create-pool.ts';
import { ensureBillingDefaults } from '../billing/index.ts';
import { system } from '../kernel/actor.ts';
import { sql } from '../kernel/db.ts';
import { createRegistry } from '../kernel/jobs.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { CreatePlan } from '../tariffs/contract.ts';
import { activate } from './activate.ts';
import { billZone } from './bill-period.ts';
import { OpenAccount, Subscribe } from './contract.ts';
import { offerPlan } from './offer-plan.ts';
import { openAccount } from './open-account.ts';
import { rollUpUsage } from './roll-up-usage.ts';
import { chanceOf, recordOf, write } from './usage-history.fixture.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
/** Histories: each is of a subscription of its own. */
const PEOPLE = Number.parseInt(process.env.FC_RUNS ?? '24', 10);
const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu'];
const HOUR = 3_600_000;
const FIRST_BILL = day('2026-12-01');
/** Bills after which records come that were held up. */
const NIGHTS = 6;

let db: TestDatabase;
const nas = randomUUID();
const chance = chanceOf(seed);
const draw = (below: number): number => Math.floor(chance() * below);

const METERED = { included_bytes: 300e9, overage_unit_bytes: 1e9, overage_unit_price_minor: '7.3', anchor_day: 1 };

interface Person {
  readonly account_id: string;
  readonly subscription_id: string;
  /** What it used, by the greatest that each of its sessions told. */
  octets: bigint;
}

const enrol = async (i: number, plan_id: string): Promise<Person> => {
  const zone = ZONES[i % ZONES.length] as string;
  const { id: account_id } = await db.run((ctx) => openAccount(ctx, OpenAccount.input.parse({ name: `n${i}`, zone })));
  const log_in = { username: `u${i}`, password: 'secret', anchor_day: 1 };
  const { subscription } = await db.run((ctx) =>
    activate(ctx, Subscribe.input.parse({ account_id, plan_id, ...log_in })),
  );
  return { account_id, subscription_id: subscription.id, octets: 0n };
};

interface Arrival {
  readonly record: SessionRecord;
  /** The bill it comes before: 0 is the first. */
  readonly before: number;
}

/** A session of November whose records come in any order, some twice, some after the bill. Octets pass 2^32 often. */
const session = (one: Person): Arrival[] => {
  const id = randomUUID();
  const begun = instant('2026-11-03T00:00:00Z');
  let octets = 0n;
  let at = draw(26 * 24);
  const arrivals: Arrival[] = [];
  for (let n = 1 + draw(4); n > 0; n--) {
    octets += BigInt(draw(9e9));
    at += draw(6);
    const record = recordOf(one, nas, { id, heard_at: addMs(begun, at * HOUR), octets });
    const before = chance() < 0.6 ? 0 : draw(NIGHTS);
    arrivals.push({ record, before });
    if (chance() < 0.3) arrivals.push({ record, before: draw(NIGHTS) });
  }
  one.octets += octets * 11n;
  return arrivals;
};

/** Writes records in any order; those of one session by one statement each, as two of a statement are made one. */
const deliver = async (records: readonly SessionRecord[]): Promise<void> => {
  let left = records.toSorted(() => chance() - 0.5);
  while (left.length > 0) {
    const seen = new Set<string>();
    const now = left.filter(({ id }) => seen.size !== seen.add(id).size);
    left = left.filter((record) => !now.includes(record));
    await write(db, now);
  }
};

const bill = async (as_of: Day): Promise<number> => {
  let documents = 0;
  for (const zone of ZONES) {
    const made = await billZone(db.kernel, system('test'), { zone, as_of, dry_run: false, legal_entity_id: null });
    documents += made.invoices + made.credit_notes;
    expect(made.held).toEqual([]);
  }
  return documents;
};

beforeAll(async () => {
  db = await testDatabase({ now: '2026-11-01T12:00:00Z', registry: createRegistry([], []) });
  await db.run((ctx) => ensureBillingDefaults(ctx, { zone: 'UTC' }));
  await db.run((ctx) => createPool(ctx, CreatePool.input.parse({ code: 'home', name: 'Home', range: '10.0.0.0/16' })));
  await sql`insert into aaa.nas (id, name, address, secret_sealed, vendor, created_at) values (${nas}, 'edge', '127.0.0.1', '\\x00', 'generic', now())`.execute(
    db.kernel.db,
  );
}, 60_000);
afterAll(() => db?.drop());

test(`lines, corrections and credits are what all records come to (FC_SEED=${seed}, FC_RUNS=${PEOPLE})`, async () => {
  console.info(`seed ${seed} (FC_SEED), ${PEOPLE} histories (FC_RUNS)`);
  const { anchor_day: _, ...terms } = METERED;
  const input = CreatePlan.input.parse({ code: 'm', name: 'M', price_minor: 0, ...terms });
  const { id: plan_id } = await db.run((ctx) => offerPlan(ctx, input));
  const people: Person[] = [];
  for (let i = 0; i < PEOPLE; i++) people.push(await enrol(i, plan_id));
  const arrivals = people.flatMap((one) => Array.from({ length: draw(6) }, () => session(one)).flat());
  for (let night = 0; night < NIGHTS; night++) {
    await deliver(arrivals.flatMap(({ record, before }) => (before === night ? [record] : [])));
    const as_of = addDays(FIRST_BILL, night);
    await rollUpUsage(db.kernel, instant(`${as_of}T18:10:00Z`));
    await bill(as_of);
  }
  await deliver(arrivals.map(({ record }) => record));
  await rollUpUsage(db.kernel, instant('2026-12-07T18:10:00Z'));
  expect(await bill(day('2026-12-07'))).toBe(0);
  // Who had come to nothing by the first bill had none: the next one finds November too.
  await rollUpUsage(db.kernel, instant('2027-01-01T18:10:00Z'));
  await bill(day('2027-01-01'));
  expect(await bill(day('2027-01-01'))).toBe(0);
  const { rows } = await sql<{ subscription_id: string; net: bigint; lines: number; named: boolean }>`
    select s.id as subscription_id, coalesce(sum(l.net_minor), 0)::bigint as net, count(l.*)::int as lines, coalesce(bool_and(l.revision = 0 or l.trace ? 'corrects'), true) as named
    from subscriptions.subscription s left join billing.invoice_line l on l.account_id = s.account_id and l.subscription_id = s.id and l.kind = 'usage' group by 1`.execute(
    db.kernel.db,
  );
  const billed = new Map(rows.map((row) => [row.subscription_id, row]));
  const cost = (octets: bigint): bigint =>
    octets <= 300n * 10n ** 9n ? 0n : ((octets - 300n * 10n ** 9n) * 73n + 5n * 10n ** 9n) / 10n ** 10n;
  for (const one of people)
    expect([billed.get(one.subscription_id)?.net, billed.get(one.subscription_id)?.named]).toEqual([
      cost(one.octets),
      true,
    ]);
  expect(rows.some(({ lines }) => lines > 1)).toBe(true);
}, 600_000);
