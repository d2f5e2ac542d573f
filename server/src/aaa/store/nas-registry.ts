import { addMs, type Id, type Instant } from '@isp/values';
import { sql, type Tx } from '../../kernel/db.ts';
import type { Change, SpokenTo } from '../core/capability.ts';
import type { NasRates } from '../core/nas-condition.ts';
import { REFUSALS_ENOUGH } from './literals.ts';

const WRONG_SECRET_MS = 10 * 60_000;
/** Three interim intervals: from then on its sessions are taken for gone. */
const SILENT_MS = 30 * 60_000;

/** When anything of it was last believed, of a row of nas_health named `h`. */
export const HEARD = 'greatest(h.auth_heard_at, h.acct_heard_at)';

/** The place in `CONDITIONS` of a NAS `n` with its health `h`, as of `now`: how bad it is, the worst first. */
export const conditionAt = (now: Instant) => sql<number>`case
  when n.state = 'disabled' then 5
  when h.wrong_secret_at > coalesce(${sql.raw(HEARD)}, '-infinity') or h.wrong_secret_at > ${addMs(now, -WRONG_SECRET_MS)} then 0
  when ${sql.raw(HEARD)} is null then 3
  when ${sql.raw(HEARD)} < ${addMs(now, -SILENT_MS)} then 1
  when h.coa_outcome in ('timeout', 'unreachable') then 2
  else 4 end`;

/** What came from these NASes lately: since the beginning of the quarter before this one. */
export const ratesOf = async (tx: Tx, ids: readonly Id[], now: Instant): Promise<NasRates[]> => {
  const { rows } = await sql<NasRates>`
    select nas_id, sum(requests + accounting)::float8 / minutes as packets_per_min, sum(rejects)::float8 / minutes as rejects_per_min
    from aaa.nas_quarter, (select date_bin('15 minutes', ${now}::timestamptz, timestamptz 'epoch') - interval '15 minutes' as since) s,
      lateral (select extract(epoch from ${now}::timestamptz - since)::float8 / 60 as minutes) m
    where nas_id = any(${[...ids]}::uuid[]) and quarter_at >= since group by nas_id, minutes`.execute(tx);
  return rows;
};

/** One NAS with all that its page says of its health. */
export const nasHealthRow = async (tx: Tx, id: Id, now: Instant) => {
  const { rows } = await sql<NasHealthRow>`
    select n.vendor, n.coa_rate, n.coa_wall, n.session_keys, n.next_secret_made_at, ${conditionAt(now)} as condition_number, ${sql.raw(HEARD)} as heard_at,
      n.range_id is not null or (n.by_identifier = 'off' and case family(n.address) when 4 then masklen(n.address) = 32 else masklen(n.address) = 128 end) as is_one, host(h.ask_address) as ask_address,
      h.auth_heard_at, h.acct_heard_at, h.wrong_secret_at, h.radsec_seen_at, h.current_secret_at, h.next_secret_at, h.next_secret_since,
      h.coa_at, h.coa_outcome, h.coa_error_cause, h.coa_answered_at, h.asked_at, h.ask_outcome, h.ask_error_cause, h.ask_ms, h.ask_secret, k.*
    from aaa.nas n left join aaa.nas_health h on h.nas_id = n.id,
      lateral (select count(*)::int as sessions, (count(*) filter (where s.heard_at < ${addMs(now, -SILENT_SESSION_MS)}))::int as sessions_silent
        from aaa.session s where s.nas_id = n.id and s.stopped_at is null) k
    where n.id = ${id}`.execute(tx);
  return rows[0];
};

/** An interim record of a session is missing from then on: the interval asked for, and half of it for a slow clock. */
export const SILENT_SESSION_MS = 15 * 60_000;

export interface NasHealthRow extends Omit<SpokenTo, 'unsupported'> {
  readonly next_secret_made_at: Instant | null;
  readonly condition_number: number;
  readonly is_one: boolean;
  readonly heard_at: Instant | null;
  readonly auth_heard_at: Instant | null;
  readonly acct_heard_at: Instant | null;
  readonly wrong_secret_at: Instant | null;
  readonly radsec_seen_at: Instant | null;
  readonly current_secret_at: Instant | null;
  readonly next_secret_at: Instant | null;
  readonly next_secret_since: Instant | null;
  readonly coa_at: Instant | null;
  readonly coa_outcome: 'ack' | 'nak' | 'timeout' | 'unreachable' | null;
  readonly coa_error_cause: number | null;
  readonly coa_answered_at: Instant | null;
  readonly asked_at: Instant | null;
  readonly ask_address: string | null;
  readonly ask_outcome: 'ack' | 'nak' | 'timeout' | null;
  readonly ask_error_cause: number | null;
  readonly ask_ms: number | null;
  readonly ask_secret: 'current' | 'next' | null;
  readonly sessions: number;
  readonly sessions_silent: number;
}

/** What a NAS refused as unsupported. */
export const refusalsOf = (tx: Tx, nas_id: Id) =>
  tx
    .selectFrom('aaa.nas_unsupported')
    .select(['change', 'times', 'error_cause', 'last_at', sql<boolean>`times >= ${REFUSALS_ENOUGH}`.as('is_enough')])
    .where('nas_id', '=', nas_id)
    .execute();

/** Notes that a NAS refused changes as unsupported. */
export const noteUnsupported = async (
  tx: Tx,
  nas_id: Id,
  changes: readonly Change[],
  error_cause: number,
  at: Instant,
): Promise<void> => {
  await sql`
    insert into aaa.nas_unsupported as u (nas_id, change, times, error_cause, last_at)
    select ${nas_id}, change, 1, ${error_cause}, ${at} from unnest(${[...changes]}::text[]) as change
    on conflict (nas_id, change) do update set times = u.times + 1, error_cause = excluded.error_cause, last_at = excluded.last_at`.execute(
    tx,
  );
};

/** A NAS did these changes: a refusal of before was about one session, not about the NAS. */
export const forgetFewRefusals = async (tx: Tx, nas_id: Id, changes: readonly Change[]): Promise<void> => {
  await tx
    .deleteFrom('aaa.nas_unsupported')
    .where('nas_id', '=', nas_id)
    .where('change', 'in', [...changes])
    .where('times', '<', REFUSALS_ENOUGH)
    .execute();
};

export const forgetRefusals = async (tx: Tx, nas_id: Id): Promise<void> => {
  await tx.deleteFrom('aaa.nas_unsupported').where('nas_id', '=', nas_id).execute();
};

/** The secrets of a NAS, sealed, with where it is and what is known of its secret's change. */
export const secretsOf = (tx: Tx, id: Id) =>
  tx
    .selectFrom('aaa.nas as n')
    .innerJoin('aaa.nas_secret as k', 'k.nas_id', 'n.id')
    .leftJoin('aaa.nas_health as h', 'h.nas_id', 'k.keeper_id')
    .select(['n.name', 'n.vendor', 'n.coa_port', 'k.secret_sealed', 'k.next_secret_sealed', 'h.next_secret_at'])
    .select(['n.address', 'h.next_secret_since', 'n.state', 'n.session_keys', 'n.range_id', 'n.identifier'])
    .select(sql<boolean>`k.keeper_id = n.id`.as('has_own_secret'))
    .where('n.id', '=', id)
    .executeTakeFirst();

/** Forgets which of two secrets was used: another change begins. */
export const forgetSecretUse = async (tx: Tx, nas_id: Id): Promise<void> => {
  await tx
    .updateTable('aaa.nas_health')
    .set({ current_secret_at: null, next_secret_at: null, next_secret_since: null })
    .where('nas_id', '=', nas_id)
    .execute();
};

/** Ends the change of the secrets of NASes at one address whose next one has been used alone since `since` or longer; gives their ids. */
export const finishSecrets = async (tx: Tx, since: Instant): Promise<Id[]> => {
  const { rows } = await sql<{ id: Id }>`
    update aaa.nas n set secret_sealed = n.next_secret_sealed, next_secret_sealed = null, next_secret_made_at = null
    from aaa.nas_health h
    where h.nas_id = n.id and n.next_secret_sealed is not null and h.next_secret_since <= ${since}
      and ((masklen(n.address) = case family(n.address) when 4 then 32 else 128 end and n.by_identifier = 'off') or n.range_id is not null)
    returning n.id`.execute(tx);
  return rows.map(({ id }) => id);
};

/** Where the sessions of a NAS come from lately: of a range, one of its addresses. */
export const lastClient = async (tx: Tx, nas_id: Id): Promise<string | undefined> => {
  const { rows } = await sql<{ client: string }>`
    select host(client) as client from aaa.session where nas_id = ${nas_id} and stopped_at is null order by started_at desc limit 1`.execute(
    tx,
  );
  return rows[0]?.client;
};

/** Notes that a NAS is asked. */
export const noteAsked = async (tx: Tx, nas_id: Id, at: Instant, address: string): Promise<void> => {
  const row = {
    asked_at: at,
    ask_address: address,
    ask_outcome: null,
    ask_error_cause: null,
    ask_ms: null,
    ask_secret: null,
  };
  await tx
    .insertInto('aaa.nas_health')
    .values({ nas_id, ...row })
    .onConflict((c) => c.column('nas_id').doUpdateSet(row))
    .execute();
};

/** Notes what it answered to the question of this moment; of an older one nothing, and tells the console. */
export const noteAnswer = async (
  tx: Tx,
  nas_id: Id,
  asked_at: Instant,
  answer: Pick<NasHealthRow, 'ask_outcome' | 'ask_error_cause' | 'ask_ms' | 'ask_secret'>,
): Promise<void> => {
  await tx
    .updateTable('aaa.nas_health')
    .set(answer)
    .where('nas_id', '=', nas_id)
    .where('asked_at', '=', asked_at)
    .execute();
  await sql`select kernel.publish('aaa.nas', ${JSON.stringify({ nas_id })}::jsonb)`.execute(tx);
};

export const tagCounts = async (tx: Tx): Promise<{ tag: string; count: number }[]> => {
  const { rows } = await sql<{ tag: string; count: number }>`
    select tag, count(*)::int as count from aaa.nas, unnest(tags) as tag group by tag order by tag limit 500`.execute(
    tx,
  );
  return rows;
};
