import {
  type Anchor,
  anchorFromBillingDay,
  type Cycle,
  currency as currencyOf,
  type Day,
  type Decimal,
  dayIn,
  type Id,
  minorToDecimal,
  nextBoundary,
  secondIn,
} from '@isp/values';
import { type ChangeDirection, changeDirection } from '../billing/index.ts';
import { type Account, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { beginContract, getSubscription, keepState, type Subscription, schedulePlan } from '../subscriptions/index.ts';
import { isCounted, type PlanVersion, plansById, sellableVersion, versionNumbered } from '../tariffs/index.ts';
import { grantAccess } from './access.ts';
import { checkChange, notBefore } from './add-ons.ts';
import { planNextBill } from './bill-period.ts';
import { childrenOn, isPartOn } from './bundle-parts.ts';
import { checkArea } from './check-area.ts';
import type { ChangePlan } from './contract.ts';
import { CurrencyDiffers, OneEach, PartOfBundle } from './faults.ts';
import { fitParts } from './fit-parts.ts';
import { followPriceChanges } from './follow-price-changes.ts';
import { checkStays } from './stays.ts';
import { withinAYear } from './within-a-year.ts';

type Known = Awaited<ReturnType<typeof getSubscription>>;
type Segment = Known['segments'][number];

const cycleOf = (version: PlanVersion): Cycle => ({ unit: version.cycle_unit, count: version.cycle_count });

interface Terms {
  readonly version: PlanVersion;
  readonly price_minor: bigint;
  readonly quantity: number;
  readonly own_price: boolean;
}

/** The segment that holds on a day, or is the first to, with its version. */
const holding = async (ctx: Ctx, { id, segments }: Known, on: Day): Promise<Segment & Terms> => {
  const segment = segments.findLast(({ from_on }) => from_on <= on) ?? segments[0];
  if (segment === undefined) throw new Error(`subscription ${id} has no segment`);
  return { ...segment, version: await versionNumbered(ctx, segment) };
};

const directionOf = (from: Terms, to: Terms): ChangeDirection => {
  const priced = ({ price_minor, quantity, version }: Terms) => ({
    unit_price: minorToDecimal(price_minor, currencyOf(version.currency)),
    quantity: `${quantity}` as Decimal,
    cycle: cycleOf(version),
  });
  return changeDirection(priced(from), priced(to));
};

/** The first day of the next period; today when a period begins today that is not billed yet. */
const periodEnd = (subscription: Known, segment: Segment, version: PlanVersion, today: Day): Day => {
  const { settled_to } = subscription;
  if (settled_to === null || settled_to === today) return today;
  return nextBoundary(segment, cycleOf(version), today);
};

/** Where the periods of the new plan begin: as they did, from a day of the month that is named, or anew at the billing day before the change. */
const anchorOf = (segment: Segment, input: ChangePlan, from_on: Day): Anchor => {
  const { anchor_on, anchor_day } = segment;
  if (input.anchor_day !== undefined) return anchorFromBillingDay(input.anchor_day, from_on);
  return input.periods === 'anew' ? anchorFromBillingDay(anchor_day, from_on) : { anchor_on, anchor_day };
};

interface Asked {
  readonly input: ChangePlan;
  readonly subscription: Known;
}

/** What the subscription is to have from a day on: of the plan it has then, the version and the price it has then, unless the newest is asked for. */
const termsAsked = async (ctx: Ctx, { input, subscription }: Asked, now: Segment & Terms, on: Day): Promise<Terms> => {
  const { price_override_minor: own, plan_id = now.plan_id, quantity = now.quantity } = input;
  const isKept = plan_id === now.plan_id && input.terms !== 'newest';
  if (quantity > 1) await checkCounted(ctx, plan_id);
  const own_price = own !== undefined || (isKept && now.own_price);
  if (isKept) return { version: now.version, price_minor: own ?? now.price_minor, quantity, own_price };
  const version = await sellableVersion(ctx, plan_id, on);
  if (plan_id !== now.plan_id) await checkChange(ctx, subscription, version);
  return { version, price_minor: own ?? version.price_minor, quantity, own_price };
};

/** Another contract begins, by the terms of a version; of one that binds nobody, none is left. */
const renewContract = async (
  ctx: Ctx,
  { account_id, id }: Known,
  version: PlanVersion,
  from_on: Day,
): Promise<void> => {
  const { plan_id, version: plan_version } = version;
  await beginContract(ctx, { account_id, subscription_id: id, from_on, plan_id, plan_version });
};

const checkCounted = async (ctx: Ctx, planId: Id): Promise<void> => {
  const [plan] = await plansById(ctx.tx, [planId]);
  if (plan && !isCounted(plan.kind)) throw OneEach(plan);
};

/** Another billing day is also that of the add-ons that had the same, so that they stay on one invoice. */
const moveAddOns = async (ctx: Ctx, { input, subscription }: Asked, now: Segment, from_on: Day): Promise<void> => {
  const { anchor_day } = input;
  if (anchor_day === undefined || subscription.parent_id !== null) return;
  for (const addOn of (await childrenOn(ctx, subscription, from_on)).addOns) {
    const on = notBefore(from_on, addOn);
    const has = addOn.segments.findLast((each) => each.from_on <= on);
    if (has?.anchor_on === now.anchor_on && has.anchor_day === now.anchor_day)
      await changePlan(ctx, { id: addOn.id, on, anchor_day });
  }
};

/** Another plan is sold where the account is, or somebody says why all the same. */
const soldTo = async (
  ctx: Ctx,
  account: Account,
  now: Pick<Segment, 'plan_id'>,
  { plan_id, parts }: PlanVersion,
  { out_of_area }: ChangePlan,
): Promise<{ readonly out_of_area?: string | null }> => {
  if (plan_id === now.plan_id) return {};
  const always = parts.filter(({ optional }) => !optional).map((part) => part.plan_id);
  return { out_of_area: await checkArea(ctx, account, [plan_id, ...always], out_of_area) };
};

/** Changes what a subscription has: plan, price, quantity or billing day; on the day its plan's rules say, or the one that is asked for. One that begins by today takes effect at once. */
export const changePlan = async (ctx: Ctx, input: ChangePlan): Promise<Subscription> => {
  const subscription = await getSubscription(ctx, input);
  checkStays(subscription);
  const account = await getAccount(ctx, { id: subscription.account_id });
  const { zone } = account;
  const today = dayIn(ctx.now, zone);
  if (isPartOn(subscription, input.on ?? today)) throw PartOfBundle();
  const now = await holding(ctx, subscription, today);
  const of = { input, subscription };
  const asked = await termsAsked(ctx, of, now, input.on ?? today);
  if (asked.version.currency !== subscription.currency)
    throw CurrencyDiffers({ account: subscription.currency, other: asked.version.currency });
  const direction = directionOf(now, asked);
  const policy = input.when ?? (direction === 'downgrade' ? now.version.downgrade : now.version.upgrade);
  const from_on = withinAYear(
    input.on ?? (policy === 'now' ? today : periodEnd(subscription, now, now.version, today)),
    today,
  );
  const then = from_on > today ? await holding(ctx, subscription, from_on) : now;
  const { version, ...price } = from_on > today ? await termsAsked(ctx, of, then, from_on) : asked;
  const bySecond = [version, now.version].some(({ proration }) => proration === 'second');
  const sold = await soldTo(ctx, account, then, version, input);
  const place = { from_on, from_second: bySecond && from_on === today ? secondIn(ctx.now, zone) : 0 };
  await schedulePlan(ctx, {
    id: input.id,
    plan_id: version.plan_id,
    plan_version: version.version,
    ...price,
    ...sold,
    ...place,
    ...anchorOf(then, input, from_on),
    today,
  });
  if (version.parts.length > 0) await fitParts(ctx, subscription, place);
  await moveAddOns(ctx, of, now, from_on);
  if (input.contract === 'renewed') await renewContract(ctx, subscription, version, from_on);
  await followPriceChanges(ctx, { id: input.id, plan_id: version.plan_id });
  await planNextBill(ctx, subscription, today);
  if (from_on > today) return getSubscription(ctx, input);
  await keepState(ctx, { id: input.id, on: today });
  await grantAccess(ctx, { ...subscription, zone }, 'plan changed');
  return getSubscription(ctx, input);
};
