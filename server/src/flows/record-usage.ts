import { addMs, dayIn, type Id, type Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { type Meter, metersNamed, type Placed, placeRecord, type Recorded, recordUsage } from '../metering/index.ts';
import {
  earlierServices,
  type MeteredSubscription,
  meteredSubscriptions,
  servicesNamed,
} from '../views/metered-services.ts';
import type { NewUsageRecord, RecordUsage } from './contract/usage.ts';

/** How far the clocks of those who tell may be ahead of ours. */
const AHEAD_MS = 3_600_000;

interface Known {
  readonly meters: ReadonlyMap<string, Meter>;
  /** By what records say. */
  readonly services: ReadonlyMap<string, MeteredSubscription>;
  readonly byId: ReadonlyMap<Id, MeteredSubscription>;
  /** Records of after this are refused. */
  readonly latest: Instant;
}

/** Whose it was at a moment: use of before a subscription went to another account is of the one it went on from. */
const ownerAt = (known: Known, of: MeteredSubscription, at: Instant): MeteredSubscription => {
  const { transferred_from, transferred_at } = of;
  const before = transferred_from === null ? undefined : known.byId.get(transferred_from);
  const isBefore = transferred_at === null || at < transferred_at;
  return before !== undefined && isBefore ? ownerAt(known, before, at) : of;
};

const place = (known: Known, record: NewUsageRecord): Placed => {
  const { meters, services, latest } = known;
  const meter = meters.get(record.meter);
  if (meter === undefined) return { refused: `there is no meter ${record.meter}` };
  const named = services.get(record.subscription);
  if (named === undefined)
    return { refused: `no subscription has the id, number or log-in name ${record.subscription}` };
  const service = ownerAt(known, named, record.used_at);
  if (record.used_at > latest) return { refused: `${record.used_at} is still to come` };
  const placed = placeRecord(service, meter.code, dayIn(record.used_at, service.zone));
  if (!placed.ok) return { refused: placed.reason };
  const { external_id, used_at, quantity, attributes = null } = record;
  const of = { account_id: service.account_id, subscription_id: service.id, meter_id: meter.id };
  return { ...of, external_id, used_at, quantity, attributes, ...placed.value };
};

/** Records use: finds out whose it is and by which day it is billed, while no bill of theirs is made. What becomes of each, in their order. */
export const recordAll = async (ctx: Ctx, records: readonly NewUsageRecord[]): Promise<Recorded[]> => {
  const meters = await metersNamed(ctx.tx, [...new Set(records.map(({ meter }) => meter))]);
  const named = await servicesNamed(ctx.tx, [...new Set(records.map(({ subscription }) => subscription))]);
  const byId = await meteredSubscriptions(ctx.tx, [...named, ...(await earlierServices(ctx.tx, named))]);
  const services = new Map(
    named.flatMap(({ named: name, subscription_id }) => {
      const service = byId.get(subscription_id);
      return service === undefined ? [] : [[name, service] as const];
    }),
  );
  const known: Known = { meters, services, byId, latest: addMs(ctx.now, AHEAD_MS) };
  return recordUsage(
    ctx,
    records.map((record) => place(known, record)),
  );
};

/** How many of them came to what. */
export const countOutcomes = (results: readonly Recorded[]) => {
  const count = (wanted: Recorded['outcome']) => results.filter(({ outcome }) => outcome === wanted).length;
  return { recorded: count('recorded'), duplicates: count('duplicate'), refused: count('refused') };
};

/** Records use as an integration tells it. */
export const tellUsage = async (ctx: Ctx, { records }: RecordUsage) => {
  const results = await recordAll(ctx, records);
  return {
    ...countOutcomes(results),
    results: results.map((result, i) => ({ ...result, external_id: records[i]?.external_id ?? '' })),
  };
};
