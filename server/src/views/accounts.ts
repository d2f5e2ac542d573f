import { dayIn, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import { type Page, paginate } from '../kernel/page.ts';
import type { AccountRow, ListAccounts } from './contract.ts';

const openOf = (overdueBefore?: string) => sql<bigint>`coalesce((select sum(i.open_minor) from billing.invoice i
  where i.account_id = a.id and i.open_minor > 0 ${overdueBefore ? sql`and i.due_on < ${overdueBefore}::date` : sql``}), 0)::bigint`;

const isOnline = sql<boolean>`exists (select 1 from aaa.session s where s.account_id = a.id and s.stopped_at is null)`;

interface Service {
  readonly plan_code: string;
  readonly plan_name: string;
  readonly service_state: AccountRow['service_state'];
  readonly subscriptions: number;
}

const newestService = sql<Service>`lateral (
  select p.code as plan_code, p.name as plan_name, s.state as service_state, count(*) over ()::int as subscriptions from subscriptions.subscription s join tariffs.plan p on p.id = s.plan_id
  where s.account_id = a.id order by s.state = 'ended', s.created_at desc limit 1)`;

const FOUND_BY = ['lower(b.name)', 'lower(b.email)', 'lower(b.street)', 'b.phone'];
/** So many matches are read by their index and sorted; where there are more, the list is read in its order and most of it matches. */
const FEW = 1000;

/** Accounts whose name, e-mail, phone or street begins with the text, or that bear its number. */
const matching = async (tx: Tx, q: string) => {
  const prefix = `${q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  const number = q.toUpperCase();
  const probes = FOUND_BY.map((column) => sql`select b.id from crm.account b where ${sql.raw(column)} like ${prefix}`);
  const all = sql.join([...probes, sql`select b.id from crm.account b where b.number = ${number}`], sql` union all `);
  const found = await sql<{ id: Id }>`select id from (${all}) as found limit ${FEW + 1}`.execute(tx);
  if (found.rows.length <= FEW) return sql<boolean>`a.id = any (${found.rows.map((r) => r.id)}::uuid[])`;
  return sql<boolean>`(lower(a.name) like ${prefix} or lower(a.email) like ${prefix} or lower(a.street) like ${prefix}
    or a.phone like ${prefix} or a.number = ${number})`;
};

const rows = (tx: Tx, today: string) =>
  tx
    .selectFrom('crm.account as a')
    .leftJoin(newestService.as<'service'>('service'), (j) => j.onTrue())
    .select(['a.id', 'a.number', 'a.name', 'a.email', 'a.phone', 'a.city', 'a.state', 'a.currency', 'a.created_at'])
    .select(['service.plan_code', 'service.plan_name', 'service.service_state'])
    .select([
      sql<string>`lower(a.name)`.as('name_key'),
      sql<number>`coalesce(service.subscriptions, 0)`.as('subscriptions'),
      openOf().as('open_minor'),
      openOf(today).as('overdue_minor'),
      isOnline.as('online'),
    ]);

/** The console's list of accounts: what each has, owes and does now. */
export const listAccounts = async (ctx: Ctx, input: ListAccounts): Promise<Page<AccountRow>> => {
  const today = dayIn(ctx.now, 'UTC');
  let q = rows(ctx.tx, today);
  if (input.q) q = q.where(await matching(ctx.tx, input.q));
  if (input.state) q = q.where('a.state', '=', input.state);
  if (input.service_state)
    q = q.where(
      sql<boolean>`exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.state = ${input.service_state})`,
    );
  if (input.plan_id)
    q = q.where(
      sql<boolean>`exists (select 1 from subscriptions.subscription s where s.account_id = a.id and s.plan_id = ${input.plan_id} and s.state <> 'ended')`,
    );
  if (input.overdue !== undefined) q = q.where(sql<boolean>`(${openOf(today)} > 0) = ${input.overdue}`);
  if (input.online !== undefined) q = q.where(sql<boolean>`${isOnline} = ${input.online}`);
  return paginate(q, input, {
    sort: {
      name: { sql: 'lower(a.name)', field: 'name_key' },
      number: { sql: 'a.number', field: 'number' },
      created_at: { sql: 'a.created_at', field: 'created_at' },
    },
    fallback: 'name',
    idSql: 'a.id',
  });
};
