import type { Day, Id } from '@isp/values';
import { sql, type Tx } from '../kernel/db.ts';

/** A part as it is when something is planned for its bundle. */
interface PartAhead {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly plan_id: Id;
  readonly plan_version: number;
  readonly quantity: number;
  readonly from_on: Day;
  readonly known_on: Day;
  readonly anchor_on: Day;
  readonly anchor_day: number;
}

/** The parts of bundles, each bundle from a day on that is after whatever is planned for it, as they are then. */
export const partsAhead = async (
  tx: Tx,
  bundles: readonly {
    readonly account_id: Id;
    readonly subscription_id: Id;
    readonly from_on: Day;
    readonly known_on: Day;
  }[],
): Promise<PartAhead[]> => {
  const { rows } = await sql<PartAhead>`
    select s.account_id, s.id as subscription_id, g.plan_id, g.plan_version, g.quantity, b.from_on, b.known_on, g.anchor_on, g.anchor_day
    from unnest(${bundles.map((b) => b.account_id)}::uuid[], ${bundles.map((b) => b.subscription_id)}::uuid[], ${bundles.map((b) => b.from_on)}::date[], ${bundles.map((b) => b.known_on)}::date[])
      as b(account_id, bundle_id, from_on, known_on)
    join subscriptions.subscription s on s.account_id = b.account_id and s.parent_id = b.bundle_id and s.state <> 'ended' and (s.ended_on is null or s.ended_on > b.from_on)
    cross join lateral (select g.* from subscriptions.segment g where g.account_id = s.account_id and g.subscription_id = s.id order by g.from_on desc, g.from_second desc limit 1) g
    where g.bundle_plan_id is not null and g.from_on < b.from_on
    order by s.account_id, s.id`.execute(tx);
  return rows;
};
