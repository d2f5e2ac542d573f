import type { Id } from '@isp/values';
import type { Description } from '../core/described.ts';
import type { SessionRecord } from '../core/record.ts';
import { ADDRESSES, noteOf } from './address-notes.ts';
import { binaryArray, type Cell, type Element } from './binary-arrays.ts';
import type { Connection } from './connection.ts';

/** What a column is: `time` is milliseconds since 1970; the others are types of PostgreSQL. */
type Kind = 'uuid' | 'text' | 'bytea' | 'inet' | 'cidr' | 'time' | 'int4' | 'int8';

/** The arrays of the statement, in order: what of a record goes into which column, and how. */
const COLUMNS: readonly (readonly [of: (record: SessionRecord) => Cell, column: string, kind: Kind])[] = [
  [(r) => r.account_id, 'account_id', 'uuid'],
  [(r) => r.id, 'id', 'uuid'],
  [(r) => r.subscription_id, 'subscription_id', 'uuid'],
  [(r) => r.nas_id, 'nas_id', 'uuid'],
  [(r) => r.username, 'username', 'text'],
  [(r) => r.acct_session_id, 'acct_session_id', 'bytea'],
  [(r) => r.class, 'class', 'bytea'],
  [(r) => r.client, 'client', 'inet'],
  [(r) => r.nas_ip, 'nas_ip', 'inet'],
  [(r) => r.nas_identifier, 'nas_identifier', 'text'],
  [(r) => r.nas_port_id, 'nas_port_id', 'text'],
  [(r) => r.framed_ip, 'framed_ip', 'inet'],
  [(r) => r.framed_ipv6_address, 'framed_ipv6_address', 'inet'],
  [(r) => r.framed_ipv6_prefix, 'framed_ipv6_prefix', 'cidr'],
  [(r) => r.framed_interface_id, 'framed_interface_id', 'text'],
  [(r) => r.delegated_ipv6_prefix, 'delegated_ipv6_prefix', 'cidr'],
  [(r) => r.calling_station_id, 'calling_station_id', 'text'],
  [(r) => r.called_station_id, 'called_station_id', 'text'],
  [(r) => r.started_ms, 'started_at', 'time'],
  [(r) => r.heard_ms, 'heard_at', 'time'],
  [(r) => r.stopped_ms, 'stopped_at', 'time'],
  [(r) => r.began_after_ms, 'began_after', 'time'],
  [(r) => r.session_s, 'session_s', 'int4'],
  [(r) => r.input_octets, 'input_octets', 'int8'],
  [(r) => r.output_octets, 'output_octets', 'int8'],
  [(r) => r.terminate_cause, 'terminate_cause', 'int8'],
  [(r) => r.told_mode, 'told_mode', 'text'],
  [(r) => r.told_rate_down_kbps, 'told_rate_down_kbps', 'int4'],
  [(r) => r.told_rate_up_kbps, 'told_rate_up_kbps', 'int4'],
  [(r) => r.told_framed_ip, 'told_framed_ip', 'inet'],
  [(r) => r.described, 'described', 'int8'],
];

/** As what a column travels, and what is made of it. */
const SENT: Partial<Record<Kind, Element>> = { inet: 'text', cidr: 'text', time: 'float8' };
const sentAs = (kind: Kind): Element => SENT[kind] ?? (kind as Element);
const READ: Partial<Record<Kind, (column: string) => string>> = {
  inet: (column) => `${column}::inet`,
  cidr: (column) => `${column}::cidr`,
  time: (column) => `to_timestamp(${column} / 1000)`,
};

const names = COLUMNS.map(([, column]) => column);
const sources = COLUMNS.map(([, , kind], i) => `$${i + 1}::${sentAs(kind)}[]`);
const reads = COLUMNS.map(([, column, kind]) => READ[kind]?.(column) ?? column);

/** Of a record that came late all is taken but where it came from: then the row is as none of them says. */
const DESCRIBED =
  'described = case when excluded.heard_at >= s.heard_at or excluded.client = s.client then excluded.described end';
/** Told of late or twice, these keep what is known. */
const keep = (column: string): string => `${column} = coalesce(excluded.${column}, s.${column})`;
const greatest = (column: string): string => `${column} = greatest(s.${column}, excluded.${column})`;
const added = (column: string, octets: string): string =>
  `${column} = greatest(excluded.${octets}, s.${octets}) - s.${octets}`;
const whenUntold = (column: string): string =>
  `${column} = case when s.told_mode is null then excluded.${column} else s.${column} end`;
/** The speed since the record before, kbit/s; of a record that tells nothing later, what is known stays. */
const seenRate = (column: string, octets: string): string =>
  `${column} = case when excluded.heard_at > s.heard_at then least(2147483647, (greatest(excluded.${octets}, s.${octets}) - s.${octets})::float8 / 125
    / date_part('epoch', excluded.heard_at - s.heard_at))::integer else s.${column} end`;
/** Taken for gone because it was silent, and now heard of: it lives. We were away, or a clock was wrong. Nothing else opens again. */
const LIVES =
  "excluded.closed_by is null and s.closed_by is not distinct from 'stale' and excluded.heard_at > s.heard_at";
/** A Stop closes, and says better than we could when and why. */
const byStop = (column: string): string =>
  `${column} = case when excluded.closed_by = 'stop' and s.closed_by is distinct from 'stop' then excluded.${column} when not (${LIVES}) then s.${column} end`;
/** Its counters go on from where they stood, so it is the one that is stored, whatever the clocks say, and though one that was wrong had us take it for gone. */
const GOES_ON =
  "(s.stopped_at is null or s.closed_by = 'stale') and excluded.session_s > 0 and excluded.session_s >= s.session_s and excluded.input_octets >= s.input_octets and excluded.output_octets >= s.output_octets";

const DESCRIPTIONS: readonly (keyof Description)[] = [
  ...ADDRESSES,
  'class',
  'nas_ip',
  'nas_identifier',
  'nas_port_id',
  'framed_interface_id',
  'calling_station_id',
  'called_station_id',
];

/** What a session adds that went on with another subscription is that one's from then on, however late it is told. */
const QUARTER = "date_bin('15 minutes', greatest(s.added_at, s.transferred_at), timestamptz 'epoch')";
const GREW = 'added_input > 0 or added_output > 0';
/** A record that brought seconds alone has a row in its quarter, too: time is counted. */
const LASTED = `${GREW} or added_s > 0`;
/** Of the row as it was (`s`) and the record: another address, an earlier beginning, a Stop, or that it lives. An interim that repeats what is known is none. */
const CHANGES = [
  ...ADDRESSES.map((column) => `excluded.${column} is distinct from s.${column} and excluded.${column} is not null`),
  'excluded.started_at < s.started_at',
  `(excluded.closed_by is not null and s.closed_by is distinct from 'stop')`,
  `(${LIVES})`,
];

/**
 * A new row of a session that may have been moved to the history: every one but that of a log-in which just began by our Class. What a session told
 * before brings octets, has ended, or began before anything that was moved ended; what goes by no Class may bear the name of an older one.
 */
const MAY_BE_MOVED = `s.xmax = 0 and (s.began_after is not null or s.stopped_at is not null or s.input_octets > 0 or s.output_octets > 0
  or s.started_at < (select stopped_before from aaa.session_move))`;

/** Totals, and by how much they grew. */
const COUNTERS = [
  ...['heard_at', 'session_s', 'input_octets', 'output_octets'].map(greatest),
  seenRate('seen_rate_down_kbps', 'output_octets'),
  seenRate('seen_rate_up_kbps', 'input_octets'),
  added('added_input', 'input_octets'),
  added('added_output', 'output_octets'),
  added('added_s', 'session_s'),
  'added_at = excluded.added_at',
].join(', ');
/** The record is of the stored session, and not of a later one by the same name. */
const OF_THIS_ONE = `(excluded.began_after is null or excluded.began_after <= s.heard_at or (${GOES_ON}))`;
const ADDED = `s.account_id, s.id, s.subscription_id, s.added_input, s.added_output, s.added_s, ${QUARTER} as quarter_at`;
/** What the rows written brought goes into their quarters of an hour. */
const USED = `used as (
    insert into aaa.usage_quarter as u (account_id, subscription_id, quarter_at, session_id, input_octets, output_octets, session_s)
    select account_id, subscription_id, quarter_at, id, added_input, added_output, added_s from written where ${LASTED}
    on conflict (account_id, subscription_id, quarter_at, session_id) do update set
      input_octets = u.input_octets + excluded.input_octets, output_octets = u.output_octets + excluded.output_octets,
      session_s = u.session_s + excluded.session_s
  ),
  late as (
    insert into aaa.usage_late (account_id, subscription_id, quarter_at, session_id, input_octets, output_octets, session_s)
    select account_id, subscription_id, quarter_at, id, added_input, added_output, added_s
    from written where quarter_at < (select claimed_to from aaa.rollup) and (${LASTED})
  ),
  total as (
    insert into aaa.traffic (quarter_at, input_octets, output_octets)
    select quarter_at, sum(added_input), sum(added_output) from written where ${GREW} group by 1
  )`;
/** The ids of those written, when these are not all; and whether the commit waits for the disk, which is the last of the values. */
const written = (columns: typeof COLUMNS): string =>
  `case when n < cardinality($1::uuid[]) then coalesce((select array_agg(id::text) from written), '{}') end as written,
    set_config('synchronous_commit', $${columns.length + 1}, true)`;

/**
 * Rows are locked in the order the records come in, so they must come in order of their keys: two writers then never wait for one another in
 * a ring. No join with the records: they are too many or too few for a plan made once, so the row written carries all that the quarter
 * needs. What came for an hour that is rolled up already says so (`late`), so that no hour has to be looked through again; everybody's sum is
 * a row more a statement (`total`), on which nobody waits. `changed_addresses` says what is noted of its addresses. What was not written is found by the answer's being shorter.
 * New rows that may be of a session in the history are looked for there, after all else and by a snapshot of its own; one that is there refuses the statement (`isMoved`).
 */
const WRITE = `
  with r as (select * from unnest(${sources.join(', ')}) as r (${names.join(', ')})),
  written as (
    insert into aaa.session as s (${names.join(', ')}, closed_by, added_input, added_output, added_s, added_at, changed_addresses)
    select ${reads.join(', ')}, case when stopped_at is not null then 'stop' end, input_octets, output_octets, session_s, to_timestamp(heard_at / 1000), true
    from r
    on conflict (account_id, id) do update set
      ${DESCRIPTIONS.map(keep).join(', ')}, ${DESCRIBED},
      started_at = least(s.started_at, excluded.started_at), client = case when excluded.heard_at >= s.heard_at then excluded.client else s.client end,
      ${COUNTERS},
      changed_addresses = ${CHANGES.join(' or ')},
      ${['stopped_at', 'terminate_cause', 'closed_by'].map(byStop).join(', ')},
      ${['told_mode', 'told_rate_down_kbps', 'told_rate_up_kbps', 'told_framed_ip'].map(whenUntold).join(', ')}
    where s.closed_by is distinct from 'transferred' and ${OF_THIS_ONE}
    returning ${ADDED}, s.added_at, s.changed_addresses, ${ADDRESSES.map((column) => `s.${column}`).join(', ')},
      ${MAY_BE_MOVED} as may_be_moved
  ),
  ${USED},
  noted as (${noteOf('written', 'added_at')} and changed_addresses)
  select ${written(COLUMNS)},
    case when may_be_moved then (select aaa.refuse_moved(array_agg(account_id), array_agg(id)) from written w where w.may_be_moved) end
  from (select count(*) as n, bool_or(may_be_moved) as may_be_moved from written) all_written`;

/** Of the arrays of `WRITE` those that a record needs that repeats what is known. */
const REPEATED = [
  'account_id',
  'id',
  'described',
  'started_at',
  'heard_at',
  'began_after',
  'session_s',
  'input_octets',
  'output_octets',
];
const AGAIN = COLUMNS.filter(([, column]) => REPEATED.includes(column));

/**
 * An interim of an open session that is described as it was, which most are, changes its counters alone: a third of the arrays, and no row to be put together. The rows are found by their keys in the order of
 * the records, for which the connections of RADIUS may not join otherwise (`POOL`). Whatever it does not find as it should be is written by `WRITE`.
 */
const COUNT = `
  with r as (select * from unnest(${AGAIN.map(([, , kind], i) => `$${i + 1}::${sentAs(kind)}[]`).join(', ')}) as r (${AGAIN.map(([, column]) => column).join(', ')})),
  written as (
    update aaa.session s set ${COUNTERS}, changed_addresses = false
    from (select ${AGAIN.map(([, column, kind]) => `${READ[kind]?.(column) ?? column} as ${column}`).join(', ')}, to_timestamp(heard_at / 1000) as added_at from r) excluded
    where s.account_id = excluded.account_id and s.id = excluded.id and s.described = excluded.described and s.stopped_at is null and excluded.started_at >= s.started_at
      and ${OF_THIS_ONE}
    returning ${ADDED}
  ),
  ${USED}
  select ${written(AGAIN)} from (select count(*) as n from written) all_written`;

/** How the connections that write accounting plan: once for all values, and by key. */
export const POOL = [
  'plan_cache_mode=force_generic_plan',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'enable_seqscan=off',
];

/** Which row a record is of. */
export interface SessionKey {
  readonly account_id: Id;
  readonly id: Id;
}

/** Records this process wrote. */
let sent = 0;

/** A statement is planned anew each time the records written have a digit more: a plan made while the table was empty looks through it where it should go by key. */
const planned = (name: string): string => `${name}-${`${sent}`.length}`;

const unwritten = async (
  connection: Connection,
  records: readonly SessionRecord[],
  columns: typeof COLUMNS,
  statement: { readonly name: string; readonly text: string },
  isDurable: boolean,
): Promise<SessionRecord[]> => {
  const arrays = columns.map(([of, , kind]) => binaryArray(records, sentAs(kind), of));
  const values = [...arrays, isDurable ? 'on' : 'off'];
  const { name, text } = statement;
  const { rows } = await connection.query<{ written: string[] | null }>({ name: planned(name), text, values });
  sent += records.length;
  const some = rows[0]?.written;
  if (!some) return [];
  const known = new Set(some);
  return records.filter((record) => !known.has(record.id));
};

/**
 * Writes records, one a session and in order of account and id, in one statement that is its own transaction: totals never fall, what they grew by is added to the quarter
 * of the record's time, whoever else writes the same session at once. Gives those it did not write: they began after the stored session of
 * their id was last heard of, so they are of another one, or that one went on with another subscription. Unless `isDurable`, the commit does not wait for the disk: what is committed after it and does wait is there only if this is.
 */
export const writeRecords = (
  connection: Connection,
  records: readonly SessionRecord[],
  isDurable: boolean,
): Promise<SessionRecord[]> => unwritten(connection, records, COLUMNS, { name: 'aaa-records', text: WRITE }, isDurable);

/** As `writeRecords`, for interims that say nothing new of their sessions but how far they are. Gives those that `writeRecords` has to write. */
export const writeCounters = (
  connection: Connection,
  records: readonly SessionRecord[],
  isDurable: boolean,
): Promise<SessionRecord[]> => unwritten(connection, records, AGAIN, { name: 'aaa-counters', text: COUNT }, isDurable);

/** Closes sessions as `set` says, and notes it of those that held an address. */
const closing = (gone: string, set: string): string => `
  with gone as (select account_id, id from aaa.session where stopped_at is null and ${gone} order by account_id, id for update),
  closed as (
    update aaa.session s set ${set} from gone where s.account_id = gone.account_id and s.id = gone.id returning s.*
  ),
  noted as (${noteOf('closed', 'heard_at')})
  select account_id, id from closed`;

const CLOSE_REPLACED = closing(
  '(account_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))',
  "stopped_at = s.heard_at, closed_by = 'replaced'",
);

/** Closes open sessions whose station began another: they ended when they were last heard of. Gives those it closed. */
export const closeReplaced = async (connection: Connection, keys: readonly SessionKey[]): Promise<SessionKey[]> => {
  const values = [`{${keys.map((key) => key.account_id).join(',')}}`, `{${keys.map((key) => key.id).join(',')}}`];
  const { rows } = await connection.query<SessionKey>({ name: 'aaa-replaced', text: CLOSE_REPLACED, values });
  return rows;
};

const AT = 'to_timestamp($3::bigint / 1000.0)';
const CLOSE_RESTARTED = closing(
  `nas_id = $1 and ($2::inet is null or client = $2) and started_at < ${AT}`,
  `stopped_at = greatest(s.started_at, ${AT}), terminate_cause = 11, closed_by = 'nas-restart'`,
);

/** Closes every open session of a NAS that began before it restarted (Terminate-Cause 11, NAS Reboot). Gives those it closed. */
export const closeRestarted = async (
  connection: Connection,
  restart: { readonly nas_id: Id; readonly client: string | null; readonly at_ms: number },
): Promise<SessionKey[]> => {
  const values = [restart.nas_id, restart.client, restart.at_ms];
  const { rows } = await connection.query<SessionKey>({ name: 'aaa-restart', text: CLOSE_RESTARTED, values });
  return rows;
};
