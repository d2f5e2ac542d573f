import { addDays, type Day, dayIn, type Id } from '@isp/values';
import { checkPools } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { takenBack } from '../kernel/db.ts';
import { addJobs } from '../kernel/queue.ts';
import { checkMeters } from '../metering/index.ts';
import { openPriceChange, type PriceChangePreview } from '../subscriptions/index.ts';
import {
  type Plan,
  type PlanVersion,
  type PublishVersion,
  publishVersion,
  type Running,
  sameParts,
} from '../tariffs/index.ts';
import { affectedSums, type NewPrice } from '../views/affected.ts';
import { NoOlderVersion, PartsDiffer, PriceChangeTooSoon } from './faults.ts';

type Published = Plan & { versions: PlanVersion[] };

/** Where a day begins first. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

/** Nobody's period of today changes. */
const refuseTooSoon = (ctx: Ctx, effective_on: Day): void => {
  const earliest = addDays(dayIn(ctx.now, EARLIEST_ZONE), 1);
  if (effective_on < earliest) throw PriceChangeTooSoon({ earliest });
};

interface Change extends NewPrice {
  readonly version: PlanVersion;
  readonly currency: string;
}

/** The newest version of a plan as what running subscriptions by older ones are to get. */
const changeOf = (ctx: Ctx, { versions }: Published, running: Running): Change => {
  const version = versions.at(-1) as PlanVersion;
  const { plan_id, price_minor, currency, cycle_unit, cycle_count, effective_from: effective_on } = version;
  refuseTooSoon(ctx, effective_on);
  const up_to_version = running.up_to_version ?? version.version - 1;
  if (up_to_version >= version.version) throw NoOlderVersion({ version: up_to_version, newest: version.version - 1 });
  const other = versions.find((each) => each.version <= up_to_version && !sameParts(each.parts, version.parts));
  if (other) throw PartsDiffer({ version: other.version });
  const { own_prices } = running;
  return {
    version,
    plan_id,
    price_minor,
    currency,
    cycle_unit,
    cycle_count,
    effective_on,
    up_to_version,
    own_prices,
  };
};

/** What of a version the network is told. */
const toldOf = (version: PlanVersion): string =>
  JSON.stringify(
    [
      version.rate_down_kbps,
      version.rate_up_kbps,
      version.included_bytes,
      version.overage_unit_bytes,
      version.overage_unit_price_minor,
      version.session_timeout_s,
      version.simultaneous,
      version.ipv4_pool,
      version.ipv6_prefix_pool,
      version.ipv6_delegated_pool,
      version.limits,
      version.fair_use,
      version.hours,
      version.rollover,
    ],
    (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
  );

const keepsAccess = ({ versions }: Published, { version, up_to_version, own_prices }: Change): boolean =>
  own_prices === 'kept' &&
  versions.every((older) => older.version > up_to_version || toldOf(older) === toldOf(version));

/** Gives a plan new terms from a day on; the pools and meters they name have to be there. With `running`, running subscriptions get them too, each with a period of its own: that is planned in the background. */
export const publishTerms = async (
  ctx: Ctx,
  input: PublishVersion,
): Promise<Published & { readonly price_change_id: Id | null }> => {
  await checkPools(ctx, input);
  const plan = await publishVersion(ctx, input);
  await checkMeters(ctx, input.meter_charges, plan.current.currency);
  if (input.running === undefined) return { ...plan, price_change_id: null };
  const change = changeOf(ctx, plan, input.running);
  const { plan_id, up_to_version, own_prices, effective_on } = change;
  const { subscriptions: due } = await affectedSums(ctx.tx, change, ctx.now);
  const { id } = await openPriceChange(ctx, {
    plan_id,
    plan_version: change.version.version,
    up_to_version,
    own_prices,
    effective_on,
    keeps_access: keepsAccess(plan, change),
    due,
  });
  await addJobs(ctx.tx, [
    { task: 'flows.price-change', key: `flows.price-change:${id}`, payload: { price_change_id: id } },
  ]);
  return { ...plan, price_change_id: id };
};

/** Whom new terms would hit, and by how much, if running subscriptions got them: they are published, looked at, and taken back. */
export const previewTerms = async (ctx: Ctx, input: PublishVersion): Promise<PriceChangePreview> => {
  await checkPools(ctx, input);
  return takenBack(ctx.tx, async () => {
    const running = input.running ?? { own_prices: 'kept' as const };
    const change = changeOf(ctx, await publishVersion(ctx, input), running);
    return affectedSums(ctx.tx, change, ctx.now);
  });
};
