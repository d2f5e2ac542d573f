import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';
import type { MeteredService } from '../metering/index.ts';

/** What records of use say of a subscription, and which one it is. */
export interface NamedService {
  readonly named: string;
  readonly account_id: Id;
  readonly subscription_id: Id;
}

/** A subscription as far as it matters where a record of its use is billed. */
export interface MeteredSubscription extends MeteredService {
  readonly id: Id;
  readonly account_id: Id;
  readonly zone: string;
  /** The subscription of another account that it went on from, and since when; null while that is to come. */
  readonly transferred_from: Id | null;
  readonly transferred_at: Instant | null;
}

/** Which subscriptions these are: by their ids, else by a number, else by a log-in's name. What names none is left out. */
export const servicesNamed = async (tx: Tx, names: readonly string[]): Promise<NamedService[]> => {
  if (names.length === 0) return [];
  const { rows } = await sql<NamedService>`
    select w.named, s.account_id, s.subscription_id
    from unnest(${names}::text[]) as w(named) cross join lateral (
      select s.account_id, s.id as subscription_id, 1 as place from subscriptions.subscription s
      where w.named ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'
        and s.id = case when w.named ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' then w.named::uuid end
      union all
      select n.account_id, n.subscription_id, 2 from metering.number n where n.number = w.named
      union all
      select c.account_id, c.subscription_id, 3 from aaa.username u join aaa.credential c on c.account_id = u.account_id and c.id = u.credential_id
      where u.kind = 'password' and u.username = w.named
      order by place limit 1) s`.execute(tx);
  return rows;
};

/** Those that some subscriptions went on from: use of before is theirs. */
export const earlierServices = async (
  tx: Tx,
  services: readonly NamedService[],
): Promise<Pick<NamedService, 'account_id' | 'subscription_id'>[]> => {
  if (services.length === 0) return [];
  const { rows } = await sql<Pick<NamedService, 'account_id' | 'subscription_id'>>`
    with recursive e as (
      select o.account_id, o.id, o.transferred_from
      from unnest(${services.map((s) => s.account_id)}::uuid[], ${services.map((s) => s.subscription_id)}::uuid[]) as w(account_id, id)
        join subscriptions.subscription s on s.account_id = w.account_id and s.id = w.id join subscriptions.subscription o on o.id = s.transferred_from
      union select o.account_id, o.id, o.transferred_from from e join subscriptions.subscription o on o.id = e.transferred_from)
    select account_id, id as subscription_id from e`.execute(tx);
  return rows;
};

/** Subscriptions as they are from now until this commits: no bill of theirs is made meanwhile, and one that is being made is waited for. */
export const meteredSubscriptions = async (
  tx: Tx,
  services: readonly Pick<NamedService, 'account_id' | 'subscription_id'>[],
): Promise<ReadonlyMap<Id, MeteredSubscription>> => {
  if (services.length === 0) return new Map();
  await sql`select a.id from crm.account a where a.id = any (${services.map((s) => s.account_id)}::uuid[]) order by a.id for share`.execute(
    tx,
  );
  const { rows } = await sql<MeteredSubscription>`
    select s.id, s.account_id, a.zone, s.transferred_from, s.transferred_at, s.started_on, s.ended_on, s.usage_to, s.state <> 'pending' and s.next_bill_on is not null as open,
      coalesce((select jsonb_agg(jsonb_build_object('from_on', g.from_on, 'meters', coalesce((select jsonb_agg(c->>'meter') from jsonb_array_elements(v.meter_charges) c), '[]'))
          order by g.from_on, g.from_second)
        from subscriptions.segment g join tariffs.plan_version v on v.plan_id = g.plan_id and v.version = g.plan_version
        where g.account_id = s.account_id and g.subscription_id = s.id), '[]') as plans
    from unnest(${services.map((s) => s.account_id)}::uuid[], ${services.map((s) => s.subscription_id)}::uuid[]) as w(account_id, id)
      join subscriptions.subscription s on s.account_id = w.account_id and s.id = w.id join crm.account a on a.id = s.account_id`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
};
