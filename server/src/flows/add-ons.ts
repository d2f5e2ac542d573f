import { type Anchor, type Day, type Id, later } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addOnsOf, followParent, getSubscription, type Subscription } from '../subscriptions/index.ts';
import { goesOn, isCounted, isService, plansById, type Sellable, versionNumbered } from '../tariffs/index.ts';
import {
  AddOnsUnfit,
  FollowsParent,
  KindDiffers,
  NoAddOn,
  OneEach,
  ParentMissing,
  ParentUnfit,
  SoldAsCharge,
} from './faults.ts';

type Known = Awaited<ReturnType<typeof getSubscription>>;
type Sold = Pick<Sellable, 'kind' | 'code'>;

/** Refuses what cannot be subscribed to so: a charge, several connections by one log-in, an add-on on nothing, or a service on top of another. */
export const checkSold = (
  { kind, code }: Sold,
  asked: { readonly parent_id: Id | null; readonly quantity: number },
): void => {
  if (kind === 'one-time') throw SoldAsCharge({ code });
  if (kind === 'add-on' && asked.parent_id === null) throw ParentMissing({ code });
  if (kind !== 'add-on' && asked.parent_id !== null) throw NoAddOn({ code });
  if (asked.quantity > 1 && !isCounted(kind)) throw OneEach({ code });
};

const holding = ({ segments }: Known, on: Day) => segments.findLast(({ from_on }) => from_on <= on) ?? segments[0];

const misfit = (parent: Known, account_id: Id, start_on: Day): string | undefined => {
  const { state, parent_id, started_on, ended_on } = parent;
  if (parent.account_id !== account_id) return 'it is of another account';
  if (parent_id !== null) return 'it is an add-on or a part of a bundle itself';
  if (state === 'ended') return 'it has ended';
  if (started_on !== null && start_on < started_on) return `it begins on ${started_on}`;
  return ended_on !== null && start_on >= ended_on ? `it ends on ${ended_on}` : undefined;
};

/** The plan of a segment, and of a bundle the plans of its parts: what goes on one of them goes on it. */
const plansUnder = async (
  ctx: Ctx,
  of: { readonly plan_id: Id; readonly plan_version: number },
): Promise<readonly Id[]> => [of.plan_id, ...(await versionNumbered(ctx, of)).parts.map(({ plan_id }) => plan_id)];

/** Refuses an add-on that does not go on a subscription from a day on; gives where the periods of both begin. */
export const checkParent = async (
  ctx: Ctx,
  addOn: Sellable,
  parent: Known,
  { account_id, start_on }: { readonly account_id: Id; readonly start_on: Day },
): Promise<Anchor> => {
  const { code } = addOn;
  const segment = holding(parent, start_on);
  const why = misfit(parent, account_id, start_on);
  if (why !== undefined || segment === undefined) throw ParentUnfit({ code, why: why ?? 'it has no plan' });
  if (!(await plansUnder(ctx, segment)).some((id) => goesOn(addOn, id)))
    throw ParentUnfit({ code, why: 'it does not go on the plan that it has then' });
  const { anchor_on, anchor_day } = segment;
  return { anchor_on, anchor_day };
};

/** Has a new add-on rest and end with its parent. */
export const followNow = async (
  ctx: Ctx,
  addOn: Subscription,
  { hold_fee_minor, today }: { readonly hold_fee_minor: bigint | null; readonly today: Day },
): Promise<Subscription> => {
  if (addOn.parent_id === null) return addOn;
  const parent = await getSubscription(ctx, { id: addOn.parent_id });
  return followParent(ctx, { addOn, parent, hold_fee_minor, today });
};

/** Refuses what an add-on does only with its parent. */
export const checkAlone = ({ parent_id }: Pick<Subscription, 'parent_id'>): void => {
  if (parent_id !== null) throw FollowsParent();
};

/** The plans of what is on a subscription, without those of the parts of a bundle. */
const addOnPlans = async (ctx: Ctx, subscription: Pick<Subscription, 'account_id' | 'id'>) => {
  const ids = new Set<Id>();
  for (const { id } of await addOnsOf(ctx.tx, subscription)) {
    const { segments, plan_id } = await getSubscription(ctx, { id });
    if ((segments.at(-1)?.bundle_plan_id ?? null) === null) ids.add(plan_id);
  }
  return ids.size === 0 ? [] : plansById(ctx.tx, [...ids]);
};

/** Refuses a change to a plan of another kind, or one that does not go with the parent or the add-ons a subscription has. */
export const checkChange = async (
  ctx: Ctx,
  subscription: Pick<Subscription, 'account_id' | 'id' | 'plan_id' | 'parent_id'>,
  to: Sellable,
): Promise<void> => {
  const { code, kind } = to;
  const isAddOn = subscription.parent_id !== null;
  const [from] = await plansById(ctx.tx, [subscription.plan_id]);
  const isFit = from?.kind === 'bundle' ? kind === 'bundle' : isService(kind);
  if (isAddOn ? kind !== 'add-on' : !isFit) throw KindDiffers({ code, kind });
  if (subscription.parent_id !== null) {
    const parent = await getSubscription(ctx, { id: subscription.parent_id });
    if (!goesOn(to, parent.plan_id)) throw ParentUnfit({ code, why: 'it does not go on the plan that it has' });
    return;
  }
  const plans = await addOnPlans(ctx, subscription);
  const under = [to.plan_id, ...to.parts.map(({ plan_id }) => plan_id)];
  const unfit = plans.filter((plan) => !under.some((id) => goesOn(plan, id)));
  if (unfit.length > 0) throw AddOnsUnfit({ code, add_ons: unfit.map(({ name }) => name).sort() });
};

/** A day, or the first day of an add-on that began after it. */
export const notBefore = (on: Day, { started_on }: Pick<Subscription, 'started_on'>): Day =>
  started_on === null ? on : later(on, started_on);
