import type { Id } from '@isp/values';
import { binaryArray } from './binary-arrays.ts';
import type { Connection } from './connection.ts';

/** A row of the journal: packets as `writeKept` writes them, one after the other. */
export interface KeptRow {
  readonly id: Id;
  readonly packets: Buffer;
}

const idOf = (id: Id): Id => id;
const ids = (all: readonly Id[]): Buffer => binaryArray(all, 'uuid', idOf);

const KEEP = `
  with gone as (delete from aaa.record_journal where id = any($1::uuid[]))
  insert into aaa.record_journal (id, packets) select * from unnest($2::uuid[], $3::bytea[])`;

/** Keeps packets, and forgets rows whose records are all written. */
export const keepPackets = async (
  connection: Connection,
  written: readonly Id[],
  rows: readonly KeptRow[],
): Promise<void> => {
  const values = [ids(written), ids(rows.map((row) => row.id)), binaryArray(rows, 'bytea', (row) => row.packets)];
  await connection.query({ name: 'aaa-journal-keep', text: KEEP, values });
};

const FORGET = 'delete from aaa.record_journal where id = any($1::uuid[])';

/** Forgets rows whose records are all written. */
export const forgetPackets = async (connection: Connection, written: readonly Id[]): Promise<void> => {
  await connection.query({ name: 'aaa-journal-forget', text: FORGET, values: [ids(written)] });
};

const LEFT = `
  select id from aaa.record_journal where refused is null and at <= now() - make_interval(secs => $1::float8) order by id`;

/** The rows that are so old now, in seconds, and were not refused. */
export const rowsLeft = async (connection: Connection, age_s: number): Promise<Id[]> => {
  const { rows } = await connection.query<Pick<KeptRow, 'id'>>({
    name: 'aaa-journal-left',
    text: LEFT,
    values: [age_s],
  });
  return rows.map((row) => row.id);
};

const PACKETS = 'select id, packets from aaa.record_journal where id = $1::uuid';

/** A row, if it is still there. */
export const readKept = async (connection: Connection, id: Id): Promise<KeptRow | undefined> => {
  const { rows } = await connection.query<KeptRow>({ name: 'aaa-journal-read', text: PACKETS, values: [id] });
  return rows[0];
};

const REFUSE = 'update aaa.record_journal set refused = $2 where id = $1::uuid';

/** Marks a row of which PostgreSQL refuses a record, for a person to look at: nothing acknowledged is thrown away. */
export const refuseKept = async (connection: Connection, id: Id, why: string): Promise<void> => {
  await connection.query({ name: 'aaa-journal-refuse', text: REFUSE, values: [id, why] });
};
