import type { Day, Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { ListUsageRecords, UsageRecord } from '../contract.ts';
import type { RecordContent } from '../core/same-record.ts';

/** What a record is known by. */
export interface RecordKey {
  readonly meter_id: Id;
  readonly external_id: string;
}

/** A record as it is written. */
export interface NewRecord extends RecordKey, RecordContent {
  readonly account_id: Id;
  readonly id: Id;
  readonly counted_on: Day;
  readonly late: boolean;
  readonly recorded_at: Instant;
}

/** Those of these records that are there, whoever's they are. */
export const recordsKnown = async (tx: Tx, keys: readonly RecordKey[]): Promise<(RecordKey & RecordContent)[]> => {
  const { rows } = await sql<RecordKey & RecordContent>`
    select r.meter_id, r.external_id, r.subscription_id, r.used_at, r.quantity, r.attributes
    from unnest(${keys.map((k) => k.meter_id)}::uuid[], ${keys.map((k) => k.external_id)}::text[]) as k(meter_id, external_id)
    join metering.usage_record r on r.meter_id = k.meter_id and r.external_id = k.external_id`.execute(tx);
  return rows;
};

/** Writes records; gives the ids of those that were not there yet. */
export const insertRecords = async (tx: Tx, rows: readonly NewRecord[]): Promise<ReadonlySet<Id>> => {
  if (rows.length === 0) return new Set();
  const column = <K extends keyof NewRecord>(k: K) => rows.map((row) => row[k]);
  const attributes = rows.map((row) => (row.attributes === null ? null : JSON.stringify(row.attributes)));
  const written = await sql<{ id: Id }>`
    insert into metering.usage_record (account_id, subscription_id, meter_id, counted_on, id, external_id, used_at, quantity, attributes, late, recorded_at)
    select * from unnest(${column('account_id')}::uuid[], ${column('subscription_id')}::uuid[], ${column('meter_id')}::uuid[], ${column('counted_on')}::date[], ${column('id')}::uuid[],
      ${column('external_id')}::text[], ${column('used_at')}::timestamptz[], ${column('quantity')}::bigint[], ${attributes}::jsonb[], ${column('late')}::boolean[], ${column('recorded_at')}::timestamptz[])
    on conflict (meter_id, external_id, account_id) do nothing returning id`.execute(tx);
  return new Set(written.rows.map(({ id }) => id));
};

/** Records of a subscription, a meter, or both, newest use first unless said. */
export const listUsageRecords = async (tx: Tx, input: ListUsageRecords): Promise<Page<UsageRecord>> => {
  let q = tx
    .selectFrom('metering.usage_record as r')
    .innerJoin('metering.meter as m', 'm.id', 'r.meter_id')
    .select([
      'r.account_id',
      'r.id',
      'r.subscription_id',
      'm.code as meter',
      'r.external_id',
      'r.used_at',
      'r.quantity',
    ])
    .select(['r.attributes', 'r.counted_on', 'r.late', 'r.recorded_at']);
  if (input.subscription_id) q = q.where('r.subscription_id', '=', input.subscription_id);
  if (input.meter)
    q = q.where('r.meter_id', '=', (e) =>
      e
        .selectFrom('metering.meter')
        .select('id')
        .where('code', '=', input.meter ?? ''),
    );
  if (input.used_from) q = q.where('r.used_at', '>=', input.used_from);
  if (input.used_to) q = q.where('r.used_at', '<', input.used_to);
  const page = await paginate(q, input, {
    sort: { used_at: { sql: 'r.used_at', field: 'used_at' } },
    fallback: '-used_at',
    idSql: 'r.id',
  });
  return page as Page<UsageRecord>;
};
