import { type Day, dayIn, type Id } from '@isp/values';
import type { Account } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription, keepState, type Subscription, schedulePlan } from '../subscriptions/index.ts';
import { type PlanVersion, plansById, sellableVersion, versionNumbered } from '../tariffs/index.ts';
import { grantAccess } from './access.ts';
import { notBefore } from './add-ons.ts';
import { planNextBill } from './bill-period.ts';
import { accountOf, childrenOn, type Known, segmentOn } from './bundle-parts.ts';
import type { DissolveBundle } from './contract/bundles.ts';
import { endOn } from './end-on.ts';
import { BundleHasAddOns, NoBundle } from './faults.ts';
import { followPriceChanges } from './follow-price-changes.ts';
import { checkWaives } from './terminate.ts';
import { withinAYear } from './within-a-year.ts';

/** The terms a part goes on by: those its plan is sold by on that day, or, when it is no longer sold, those it has. */
const ownTerms = async (ctx: Ctx, has: NonNullable<ReturnType<typeof segmentOn>>, on: Day): Promise<PlanVersion> => {
  const [plan] = await plansById(ctx.tx, [has.plan_id]);
  return plan?.state === 'retired' ? versionNumbered(ctx, has) : sellableVersion(ctx, has.plan_id, on);
};

const leave = async (ctx: Ctx, account: Account, part: Known, asked: Day): Promise<void> => {
  const today = dayIn(ctx.now, account.zone);
  const on = notBefore(asked, part);
  const has = segmentOn(part, on);
  if (has === undefined) return;
  const { plan_id, version: plan_version, price_minor } = await ownTerms(ctx, has, on);
  const { quantity, anchor_on, anchor_day } = has;
  const terms = { plan_id, plan_version, price_minor, quantity, own_price: false, anchor_on, anchor_day };
  await schedulePlan(ctx, { ...terms, id: part.id, from_on: on, from_second: 0, today });
  await followPriceChanges(ctx, { id: part.id, plan_id });
  await planNextBill(ctx, part, today);
  if (on > today) return;
  await keepState(ctx, { id: part.id, on: today });
  await grantAccess(ctx, { ...part, zone: account.zone }, 'bundle dissolved');
};

const namesOf = async (ctx: Ctx, addOns: readonly Known[]): Promise<string[]> => {
  const ids = new Set<Id>(addOns.map(({ plan_id }) => plan_id));
  return (await plansById(ctx.tx, [...ids])).map(({ name }) => name).sort();
};

/** Ends a bundle on a day and lets its parts go on by themselves, each with its log-in and periods, at the price its own plan has then. An end within its contract costs its fee, unless somebody who may waives it. */
export const dissolveBundle = async (ctx: Ctx, { id, on: asked, waive_fee }: DissolveBundle): Promise<Subscription> => {
  checkWaives(ctx, waive_fee);
  const bundle = await getSubscription(ctx, { id });
  const account = await accountOf(ctx, bundle);
  const today = dayIn(ctx.now, account.zone);
  const on = withinAYear(asked ?? today, today);
  const { parts, addOns } = await childrenOn(ctx, bundle, on);
  const going = parts.filter(({ ended_on }) => ended_on === null || ended_on > on || ended_on === bundle.ended_on);
  if (going.length === 0) throw NoBundle();
  if (addOns.length > 0) throw BundleHasAddOns({ add_ons: await namesOf(ctx, addOns) });
  for (const part of going) {
    if (part.ended_on !== null)
      await endOn(ctx, { id: part.id, ended_on: null, zone: account.zone, waive_fee: undefined });
    await leave(ctx, account, part, on);
  }
  await endOn(ctx, { id, ended_on: on, zone: account.zone, waive_fee });
  return getSubscription(ctx, { id });
};
