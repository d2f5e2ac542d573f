/** Subscribers by the hundred thousand: the rows that the real verbs would make, made by statements over sets. */
import { addMonths, type Day, day, type Id } from '@isp/values';
import type pg from 'pg';
import { createTax } from '../../server/src/billing/create-tax.ts';
import { ensureBillingDefaults } from '../../server/src/billing/index.ts';
import { offerPlan } from '../../server/src/flows/offer-plan.ts';
import { system } from '../../server/src/kernel/actor.ts';
import { transact } from '../../server/src/kernel/ctx.ts';
import { CreatePlan } from '../../server/src/tariffs/contract.ts';
import type { Platform } from './platform.ts';

/** Everybody's first day. */
const START = '2026-01-01';
const GB = 1_000_000_000;

/** The day of a run, so many months after everybody's first. */
export const monthOf = (month: number): Day => addMonths(day(START), month);

const sellable = (platform: Platform): Promise<Id> =>
  transact(platform.kernel, system('bench'), async (ctx) => {
    await ensureBillingDefaults(ctx);
    await createTax(ctx, { code: 'VAT20', name: 'VAT 20 %', percent: '20', inclusive: false, compound: false });
    const plan = await offerPlan(
      ctx,
      CreatePlan.input.parse({
        code: 'bench',
        name: 'Bench 50/10',
        effective_from: day('2025-01-01'),
        price_minor: 1999,
        tax_code: 'VAT20',
        rate_down_kbps: 50_000,
        rate_up_kbps: 10_000,
        included_bytes: 100 * GB,
        overage_unit_bytes: GB,
        overage_unit_price_minor: '50',
      }),
    );
    return plan.id;
  });

/** Ids as ours are (time first, then chance), the same for the same seed. */
const idFunction = (
  seed: number,
) => `create or replace function pg_temp.made_id(kind text, i bigint) returns uuid language sql immutable as $$
  select (lpad(to_hex(1767225600000 + i), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid from md5('${seed} ' || kind || i) h $$`;

const ACCOUNTS = `insert into crm.account (id, kind, name, email, phone, street, postal_code, city, country, currency, zone, legal_entity_id, created_at)
  select pg_temp.made_id('account', i), 'person', initcap(translate(substr(md5($2 || ' name ' || i), 1, 7), '0123456789', 'ghijklmnop')) || ' ' || initcap(translate(substr(md5($2 || ' other ' || i), 1, 9), '0123456789', 'qrstuvwxyz')),
    'user' || i || '@example.org', '+49 30 ' || lpad(i::text, 7, '0'), 'Main Street ' || i, '10115', 'Berlin', 'DE', e.currency, e.zone, e.id, '${START}T08:00:00Z'
  from generate_series(0, $1::int - 1) i cross join (select * from billing.legal_entity limit 1) e order by i`;

const SUBSCRIPTIONS = `insert into subscriptions.subscription (account_id, id, plan_id, state, currency, started_on, anchor_on, anchor_day, next_bill_on, created_at)
  select pg_temp.made_id('account', i), pg_temp.made_id('subscription', i), p.id, 'active', 'EUR', '${START}', '${START}', 1, '${START}', '${START}T08:00:00Z'
  from generate_series(0, $1::int - 1) i cross join tariffs.plan p order by i`;

const SEGMENTS = `insert into subscriptions.segment (account_id, subscription_id, from_on, known_on, plan_id, plan_version, price_minor, anchor_on, anchor_day, created_at)
  select s.account_id, s.id, s.started_on, s.started_on - 1, v.plan_id, v.version, v.price_minor, s.anchor_on, s.anchor_day, s.created_at from subscriptions.subscription s join tariffs.plan_version v on v.plan_id = s.plan_id`;

const ACCESS = `insert into aaa.access (account_id, subscription_id, mode, reason, rate_down_kbps, rate_up_kbps, framed_ip, changed_at)
  select pg_temp.made_id('account', i), pg_temp.made_id('subscription', i), 'allow', 'active', 50000, 10000, '10.0.0.1'::inet + i, '${START}T08:00:00Z'
  from generate_series(0, $1::int - 1) i`;

const CREDENTIALS = `insert into aaa.credential (account_id, id, subscription_id, username, password_sealed, created_at)
  select pg_temp.made_id('account', i), pg_temp.made_id('credential', i), pg_temp.made_id('subscription', i), 'user' || lpad(i::text, 6, '0'), decode(sealed, 'hex'), '${START}T08:00:00Z'
  from unnest($1::bigint[], $2::text[]) as u (i, sealed)`;

const USERNAMES =
  'insert into aaa.username (username, account_id, credential_id) select username, account_id, id from aaa.credential';

const USAGE = `insert into aaa.usage_quarter (account_id, subscription_id, quarter_at, session_id, input_octets, output_octets)
  select pg_temp.made_id('account', i), pg_temp.made_id('subscription', i), '${START}T12:00:00Z'::timestamptz + make_interval(months => m, days => (q * 28 / $3)::int), pg_temp.made_id('session', i::bigint * 10000 + m * 100 + q % 4),
    1e8::bigint, 1e9::bigint + (i % 300)::bigint * ${GB} / $3
  from generate_series(0, $1::int - 1) i, generate_series(0, $2::int - 1) m, generate_series(0, $3::int - 1) q`;

const NAS = `insert into aaa.nas (id, name, address, secret_sealed, vendor, message_authenticator, created_at)
  values (gen_random_uuid(), 'radload', '127.0.0.0/8', $1, 'mikrotik', 'required', now())`;

const SEALED_AT_ONCE = 10_000;

/** Log-ins `user000000` and on with passwords `pw000000` and on, and radload as their NAS. */
const logIns = async ({ client, kernel }: Platform, count: number): Promise<void> => {
  await client.query(ACCESS, [count]);
  for (let from = 0; from < count; from += SEALED_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(SEALED_AT_ONCE, count - from) }, (_, i) => from + i);
    const sealed = numbers.map((i) => kernel.secrets.seal(`pw${String(i).padStart(6, '0')}`).toString('hex'));
    await client.query(CREDENTIALS, [numbers, sealed]);
  }
  await client.query(USERNAMES);
  await client.query(NAS, [kernel.secrets.seal('testing123')]);
};

export interface Population {
  readonly accounts: number;
  readonly seed: number;
  /** With a name, a password and access for each. */
  readonly log_ins?: boolean;
  /** So many months of use, each in so many quarters of an hour for each subscription. */
  readonly usage?: { readonly months: number; readonly quarters: number };
}

const insertAll = async (platform: Platform, { accounts, seed, log_ins, usage }: Population): Promise<void> => {
  const { client } = platform;
  await client.query(idFunction(seed));
  await client.query(ACCOUNTS, [accounts, `${seed}`]);
  await client.query(SUBSCRIPTIONS, [accounts]);
  await client.query(SEGMENTS);
  if (log_ins) await logIns(platform, accounts);
  if (usage) await client.query(USAGE, [accounts, usage.months, usage.quarters]);
};

const inOneGo = async (client: pg.Client, work: () => Promise<void>): Promise<void> => {
  await client.query(`set session_replication_role = replica`);
  await work();
  await client.query('set session_replication_role = default');
  await client.query('vacuum analyze');
  await client.query('checkpoint');
};

/** Fills an empty database: one plan (19.99 a month in advance, 20 % tax, 100 GB and then 0.50 a GB), a subscription of it for each account from 1 January 2026 on, nothing billed. */
export const fill = async (platform: Platform, population: Population): Promise<void> => {
  await sellable(platform);
  await inOneGo(platform.client, () => insertAll(platform, population));
};
