import { type Day, dayIn, type Id } from '@isp/values';
import type { RawBuilder } from 'kysely';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { AccountRow, ListAccounts } from './contract.ts';

/** So many accounts are read by their ids and sorted; where more match, the list is read in its order and enough of it matches. */
const FEW = 10_000;
/** A part of a name is found from so many letters on; fewer are the beginning of one. */
const PART = 3;

/** What an account is asked for: accounts that have it by their ids, and whether account `a` has it. */
interface Trait {
  readonly ids: RawBuilder<{ id: Id }>;
  readonly has: RawBuilder<boolean>;
}

const FOUND_BY = ['email', 'street'];

/** A part of the name, the beginning of e-mail, street or phone, or the number. */
const named = (q: string): Trait => {
  const text = q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
  const name = `${text.length < PART ? '' : '%'}${text}%`;
  const tests = [
    sql`lower(a.name) like ${name}`,
    ...FOUND_BY.map((column) => sql`lower(${sql.ref(`a.${column}`)}) like ${`${text}%`}`),
    sql`a.phone like ${`${text}%`}`,
    sql`a.number = ${q.toUpperCase()}`,
  ];
  return {
    ids: sql`${sql.join(
      tests.map((test) => sql`select a.id from crm.account a where ${test}`),
      sql` union all `,
    )}`,
    has: sql`(${sql.join(tests, sql` or `)})`,
  };
};

const having = (from: RawBuilder<unknown>, where: RawBuilder<unknown>): Trait => ({
  ids: sql`select t.account_id as id from ${from} t where ${where}`,
  has: sql`exists (select from ${from} t where t.account_id = a.id and ${where})`,
});

const not = ({ has }: Trait): RawBuilder<boolean> => sql`not ${has}`;

const overdueOn = (today: Day): Trait =>
  having(sql`billing.invoice`, sql`t.open_minor > 0 and t.due_on < ${today}::date`);
const ONLINE = having(sql`aaa.session`, sql`t.stopped_at is null`);

/** What is asked for, that which the fewest have first, and what else must hold. */
const asked = (input: ListAccounts, today: Day): { readonly traits: Trait[]; readonly more: RawBuilder<boolean>[] } => {
  const traits: Trait[] = [];
  const more: RawBuilder<boolean>[] = [];
  const subscribed = (where: RawBuilder<unknown>) => traits.push(having(sql`subscriptions.subscription`, where));
  if (input.state === 'closed')
    traits.push({ ids: sql`select a.id from crm.account a where a.state <> 'active'`, has: sql`a.state = 'closed'` });
  if (input.state === 'active') more.push(sql`a.state = 'active'`);
  if (input.overdue) traits.push(overdueOn(today));
  if (input.overdue === false) more.push(not(overdueOn(today)));
  if (input.service_state && input.service_state !== 'active')
    subscribed(sql`t.state = ${sql.lit(input.service_state)}`);
  if (input.payer_id)
    traits.push({
      ids: sql`select a.id from crm.account a where a.payer_id = ${input.payer_id}`,
      has: sql`a.payer_id = ${input.payer_id}`,
    });
  if (input.q) traits.push(named(input.q));
  if (input.online) traits.push(ONLINE);
  if (input.online === false) more.push(not(ONLINE));
  if (input.plan_id) subscribed(sql`t.plan_id = ${input.plan_id} and t.state <> 'ended'`);
  if (input.service_state === 'active') subscribed(sql`t.state = 'active'`);
  return { traits, more };
};

const all = (tests: readonly RawBuilder<boolean>[]) => sql<boolean>`(${sql.join([sql`true`, ...tests], sql` and `)})`;

const few = async (tx: Tx, ids: RawBuilder<{ id: Id }>): Promise<RawBuilder<boolean> | undefined> => {
  const { rows } = await sql<{ id: Id }>`select id from (${ids}) f limit ${FEW + 1}`.execute(tx);
  return rows.length > FEW ? undefined : sql`a.id = any (${rows.map((row) => row.id)}::uuid[])`;
};

/** What has to hold of an account `a`; by the ids of those that come into question where they are few. */
const matching = async (tx: Tx, input: ListAccounts, today: Day): Promise<RawBuilder<boolean>> => {
  const { traits, more } = asked(input, today);
  const tests = [...traits.map(({ has }) => has), ...more];
  for (const { ids } of traits) {
    const these = await few(tx, ids);
    if (these) return all([these, ...tests]);
  }
  const [rarest, ...others] = traits;
  if (!rarest || others.length + more.length === 0) return all(tests);
  const rest = all([...others.map(({ has }) => has), ...more]);
  const these = await few(tx, sql`select a.id from (${rarest.ids}) r join crm.account a on a.id = r.id where ${rest}`);
  return all([...(these ? [these] : []), ...tests]);
};

const openOf = (overdueBefore?: Day) => sql<bigint>`coalesce((select sum(i.open_minor) from billing.invoice i
  where i.account_id = a.id and i.open_minor > 0 ${overdueBefore ? sql`and i.due_on < ${overdueBefore}::date` : sql``}), 0)::bigint`;

interface Service {
  readonly plan_code: string;
  readonly plan_name: string;
  readonly service_state: AccountRow['service_state'];
  readonly subscriptions: number;
}

const newestService = sql<Service>`lateral (
  select p.code as plan_code, p.name as plan_name, s.state as service_state, count(*) over ()::int as subscriptions from subscriptions.subscription s join tariffs.plan p on p.id = s.plan_id
  where s.account_id = a.id order by s.state = 'ended', s.parent_id is not null, s.created_at desc limit 1)`;

/** These accounts, with what stands around them. */
const rowsOf = async (tx: Tx, ids: readonly Id[], today: Day): Promise<Map<Id, AccountRow>> => {
  const rows = await tx
    .selectFrom('crm.account as a')
    .leftJoin(newestService.as<'service'>('service'), (j) => j.onTrue())
    .select(['a.id', 'a.number', 'a.name', 'a.email', 'a.phone', 'a.city', 'a.state', 'a.currency', 'a.created_at'])
    .select(['service.plan_code', 'service.plan_name', 'service.service_state'])
    .select([
      sql<number>`coalesce(service.subscriptions, 0)`.as('subscriptions'),
      openOf().as('open_minor'),
      openOf(today).as('overdue_minor'),
      ONLINE.has.as('online'),
      sql<string | null>`(select p.number from crm.account p where p.id = a.payer_id)`.as('payer_number'),
    ])
    .where(sql<boolean>`a.id = any (${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row as AccountRow]));
};

/** The console's list of accounts: what each has, owes and does now. */
export const listAccounts = async (ctx: Ctx, input: ListAccounts): Promise<Page<AccountRow>> => {
  const today = dayIn(ctx.now, 'UTC');
  const keys = ctx.tx
    .selectFrom('crm.account as a')
    .select(['a.id', 'a.number', 'a.created_at', sql<string>`lower(a.name)`.as('name_key')])
    .where(await matching(ctx.tx, input, today));
  const page = await paginate(keys, input, {
    sort: {
      name: { sql: 'lower(a.name)', field: 'name_key' },
      number: { sql: 'a.number', field: 'number' },
      created_at: { sql: 'a.created_at', field: 'created_at' },
    },
    fallback: 'name',
    idSql: 'a.id',
  });
  const found = await rowsOf(
    ctx.tx,
    page.items.map((one) => one.id),
    today,
  );
  return { items: page.items.flatMap(({ id }) => found.get(id) ?? []), next_cursor: page.next_cursor };
};
