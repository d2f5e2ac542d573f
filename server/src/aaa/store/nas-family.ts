import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';

/** A range as one that registers itself there needs it. */
interface LockedRange {
  readonly name: string;
  readonly by_identifier: 'off' | 'refuse' | 'register';
  readonly new_at_most: number;
  /** So many registered themselves and were not looked at yet. */
  readonly waiting: number;
  /** Whether there is a NAS of this identifier. */
  readonly is_known: boolean;
}

/** A range in use, which nobody else changes until the transaction ends. */
export const lockRange = async (tx: Tx, id: Id, identifier: string): Promise<LockedRange | undefined> => {
  await sql`select from aaa.nas where id = ${id} for update`.execute(tx);
  const { rows } = await sql<LockedRange>`
    select r.name, r.by_identifier, r.new_at_most, exists (select from aaa.nas m where m.range_id = r.id and m.identifier = ${identifier}) as is_known,
      (select count(*)::int from aaa.nas m where m.range_id = r.id and m.seen_first_at is not null and m.looked_at is null) as waiting
    from aaa.nas r where r.id = ${id} and r.state = 'active'`.execute(tx);
  return rows[0];
};

export const isNameTaken = async (tx: Tx, name: string): Promise<boolean> =>
  (await tx.selectFrom('aaa.nas').select('id').where('name', '=', name).executeTakeFirst()) !== undefined;

/** A NAS that registers itself. */
interface NewcomerRow {
  readonly id: Id;
  readonly name: string;
  readonly range_id: Id;
  readonly identifier: string;
  readonly address: string;
  readonly at: Instant;
}

/** Adds a NAS that registered itself: with its range's secret, and as its range is. */
export const insertNewcomer = async (tx: Tx, row: NewcomerRow): Promise<void> => {
  await sql`
    insert into aaa.nas (id, name, address, vendor, coa_port, message_authenticator, mac_auth, identify_by, device_log_in, created_at,
      range_id, identifier, seen_first_at, seen_first_from)
    select ${row.id}, ${row.name}, address, vendor, coa_port, message_authenticator, mac_auth, identify_by, device_log_in, ${row.at},
      id, ${row.identifier}, ${row.at}, ${row.address}
    from aaa.nas where id = ${row.range_id}`.execute(tx);
  await sql`select kernel.publish('aaa.nas', ${JSON.stringify({ nas_id: row.id })}::jsonb)`.execute(tx);
};

/** How many NASes in use a range has. */
export const membersInUse = async (tx: Tx, range_id: Id): Promise<number> => {
  const { n } = await tx
    .selectFrom('aaa.nas')
    .select((e) => e.fn.countAll<bigint>().as('n'))
    .where('range_id', '=', range_id)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow();
  return Number(n);
};

/** Says of NASes that registered themselves, and were not looked at yet, that they stay in use or do not; gives how many that was. */
export const decide = async (
  tx: Tx,
  ids: readonly Id[],
  state: 'active' | 'disabled',
  at: Instant,
): Promise<number> => {
  const { numUpdatedRows } = await tx
    .updateTable('aaa.nas')
    .set({ state, looked_at: at })
    .where('id', 'in', [...ids])
    .where('seen_first_at', 'is not', null)
    .where('looked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
};

/** The id of the range of this name that tells its NASes apart. */
export const rangeNamed = async (tx: Tx, name: string): Promise<Id | undefined> =>
  (
    await tx
      .selectFrom('aaa.nas')
      .select('id')
      .where('name', '=', name)
      .where('by_identifier', '!=', 'off')
      .executeTakeFirst()
  )?.id;
