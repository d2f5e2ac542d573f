import { type Cycle, type Day, dayIn, type Id, type Period, periodContaining } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { sql, type Tx } from '../kernel/db.ts';
import type { AccountPage } from './contract.ts';

type Service = AccountPage['subscriptions'][number];
/** A subscription without what is computed: its period and its use. */
type Known = Omit<Service, 'sessions' | 'used_bytes' | 'period_from' | 'period_to'> & {
  readonly anchor_on: Day | null;
  readonly zone: string;
};
type Live = Service['sessions'][number] & { readonly subscription_id: Id };

const services = async (tx: Tx, id: Id, today: Day): Promise<Known[]> => {
  const { rows } = await sql<Known>`
    select s.id, s.plan_id, p.code as plan_code, p.name as plan_name, g.plan_version, p.kind as plan_kind, s.parent_id, coalesce(g.quantity, 1) as quantity, g.bundle_plan_id is not null as is_part, s.state, s.suspended_for,
      coalesce(g.price_minor, s.price_override_minor) as price_minor, s.currency,
      coalesce(v.cycle_unit, 'month') as cycle_unit, coalesce(v.cycle_count, 1) as cycle_count,
      s.started_on, s.ended_on, s.next_bill_on, s.anchor_day, v.rate_down_kbps, v.rate_up_kbps, v.included_bytes, coalesce(b.parts, v.parts, '[]') as bundle_parts,
      s.anchor_on, a.zone, c.username, host(coalesce(d.ipv4, x.framed_ip)) as framed_ip, d.ipv6_prefix as framed_ipv6_prefix, d.ipv6_delegated as delegated_ipv6_prefix,
      coalesce(d.fixed, '{}') as fixed_addresses, x.mode as access_mode, x.reason as access_reason
    from subscriptions.subscription s
    join crm.account a on a.id = s.account_id
    join tariffs.plan p on p.id = s.plan_id
    left join lateral (select * from subscriptions.segment g where g.account_id = s.account_id and g.subscription_id = s.id
      order by (g.from_on <= ${today}) desc, case when g.from_on <= ${today} then g.from_on end desc, case when g.from_on <= ${today} then g.from_second end desc, g.from_on limit 1) g on true
    left join tariffs.plan_version v on v.plan_id = g.plan_id and v.version = g.plan_version
    left join tariffs.plan_version b on b.plan_id = g.bundle_plan_id and b.version = g.bundle_version
    left join lateral (select c.username from aaa.credential c where c.account_id = s.account_id and c.subscription_id = s.id and c.state = 'active' and c.kind = 'password'
      order by c.created_at limit 1) c on true
    left join aaa.access x on x.account_id = s.account_id and x.subscription_id = s.id
    left join lateral (select max(d.address) filter (where d.kind = 'ipv4') as ipv4, max(d.address::text) filter (where d.kind = 'ipv6-prefix') as ipv6_prefix,
        max(d.address::text) filter (where d.kind = 'ipv6-delegated') as ipv6_delegated, array_agg(d.kind) filter (where d.fixed) as fixed
      from aaa.assignment d where d.account_id = s.account_id and d.subscription_id = s.id and d.free_since is null) d on true
    where s.account_id = ${id}
    order by s.state = 'ended', s.created_at`.execute(tx);
  return rows;
};

const currentPeriod = (s: Known, today: Day): Period | undefined =>
  s.anchor_on && s.anchor_day && s.state !== 'ended' && s.state !== 'pending'
    ? periodContaining(
        { anchor_on: s.anchor_on, anchor_day: s.anchor_day },
        { unit: s.cycle_unit as Cycle['unit'], count: s.cycle_count },
        today,
      )
    : undefined;

const usedIn = async (
  tx: Tx,
  accountId: Id,
  subscriptionId: Id,
  zone: string,
  period: Period | undefined,
): Promise<bigint> => {
  if (!period) return 0n;
  const { rows } = await sql<{ octets: bigint }>`
    select coalesce(sum(u.input_octets + u.output_octets), 0)::bigint as octets from aaa.usage_quarter u
    where u.account_id = ${accountId} and u.subscription_id = ${subscriptionId}
      and u.quarter_at >= (${period.from}::date::timestamp at time zone ${zone}) and u.quarter_at < (${period.to}::date::timestamp at time zone ${zone})`.execute(
    tx,
  );
  return rows[0]?.octets ?? 0n;
};

const live = async (tx: Tx, id: Id): Promise<Live[]> => {
  const { rows } = await sql<Live>`
    select s.id, s.subscription_id, n.name as nas_name, s.username, host(s.framed_ip) as framed_ip, s.calling_station_id, s.nas_port_id,
      s.started_at, s.heard_at, s.input_octets, s.output_octets
    from aaa.session s join aaa.nas n on n.id = s.nas_id
    where s.account_id = ${id} and s.stopped_at is null order by s.started_at`.execute(tx);
  return rows;
};

/** What an account owes and has to its credit. */
export const balanceOf = async (tx: Tx, id: Id, today: Day): Promise<AccountPage['balance']> => {
  const { rows } = await sql<AccountPage['balance']>`
    select a.currency,
      coalesce((select sum(i.open_minor) from billing.invoice i where i.account_id = a.id and i.open_minor > 0), 0)::bigint as open_minor,
      coalesce((select sum(i.open_minor) from billing.invoice i where i.account_id = a.id and i.open_minor > 0 and i.due_on < ${today}), 0)::bigint as overdue_minor,
      coalesce((select sum(p.unallocated_minor) from payments.payment p where p.account_id = a.id and p.unallocated_minor > 0), 0)::bigint
        + coalesce((select sum(n.open_minor) from billing.credit_note n where n.account_id = a.id and n.open_minor > 0 and not n.to_refund), 0)::bigint as credit_minor,
      (select min(i.due_on) from billing.invoice i where i.account_id = a.id and i.open_minor > 0) as oldest_due_on
    from crm.account a where a.id = ${id}`.execute(tx);
  const row = rows[0];
  return row ?? { currency: 'XXX', open_minor: 0n, overdue_minor: 0n, credit_minor: 0n, oldest_due_on: null };
};

/** Who pays for an account, with what that owes, and how many it pays for. */
const paying = async (tx: Tx, id: Id, today: Day): Promise<Pick<AccountPage, 'payer' | 'pays_for'>> => {
  const { rows } = await sql<Omit<NonNullable<AccountPage['payer']>, 'open_minor' | 'overdue_minor'>>`
    select p.id, p.number, p.name from crm.account a join crm.account p on p.id = a.payer_id where a.id = ${id}`.execute(
    tx,
  );
  const [payer] = rows;
  const { rows: counted } = await sql<{ n: number }>`
    select count(*)::int as n from crm.account a where a.payer_id = ${id}`.execute(tx);
  const pays_for = counted[0]?.n ?? 0;
  if (payer === undefined) return { payer: null, pays_for };
  const { open_minor, overdue_minor } = await balanceOf(tx, payer.id, today);
  return { payer: { ...payer, open_minor, overdue_minor }, pays_for };
};

/** What an account's page shows first. An account that is not there has nothing. */
export const accountPage = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<AccountPage> => {
  const account = await ctx.tx.selectFrom('crm.account').select('zone').where('id', '=', id).executeTakeFirst();
  const today = dayIn(ctx.now, account?.zone ?? 'UTC');
  const sessions = Map.groupBy(await live(ctx.tx, id), (s) => s.subscription_id);
  const subscriptions: Service[] = [];
  for (const known of await services(ctx.tx, id, today)) {
    const period = currentPeriod(known, today);
    const used_bytes = await usedIn(ctx.tx, id, known.id, known.zone, period);
    const { from = null, to = null } = period ?? {};
    subscriptions.push({
      ...known,
      used_bytes,
      period_from: from,
      period_to: to,
      sessions: sessions.get(known.id) ?? [],
    });
  }
  return {
    subscriptions,
    balance: await balanceOf(ctx.tx, id, today),
    ...(await paying(ctx.tx, id, today)),
  };
};
