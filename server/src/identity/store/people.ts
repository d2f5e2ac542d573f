import type { Id } from '@isp/values';
import type { Insertable, Updateable } from 'kysely';
import { type DB, sql, type Tx } from '../../kernel/db.ts';
import { type Listing, paginate } from '../../kernel/page.ts';
import type { Kind, Person } from '../core/person.ts';

const TABLES = {
  staff: 'identity.staff',
  subscriber: 'identity.subscriber',
  reseller: 'identity.reseller_user',
} as const;

/** Everything of one who signs in with a password, their role's permissions too. */
export interface PersonRow {
  readonly kind: Kind;
  readonly id: Id;
  readonly login: string;
  readonly name: string;
  readonly locale: string;
  readonly role: string;
  readonly permissions: string[];
  readonly password_hash: string;
  readonly must_change: boolean;
  readonly state: 'active' | 'disabled';
  readonly account_id: Id | null;
  readonly reseller_id: Id | null;
}

const people = (tx: Tx, kind: Kind) =>
  tx.selectFrom('identity.person').selectAll().where('kind', '=', kind).$castTo<PersonRow>();

export const personByLogin = (tx: Tx, kind: Kind, login: string) =>
  people(tx, kind).where(sql<string>`lower(login)`, '=', login.toLowerCase()).executeTakeFirst();

export const personById = (tx: Tx, { kind, id }: Person) => people(tx, kind).where('id', '=', id).executeTakeFirst();

/** The person, with their row locked until the transaction ends. */
export const personForUpdate = async (tx: Tx, person: Person) => {
  await sql`select 1 from ${sql.table(TABLES[person.kind])} where id = ${person.id} for update`.execute(tx);
  return personById(tx, person);
};

export const setPassword = async (
  tx: Tx,
  { kind, id }: Person,
  password_hash: string,
  must_change: boolean,
): Promise<void> => {
  await sql`update ${sql.table(TABLES[kind])} set password_hash = ${password_hash}, must_change = ${must_change} where id = ${id}`.execute(
    tx,
  );
};

export const setState = async (tx: Tx, { kind, id }: Person, state: 'active' | 'disabled'): Promise<void> => {
  await sql`update ${sql.table(TABLES[kind])} set state = ${state} where id = ${id}`.execute(tx);
};

const STAFF = ['id', 'email', 'name', 'locale', 'role', 'must_change', 'state', 'created_at'] as const;
const SUBSCRIBER = ['id', 'account_id', 'login', 'name', 'locale', 'must_change', 'state', 'created_at'] as const;
const RESELLER_USER = ['id', 'reseller_id', 'email', 'name', 'locale', 'must_change', 'state', 'created_at'] as const;

const created = { created_at: { sql: 'created_at', field: 'created_at' } };
const byMail = { ...created, email: { sql: 'email', field: 'email' }, name: { sql: 'name', field: 'name' } };

export const staffById = (tx: Tx, id: Id) =>
  tx.selectFrom('identity.staff').select(STAFF).where('id', '=', id).executeTakeFirst();

export const insertStaff = (tx: Tx, row: Insertable<DB['identity.staff']>) =>
  tx.insertInto('identity.staff').values(row).returning(STAFF).executeTakeFirstOrThrow();

export const updateStaffRow = (tx: Tx, id: Id, change: Updateable<DB['identity.staff']>) =>
  tx.updateTable('identity.staff').set(change).where('id', '=', id).returning(STAFF).executeTakeFirstOrThrow();

/** Ids of those who have a role, active or not. */
export const staffOfRole = async (tx: Tx, role: string): Promise<Id[]> => {
  const rows = await tx.selectFrom('identity.staff').select('id').where('role', '=', role).execute();
  return rows.map((r) => r.id);
};

/** Ids of the active owners, locked: two who take one away at once wait for one another. */
export const ownersForUpdate = async (tx: Tx): Promise<Id[]> => {
  const rows = await tx
    .selectFrom('identity.staff')
    .select('id')
    .where('role', '=', 'owner')
    .where('state', '=', 'active')
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map((r) => r.id);
};

/** True when nobody works here yet; whoever asks first keeps others waiting until its transaction ends. */
export const isUnstaffed = async (tx: Tx): Promise<boolean> => {
  await sql`select pg_advisory_xact_lock(7431)`.execute(tx);
  return (await tx.selectFrom('identity.staff').select('id').limit(1).executeTakeFirst()) === undefined;
};

interface People extends Listing {
  readonly state?: 'active' | 'disabled' | undefined;
}

export const listStaff = (tx: Tx, input: People & { role?: string | undefined }) => {
  let query = tx.selectFrom('identity.staff').select(STAFF);
  if (input.state) query = query.where('state', '=', input.state);
  if (input.role) query = query.where('role', '=', input.role);
  return paginate(query, input, { sort: byMail, fallback: 'name', idSql: 'id' });
};

export const insertSubscriber = (tx: Tx, row: Insertable<DB['identity.subscriber']>) =>
  tx.insertInto('identity.subscriber').values(row).returning(SUBSCRIBER).executeTakeFirstOrThrow();

export const listSubscribers = (tx: Tx, input: People & { account_id?: Id | undefined }) => {
  let query = tx.selectFrom('identity.subscriber').select(SUBSCRIBER);
  if (input.state) query = query.where('state', '=', input.state);
  if (input.account_id) query = query.where('account_id', '=', input.account_id);
  const login = { login: { sql: 'login', field: 'login' } };
  return paginate(query, input, { sort: { ...created, ...login }, fallback: 'login', idSql: 'id' });
};

export const insertResellerUser = (tx: Tx, row: Insertable<DB['identity.reseller_user']>) =>
  tx.insertInto('identity.reseller_user').values(row).returning(RESELLER_USER).executeTakeFirstOrThrow();

export const listResellerUsers = (tx: Tx, input: People & { reseller_id?: Id | undefined }) => {
  let query = tx.selectFrom('identity.reseller_user').select(RESELLER_USER);
  if (input.state) query = query.where('state', '=', input.state);
  if (input.reseller_id) query = query.where('reseller_id', '=', input.reseller_id);
  return paginate(query, input, { sort: byMail, fallback: 'name', idSql: 'id' });
};
