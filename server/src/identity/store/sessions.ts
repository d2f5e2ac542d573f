import type { Id, Instant } from '@isp/values';
import type { Insertable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Listing, paginate } from '../../kernel/page.ts';
import type { Kind, Person } from '../core/person.ts';
import type { PersonRow } from './people.ts';

/** A sign-in with its person's name. */
export interface SignInRow {
  readonly id: Id;
  readonly kind: Kind;
  readonly person_id: Id;
  readonly name: string;
  readonly login: string;
  readonly client: string;
  readonly user_agent: string;
  readonly address: string;
  readonly created_at: Instant;
  readonly last_used_at: Instant;
  readonly expires_at: Instant;
  readonly ended_at: Instant | null;
}

export const insertSession = async (tx: Tx, row: Insertable<DB['identity.session']>): Promise<void> => {
  await tx.insertInto('identity.session').values(row).execute();
};

/** Notes that an open session is used; false when it is not open any more. */
export const touchSession = async (
  tx: Tx,
  id: Id,
  now: Instant,
  address: string,
  user_agent: string,
): Promise<boolean> => {
  const row = await tx
    .updateTable('identity.session')
    .set({ last_used_at: now, address, user_agent })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

/** The active person of an open session, in one statement. */
export const personOfSession = async (tx: Tx, session: Id, { kind, id }: Person, now: Instant) => {
  const { rows } = await sql<PersonRow>`
    select p.* from identity.session s, identity.person p
    where s.id = ${session} and s.kind = ${kind} and s.person_id = ${id} and s.ended_at is null and s.expires_at > ${now}
      and p.kind = ${kind} and p.id = ${id} and p.state = 'active'`.execute(tx);
  return rows[0];
};

export const openSession = (tx: Tx, id: Id) =>
  tx
    .selectFrom('identity.session')
    .select(['id', 'kind', 'person_id'])
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();

/** Ends sessions: their tokens, refresh tokens, grants, and the browsers' own sessions that would sign in again without asking. Gives how many. */
const endWhere = async (tx: Tx, where: ReturnType<typeof sql<boolean>>, now: Instant): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    with gone as (
      update identity.session set ended_at = ${now} where ended_at is null and ${where} returning id, browser_uid
    ), forgotten as (
      delete from identity.oidc o using gone g where o.grant_id = g.id or (o.kind = 'Session' and o.uid = g.browser_uid)
    ) select count(*)::int as n from gone`.execute(tx);
  return rows[0]?.n ?? 0;
};

export const endSessionRow = (tx: Tx, id: Id, now: Instant): Promise<number> =>
  endWhere(tx, sql<boolean>`id = ${id}`, now);

/** Ends all sessions of a person, but for `except`; without one also what a sign-in that is under way has left. */
export const endSessionsOf = async (tx: Tx, { kind, id }: Person, now: Instant, except?: Id): Promise<number> => {
  const kept = sql<boolean>`kind = ${kind} and person_id = ${id} and id is distinct from ${except ?? null}::uuid`;
  const ended = await endWhere(tx, kept, now);
  if (except === undefined) await tx.deleteFrom('identity.oidc').where('person_id', '=', id).execute();
  return ended;
};

interface Filter extends Listing {
  readonly person_id?: Id | undefined;
  readonly open?: boolean | undefined;
}

export const listSignIns = (tx: Tx, input: Filter, now: Instant) => {
  let query = tx.selectFrom('identity.sign_in').selectAll();
  if (input.person_id) query = query.where('person_id', '=', input.person_id);
  if (input.open) query = query.where('ended_at', 'is', null).where('expires_at', '>', now);
  return paginate(query.$castTo<SignInRow>(), input, {
    sort: {
      created_at: { sql: 'created_at', field: 'created_at' },
      last_used_at: { sql: 'last_used_at', field: 'last_used_at' },
    },
    fallback: '-created_at',
    idSql: 'id',
  });
};

/** Forgets sessions that ended or expired before a moment. */
export const forgetSessions = async (tx: Tx, before: Instant): Promise<void> => {
  await sql`delete from identity.session where expires_at < ${before} or ended_at < ${before}`.execute(tx);
};

/** True when a person has signed in from this address since a moment. */
export const isFamiliar = async (tx: Tx, { kind, id }: Person, address: string, since: Instant): Promise<boolean> => {
  const row = await tx
    .selectFrom('identity.session')
    .select('id')
    .where('kind', '=', kind)
    .where('person_id', '=', id)
    .where('address', '=', address)
    .where('last_used_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};
