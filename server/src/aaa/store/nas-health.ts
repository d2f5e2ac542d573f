import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { CoaAnswer } from '../core/coa-answer.ts';
import type { TallyRow } from '../core/nas-tally.ts';
import type { Connection } from './connection.ts';
import { plainArray } from './literals.ts';

/** When the flag is up it is now, else what is known stays; whichever process says it. */
const latest = (column: string): string => `${column} = greatest(h.${column}, excluded.${column})`;
const SEEN = ['auth_heard_at', 'acct_heard_at', 'wrong_secret_at', 'current_secret_at', 'next_secret_at'];
const FLAGS = ['radsec_seen_at', ...SEEN];

/** Since when the next secret alone was used: any use of the current one ends that. */
const SINCE = `next_secret_since = case when excluded.current_secret_at is not null then null
  when excluded.next_secret_at is not null then coalesce(h.next_secret_since, excluded.next_secret_at) else h.next_secret_since end`;

/** A range whose NASes are told apart is heard of when one of them is. */
const HEALTH = `
  with r as (select * from unnest($2::uuid[], ${FLAGS.map((_, i) => `$${i + 3}::boolean[]`).join(', ')}) as r (nas_id, ${FLAGS.join(', ')})),
  heard as (
    select * from r
    union all
    select n.range_id, false, r.auth_heard_at, r.acct_heard_at, false, false, false from r join aaa.nas n on n.id = r.nas_id where n.range_id is not null
  ),
  said as (select nas_id, ${FLAGS.map((flag) => `bool_or(${flag}) as ${flag}`).join(', ')} from heard group by nas_id)
  insert into aaa.nas_health as h (nas_id, ${FLAGS.join(', ')}, next_secret_since)
  select r.nas_id, ${FLAGS.map((flag) => `case when r.${flag} then $1::timestamptz end`).join(', ')},
    case when r.next_secret_at and not r.current_secret_at then $1::timestamptz end
  from said r join aaa.nas n on n.id = r.nas_id order by r.nas_id
  on conflict (nas_id) do update set ${FLAGS.map(latest).join(', ')}, ${SINCE}`;

const COUNTS = {
  requests: 'requests',
  accepts: 'accept',
  walled: 'walled',
  rejects: 'reject',
  accounting: 'accounting',
  repeated: 'repeated',
  wrong_secret: 'wrong_secret',
  discards: 'discards',
} as const satisfies Record<string, keyof TallyRow>;
const counts = Object.keys(COUNTS);

const QUARTER = `
  insert into aaa.nas_quarter as q (nas_id, quarter_at, ${counts.join(', ')})
  select nas_id, date_bin('15 minutes', $1::timestamptz, timestamptz 'epoch'), ${counts.join(', ')}
  from unnest($2::uuid[], ${counts.map((_, i) => `$${i + 3}::bigint[]`).join(', ')}) as r (nas_id, ${counts.join(', ')}) order by nas_id
  on conflict (nas_id, quarter_at) do update set ${counts.map((name) => `${name} = q.${name} + excluded.${name}`).join(', ')}`;

/** What was counted of the NASes up to `at`, and which of them have a connection over TLS. */
export interface Heard {
  readonly at: Instant;
  readonly rows: readonly TallyRow[];
  readonly connected: ReadonlySet<Id>;
}

const run = (connection: Connection, text: string) => connection.query({ name: `aaa-${text}`, text, values: [] });

/** Writes how the NASes are, and what came from them, in one transaction. After a failure the connection is not to be used again. */
export const writeHealth = async (connection: Connection, heard: Heard): Promise<void> => {
  await run(connection, 'begin');
  await writeHeard(connection, heard);
  await writeQuarters(connection, heard);
  await run(connection, 'commit');
};

const writeHeard = async (connection: Connection, { at, rows, connected }: Heard): Promise<void> => {
  const byNas = new Map(rows.map((row) => [row.nas_id, row]));
  const ids = [...new Set([...byNas.keys(), ...connected])];
  const flag = (of: (row: TallyRow) => number): string => plainArray(ids.map((id) => of(byNas.get(id) ?? NONE) > 0));
  const values = [
    at,
    plainArray(ids),
    plainArray(ids.map((id) => connected.has(id))),
    flag((row) => row.requests + row.status),
    flag((row) => row.accounting),
    flag((row) => row.wrong_secret),
    flag((row) => row.by_current),
    flag((row) => row.by_next),
  ];
  await connection.query({ name: 'aaa-nas-health', text: HEALTH, values });
};

const writeQuarters = async (connection: Connection, { at, rows }: Heard): Promise<void> => {
  const counted = Object.values(COUNTS).map((name) => plainArray(rows.map((row) => row[name])));
  const quarter = [at, plainArray(rows.map((row) => row.nas_id)), ...counted];
  if (rows.length > 0) await connection.query({ name: 'aaa-nas-quarter', text: QUARTER, values: quarter });
};

const NONE: TallyRow = {
  ...{ nas_id: '', requests: 0, status: 0, accept: 0, walled: 0, reject: 0, discard: 0 },
  ...{ accounting: 0, repeated: 0, wrong_secret: 0, discards: 0, by_current: 0, by_next: 0 },
};

/** Where a process listens for RADIUS. */
export interface Listening {
  readonly id: Id;
  readonly addresses: readonly string[];
  readonly auth_port: number;
  readonly acct_port: number;
  readonly radsec_port: number | null;
}

/** Says that a process listens, as of `at`. */
export const noteListening = async (tx: Tx, { id, ...where }: Listening, at: Instant): Promise<void> => {
  const row = { ...where, addresses: [...where.addresses], seen_at: at };
  await tx
    .insertInto('aaa.radius_server')
    .values({ id, ...row })
    .onConflict((c) => c.column('id').doUpdateSet(row))
    .execute();
};

/** A process listens no more. */
export const forgetListening = async (tx: Tx, id: Id): Promise<void> => {
  await tx.deleteFrom('aaa.radius_server').where('id', '=', id).execute();
};

/** Where RADIUS is listened for, the process heard of last first. */
export const listening = (tx: Tx): Promise<Omit<Listening, 'id'>[]> =>
  tx
    .selectFrom('aaa.radius_server')
    .select(['addresses', 'auth_port', 'acct_port', 'radsec_port'])
    .orderBy('seen_at', 'desc')
    .limit(20)
    .execute();

/** Notes what came of the last CoA or Disconnect to a NAS. */
export const noteCoa = async (tx: Tx, nas_id: Id, at: Instant, answer: CoaAnswer): Promise<void> => {
  const { outcome, error_cause } = answer;
  if (outcome === 'superseded') return;
  const answered = outcome === 'ack' || outcome === 'nak' ? at : null;
  await sql`
    insert into aaa.nas_health as h (nas_id, coa_at, coa_outcome, coa_error_cause, coa_answered_at)
    values (${nas_id}, ${at}, ${outcome}, ${error_cause}, ${answered}::timestamptz)
    on conflict (nas_id) do update set coa_at = excluded.coa_at, coa_outcome = excluded.coa_outcome,
      coa_error_cause = excluded.coa_error_cause, coa_answered_at = coalesce(excluded.coa_answered_at, h.coa_answered_at)`.execute(
    tx,
  );
};

/** Counts the open sessions of each NAS as of `at`, and those not heard of since `silent`. */
export const countSessions = async (tx: Tx, at: Instant, silent: Instant): Promise<void> => {
  await sql`
    with counted as (
      select nas_id, count(*)::int as sessions, (count(*) filter (where heard_at < ${silent}))::int as sessions_silent
      from aaa.session where stopped_at is null group by nas_id
    )
    insert into aaa.nas_health as h (nas_id, sessions, sessions_silent, counted_at)
    select n.id, coalesce(c.sessions, 0), coalesce(c.sessions_silent, 0), ${at} from aaa.nas n left join counted c on c.nas_id = n.id
    where c.nas_id is not null or exists (select from aaa.nas_health k where k.nas_id = n.id and k.sessions > 0)
    on conflict (nas_id) do update set sessions = excluded.sessions, sessions_silent = excluded.sessions_silent, counted_at = excluded.counted_at`.execute(
    tx,
  );
};

/** Forgets quarters, and processes that were not heard of, from before `at`. */
export const forgetHealth = async (tx: Tx, at: Instant): Promise<void> => {
  await tx.deleteFrom('aaa.nas_quarter').where('quarter_at', '<', at).execute();
  await tx.deleteFrom('aaa.radius_server').where('seen_at', '<', at).execute();
};

/** What came from a NAS by quarter of an hour since `from`, the oldest first; empty quarters are left out. */
export const quartersOfNas = (tx: Tx, nas_id: Id, from: Instant) =>
  tx
    .selectFrom('aaa.nas_quarter')
    .select(['quarter_at as at', 'requests', 'accepts', 'walled', 'rejects', 'accounting', 'repeated'])
    .select(['wrong_secret', 'discards'])
    .where('nas_id', '=', nas_id)
    .where('quarter_at', '>=', from)
    .orderBy('quarter_at')
    .execute();
