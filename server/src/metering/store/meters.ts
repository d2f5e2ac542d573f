import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import type { DB, Tx } from '../../kernel/db.ts';
import { type Page, paginate } from '../../kernel/page.ts';
import type { ListMeters, Meter } from '../contract.ts';

/** Makes a meter; `undefined` when its code is taken. */
export const insertMeter = (tx: Tx, row: Insertable<DB['metering.meter']>) =>
  tx
    .insertInto('metering.meter')
    .values(row)
    .onConflict((c) => c.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();

export const updateMeterRow = (tx: Tx, id: Id, change: Updateable<DB['metering.meter']>) =>
  tx.updateTable('metering.meter').set(change).where('id', '=', id).execute();

export const meterById = (tx: Tx, id: Id): Promise<Meter | undefined> =>
  tx.selectFrom('metering.meter').selectAll().where('id', '=', id).executeTakeFirst() as Promise<Meter | undefined>;

/** Meters by their codes. */
export const metersNamed = async (tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, Meter>> => {
  const rows =
    codes.length === 0 ? [] : await tx.selectFrom('metering.meter').selectAll().where('code', 'in', codes).execute();
  return new Map((rows as Meter[]).map((meter) => [meter.code, meter]));
};

/** Meters, by code unless said. */
export const listMeters = (tx: Tx, input: ListMeters): Promise<Page<Meter>> => {
  let q = tx.selectFrom('metering.meter').selectAll();
  if (input.state) q = q.where('state', '=', input.state);
  if (input.q) q = q.where((e) => e.or([e('name', 'ilike', `%${input.q}%`), e('code', 'ilike', `%${input.q}%`)]));
  return paginate(q, input, {
    sort: {
      code: { sql: 'code', field: 'code' },
      name: { sql: 'name', field: 'name' },
      created_at: { sql: 'created_at', field: 'created_at' },
    },
    fallback: 'code',
    idSql: 'id',
  }) as Promise<Page<Meter>>;
};
