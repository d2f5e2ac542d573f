import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';

/** An accounting record on its way to a home pool. */
export interface HomeRecord {
  readonly pool_id: Id;
  /** Made of what the NAS sent: the same datagram is the same record. */
  readonly digest: Buffer;
  readonly session: string;
  readonly attributes: Buffer;
  readonly delay_s: number;
  readonly received_at: Instant;
}

/** One that is to be delivered now. */
export interface TakenRecord extends Omit<HomeRecord, 'digest'> {
  readonly id: bigint;
  readonly attempts: number;
}

/** Stores records, in one statement; one that is stored already stays. */
export const storeHomeRecords = async (tx: Tx, records: readonly HomeRecord[]): Promise<void> => {
  const hex = records.map(({ digest, attributes, ...record }) => ({
    ...record,
    digest: digest.toString('hex'),
    attributes: attributes.toString('hex'),
  }));
  await sql`
    insert into aaa.home_record (pool_id, digest, session, attributes, delay_s, received_at)
    select pool_id, decode(digest, 'hex'), session, decode(attributes, 'hex'), delay_s, received_at
    from jsonb_to_recordset(${JSON.stringify(hex)}::jsonb)
      as r (pool_id uuid, digest text, session text, attributes text, delay_s bigint, received_at timestamptz)
    on conflict (digest) do nothing`.execute(tx);
};

/** Takes records that nobody delivers at the moment, the oldest first, for `lease_s` seconds; none of a session of which an earlier one is under way or waits. */
export const takeHomeRecords = async (tx: Tx, most: number, lease_s: number): Promise<TakenRecord[]> => {
  const { rows } = await sql<TakenRecord>`
    with taken as (
      update aaa.home_record set leased_until = now() + make_interval(secs => ${lease_s})
      where id in (
        select r.id from aaa.home_record r where r.due_at <= now() and r.leased_until <= now()
          and not exists (
            select from aaa.home_record e where e.session = r.session and e.id < r.id and (e.leased_until > now() or e.due_at > now()))
        order by r.id limit ${most} for update skip locked)
      returning id, pool_id, session, attributes, delay_s, received_at, attempts)
    select * from taken order by id`.execute(tx);
  return rows.map((row) => ({ ...row, delay_s: Number(row.delay_s) }));
};

/** Forgets records that were delivered. */
export const dropHomeRecords = async (tx: Tx, ids: readonly bigint[]): Promise<void> => {
  await sql`delete from aaa.home_record where id = any(${`{${ids.join(',')}}`}::bigint[])`.execute(tx);
};

/** Gives records back, to be tried again: the first time soon, then later and later, five minutes at most. */
export const returnHomeRecords = async (tx: Tx, ids: readonly bigint[]): Promise<void> => {
  await sql`
    update aaa.home_record set attempts = attempts + 1, leased_until = now(),
      due_at = now() + make_interval(secs => least(300, 2 ^ least(attempts + 1, 9)))
    where id = any(${`{${ids.join(',')}}`}::bigint[])`.execute(tx);
};

/** Lets records be taken now: those of some pools, one of whose servers answers again. */
export const releaseHomeRecords = async (tx: Tx, pools: readonly Id[]): Promise<void> => {
  await sql`update aaa.home_record set due_at = now()
    where pool_id = any(${`{${pools.join(',')}}`}::uuid[]) and due_at > now()`.execute(tx);
};

/** Gives back what was taken and not tried. */
export const untakeHomeRecords = async (tx: Tx, ids: readonly bigint[]): Promise<void> => {
  await sql`update aaa.home_record set leased_until = now() where id = any(${`{${ids.join(',')}}`}::bigint[])`.execute(
    tx,
  );
};
