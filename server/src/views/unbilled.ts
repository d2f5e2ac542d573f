import type { Id, Instant } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';

/** A subscription or a voucher, its account's zone, and since when its use is still to be billed; null when none of it is. */
export interface UnbilledUse {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly zone: string;
  readonly unbilled_at: Instant | null;
}

/**
 * Up to `limit` subscriptions, and vouchers that were used, after a key, in order, each with the beginning of its oldest period of use that has no invoice line: of a plan whose use is charged, for as long as anything is
 * to be billed.
 */
export const unbilledAfter = async (
  tx: Tx,
  after: Pick<UnbilledUse, 'account_id' | 'subscription_id'>,
  limit: number,
): Promise<UnbilledUse[]> => {
  const { rows } = await sql<UnbilledUse>`
    select s.account_id, s.id as subscription_id, a.zone, (u.from_on::timestamp at time zone a.zone) as unbilled_at
    from ((select account_id, id, started_on, next_bill_on, usage_to from subscriptions.subscription where (account_id, id) > (${after.account_id}::uuid, ${after.subscription_id}::uuid)
        order by account_id, id limit ${limit})
      union all
      (select account_id, id, null, null, null from aaa.voucher where first_used_at is not null and (account_id, id) > (${after.account_id}::uuid, ${after.subscription_id}::uuid)
        order by account_id, id limit ${limit})
      order by account_id, id limit ${limit}) s
    join crm.account a on a.id = s.account_id
    left join lateral (
      select min(m.from_on) as from_on from (
        select greatest(g.from_on, s.started_on, s.usage_to) as from_on, lead(g.from_on) over (order by g.from_on, g.from_second) as stop_on,
          v.included_bytes is not null and v.overage_unit_bytes is not null as metered
        from subscriptions.segment g join tariffs.plan_version v on v.plan_id = g.plan_id and v.version = g.plan_version
        where g.account_id = s.account_id and g.subscription_id = s.id) m
      where m.metered and (m.stop_on is null or m.stop_on > m.from_on)) u on s.next_bill_on is not null
    order by s.account_id, s.id`.execute(tx);
  return rows;
};
