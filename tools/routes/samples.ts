import type pg from 'pg';
import type { Samples } from './cases.ts';

const DAY_MS = 86_400_000;

const instantAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();
const dayAgo = (days: number): string => instantAgo(days).slice(0, 10);

/** Ids that lead somewhere, taken from the installation: the account is one that is online, the NAS one with sessions, the plan the one that most have. */
const IDS = `select
  (select account_id from aaa.session where stopped_at is null order by id limit 1) as account_id,
  (select subscription_id from aaa.session where stopped_at is null order by id limit 1) as subscription_id,
  (select id from aaa.session where stopped_at is null order by id limit 1) as session_id,
  (select string_agg(id::text, ',') from (select id from aaa.session where stopped_at is null order by id limit 100) s) as session_ids,
  (select nas_id from aaa.session where stopped_at is null order by id limit 1) as nas_id,
  (select id from aaa.nas where name = 'seed-nas') as seed_nas_id,
  (select id from tariffs.plan where code = 'HOME-50') as plan_id,
  (select id from tariffs.plan where code = 'AIR-50') as small_plan_id,
  (select id from aaa.pool limit 1) as pool_id,
  (select id from aaa.pool_range limit 1) as range_id,
  (select id from billing.invoice order by issued_on, id limit 1) as invoice_id,
  (select invoice_id from billing.invoice_line where kind = 'usage' limit 1) as used_invoice_id,
  (select id from payments.payment order by id limit 1) as payment_id,
  (select id from billing.bill_run where invoices > 0 order by id limit 1) as run_id,
  (select id from billing.legal_entity limit 1) as entity_id,
  (select id from identity.staff limit 1) as staff_id,
  (select host(framed_ip) from aaa.session where stopped_at is null order by id limit 1) as ip,
  (select calling_station_id from aaa.session where stopped_at is null order by id limit 1) as mac,
  (select name from crm.account where id = (select account_id from aaa.session where stopped_at is null order by id limit 1)) as name`;

const NAMES = ['user000123', 'user00012', 'user', '00123', 'zzz'];

/** What a person types who looks for somebody: a whole name, its beginning, a part, a number, e-mail, phone, street, address, MAC, and what is not there. */
const WORDS = (ids: Record<string, string>): string[] => [
  ...['Anna Ahlers', 'anna', 'hansen', 'nsen', 'user000123', 'user0001', '00123', 'user000123@example.org', 'A100123'],
  ...[
    '+49 5550 0000123',
    '5550',
    'Deichstrasse 12',
    'strasse',
    'Kiel',
    ids.ip ?? '',
    '100.64.1',
    ids.mac ?? '',
    (ids.mac ?? '').replaceAll('-', ':'),
    '02-00',
    'INV-2026-000123',
    'HOME',
    'bng-0001',
    'zzzzz',
    'a',
    '1',
  ],
];

const NUMBERS = ['INV-2026-000123', 'INV', 'INV-2026-00012'];

/** Values for the parameters of the API's questions. */
export const samplesOf = async (client: pg.Client): Promise<Samples> => {
  const { rows } = await client.query<Record<string, string>>(IDS);
  const ids = rows[0] ?? {};
  const one = (name: string): string[] => (ids[name] ? [ids[name]] : []);
  const at = (path: string) => `/api/v1${path}`;
  const words = WORDS(ids);
  return {
    account_id: one('account_id'),
    subscription_id: one('subscription_id'),
    nas_id: [...one('nas_id'), ...one('seed_nas_id')],
    plan_id: [...one('plan_id'), ...one('small_plan_id')],
    pool_id: one('pool_id'),
    range_id: one('range_id'),
    bill_run_id: one('run_id'),
    invoice_id: one('used_invoice_id'),
    line_no: ['2'],
    legal_entity_id: one('entity_id'),
    q: words,
    username: NAMES,
    number: NUMBERS,
    from: [instantAgo(20)],
    to: [instantAgo(10)],
    at: [instantAgo(15)],
    issued_from: [dayAgo(20)],
    issued_to: [dayAgo(10)],
    ...{ received_from: [dayAgo(20)], received_to: [dayAgo(10)] },
    on_day: [dayAgo(0)],
    overdue: ['true', 'false'],
    online: ['true', 'false'],
    not_as_told: ['true'],
    fixed: ['true', 'false'],
    is_new: ['true', 'false'],
    tag: ['north', 'fibre'],
    vendor: ['mikrotik', 'nokia'],
    ids: one('session_ids'),
    currency: ['EUR'],
    client: ['10.200.0.1'],
    address: one('ip'),
    what: one('ip'),
    [`${at('/account-names')} ids`]: one('account_id'),
    [`${at('/accounts/{id}')} id`]: one('account_id'),
    [`${at('/accounts/{id}/page')} id`]: one('account_id'),
    [`${at('/accounts/{account_id}/usage')} from`]: [instantAgo(30)],
    [`${at('/accounts/{account_id}/usage')} to`]: [instantAgo(0)],
    [`${at('/nas/{id}')} id`]: [...one('nas_id'), ...one('seed_nas_id')],
    [`${at('/nas/{id}/health')} id`]: [...one('nas_id'), ...one('seed_nas_id')],
    [`${at('/nas/{id}/config')} id`]: one('nas_id'),
    [`${at('/nas/{id}/config/secret')} id`]: one('nas_id'),
    [`${at('/sessions/{id}')} id`]: one('session_id'),
    [`${at('/pools/{id}')} id`]: one('pool_id'),
    [`${at('/invoices/{id}')} id`]: one('invoice_id'),
    [`${at('/payments/{id}')} id`]: one('payment_id'),
    [`${at('/subscriptions/{id}')} id`]: one('subscription_id'),
    [`${at('/subscriptions/{id}/limits')} id`]: one('subscription_id'),
    [`${at('/subscriptions/{subscription_id}/limits')} subscription_id`]: one('subscription_id'),
    [`${at('/plans/{id}')} id`]: one('plan_id'),
    [`${at('/staff/{id}')} id`]: one('staff_id'),
    [`${at('/address-uses')} q`]: one('ip'),
  };
};
