import { type Day, dayIn, later } from '@isp/values';
import type { Account } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription, lockSubscription, type Subscription } from '../subscriptions/index.ts';
import { versionNumbered } from '../tariffs/index.ts';
import { childrenOn, type Known, segmentOn, startPart } from './bundle-parts.ts';
import { checkArea } from './check-area.ts';
import type { Connected } from './connect.ts';
import type { Subscribe } from './contract.ts';
import { BundleUnfit, PartUnfit } from './faults.ts';
import { startDay } from './start-day.ts';

/** The bundle whose version, on the day that is asked for, names the plan that is to be added to it. */
export const bundleJoined = async (ctx: Ctx, input: Subscribe, today: Day): Promise<Known | undefined> => {
  if (input.parent_id === null) return undefined;
  await lockSubscription(ctx.tx, input.parent_id);
  const parent = await getSubscription(ctx, { id: input.parent_id });
  const segment = segmentOn(parent, input.start_on ?? today);
  if (segment === undefined) return undefined;
  const { parts } = await versionNumbered(ctx, segment);
  return parts.some(({ plan_id }) => plan_id === input.plan_id) ? parent : undefined;
};

/** Why a part cannot be added to a bundle from a day on. */
const misfit = async (ctx: Ctx, bundle: Known, plan_id: string, on: Day): Promise<string | undefined> => {
  const { state, started_on, ended_on } = bundle;
  if (state === 'ended') return 'the bundle has ended';
  if (started_on !== null && on < started_on) return `the bundle begins on ${started_on}`;
  if (ended_on !== null && on >= ended_on) return `the bundle ends on ${ended_on}`;
  const { parts } = await childrenOn(ctx, bundle, on);
  const goesOn = parts.some((part) => segmentOn(part, on)?.plan_id === plan_id && (part.ended_on ?? on) >= on);
  return goesOn ? 'the bundle has it already' : undefined;
};

/** Adds an optional part to a bundle that runs: with its periods, at the price the bundle says. */
export const joinBundle = async (
  ctx: Ctx,
  account: Account,
  bundle: Known,
  input: Subscribe,
): Promise<Connected & { readonly subscription: Subscription }> => {
  const { plan_id, quantity, price_override_minor, coupon, anchor_day, anchor_on } = input;
  if (bundle.account_id !== account.id) throw PartUnfit({ code: plan_id, why: 'the bundle is of another account' });
  if (quantity > 1 || price_override_minor !== null || (coupon ?? anchor_day ?? anchor_on) !== undefined)
    throw BundleUnfit({ why: 'how many there are of a part, at what price and by which periods, is the bundle’s' });
  const today = dayIn(ctx.now, account.zone);
  const start_on = startDay(input.start_on ?? later(today, bundle.started_on ?? today), today);
  await checkArea(ctx, account, [plan_id], input.out_of_area);
  const why = await misfit(ctx, bundle, plan_id, start_on);
  if (why !== undefined) throw PartUnfit({ code: plan_id, why });
  const started = await startPart(ctx, { account, bundle, plan_id, start_on, asked: input });
  const { username, generated_password, framed_ip } = started;
  const subscription = await getSubscription(ctx, { id: started.subscription_id });
  return { subscription, username, generated_password, framed_ip };
};
