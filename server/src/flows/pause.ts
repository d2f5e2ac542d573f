import { type Day, dayIn, type Id } from '@isp/values';
import { addNote, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import {
  addOnsOf,
  getSubscription,
  keepState,
  NotSuspendedByHand,
  pauseSubscription,
  resumeSubscription,
  type Subscription,
  suspendSubscription,
  unpauseSubscription,
} from '../subscriptions/index.ts';
import { versionNumbered } from '../tariffs/index.ts';
import { grantAccess } from './access.ts';
import { checkAlone, notBefore } from './add-ons.ts';
import { planNextBill } from './bill-period.ts';
import { segmentOn } from './bundle-parts.ts';
import type { PauseSubscription, SuspendSubscription, UnpauseSubscription } from './contract.ts';
import { checkStays } from './stays.ts';
import { withinAYear } from './within-a-year.ts';

type Known = Awaited<ReturnType<typeof getSubscription>>;

/** The network is told of a subscription and of what is on it. */
const grantBoth = async (ctx: Ctx, subscription: Subscription, zone: string, cause: string): Promise<void> => {
  await grantAccess(ctx, { ...subscription, zone }, cause);
  for (const child of await addOnsOf(ctx.tx, subscription)) await grantAccess(ctx, { ...child, zone }, cause);
};

const today = async (ctx: Ctx, id: Id) => {
  const subscription = await getSubscription(ctx, { id });
  const { zone } = await getAccount(ctx, { id: subscription.account_id });
  return { subscription, zone, on: dayIn(ctx.now, zone) };
};

/** Suspends a subscription by hand; its live session is walled in by the commit's jobs. */
export const suspendByHand = async (ctx: Ctx, { id, note }: SuspendSubscription): Promise<Subscription> => {
  const { subscription: before, zone, on } = await today(ctx, id);
  checkAlone(before);
  const subscription = await suspendSubscription(ctx, { id, reason: 'manual', on });
  for (const addOn of await addOnsOf(ctx.tx, before))
    await suspendSubscription(ctx, { id: addOn.id, reason: 'manual', on });
  await grantBoth(ctx, subscription, zone, note ?? 'suspended by staff');
  if (note !== null) await addNote(ctx, { account_id: subscription.account_id, body: `Suspended: ${note}` });
  return subscription;
};

/** Takes a suspension by hand back. Another reason, such as unpaid invoices, goes on holding. */
export const resumeByHand = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Subscription> => {
  const { subscription: before, zone, on } = await today(ctx, id);
  checkAlone(before);
  const subscription = await resumeSubscription(ctx, { id, reason: 'manual', on });
  if (!subscription) throw NotSuspendedByHand();
  for (const addOn of await addOnsOf(ctx.tx, before))
    await resumeSubscription(ctx, { id: addOn.id, reason: 'manual', on });
  await grantBoth(ctx, subscription, zone, 'resumed by staff');
  return subscription;
};

/** What its plan costs while it is paused, unless said; of a part nothing, as its bundle does. */
const holdFee = async (ctx: Ctx, subscription: Known, from_on: Day): Promise<bigint | null> => {
  const segment = segmentOn(subscription, from_on);
  if (segment === undefined || segment.bundle_plan_id !== null) return null;
  return (await versionNumbered(ctx, segment)).hold_fee_minor;
};

/** The add-ons rest on the same days, each for its own fee. */
const pauseAddOns = async (
  ctx: Ctx,
  parent: Known,
  { from_on, to_on, today: on }: { readonly from_on: Day; readonly to_on: Day | null; readonly today: Day },
): Promise<void> => {
  for (const each of await addOnsOf(ctx.tx, parent)) {
    const addOn = await getSubscription(ctx, each);
    const from = notBefore(from_on, addOn);
    if (to_on !== null && to_on <= from) continue;
    const hold_fee_minor = await holdFee(ctx, addOn, from);
    await pauseSubscription(ctx, { id: addOn.id, from_on: from, to_on, hold_fee_minor, today: on });
    await keepState(ctx, { id: addOn.id, on });
  }
};

/** Pauses a subscription as its customer wishes: from today, a day to come, or one that is past; until a day, or until somebody ends it. Its log-in and addresses stay its own. */
export const pause = async (ctx: Ctx, input: PauseSubscription): Promise<Subscription> => {
  const { id, note } = input;
  const { subscription, zone, on } = await today(ctx, id);
  checkAlone(subscription);
  checkStays(subscription);
  const from_on = withinAYear(input.from_on ?? on, on);
  const hold_fee_minor =
    input.hold_fee_minor === undefined ? await holdFee(ctx, subscription, from_on) : input.hold_fee_minor;
  await pauseSubscription(ctx, { id, from_on, to_on: input.to_on, hold_fee_minor, today: on });
  await pauseAddOns(ctx, subscription, { from_on, to_on: input.to_on, today: on });
  await planNextBill(ctx, subscription, on);
  const paused = await keepState(ctx, { id, on });
  await grantBoth(ctx, paused, zone, note ?? 'paused');
  if (note !== null) await addNote(ctx, { account_id: paused.account_id, body: `Paused: ${note}` });
  return paused;
};

/** Whether a pause of a subscription is ended or put off by a day, or taken back. */
const hasPauseFor = ({ pauses }: Known, on: Day, now: Day): boolean =>
  pauses.some(({ from_on, to_on }) => from_on >= on || to_on === null || on < to_on || now < to_on);

const unpauseAddOns = async (ctx: Ctx, parent: Known, on: Day, now: Day): Promise<void> => {
  for (const each of await addOnsOf(ctx.tx, parent)) {
    if (!hasPauseFor(await getSubscription(ctx, each), on, now)) continue;
    await unpauseSubscription(ctx, { id: each.id, on, today: now });
    await keepState(ctx, { id: each.id, on: now });
  }
};

/** Ends a pause, on a day; one that is planned only is taken back. */
export const unpause = async (ctx: Ctx, input: UnpauseSubscription): Promise<Subscription> => {
  const { id } = input;
  const { subscription, zone, on: now } = await today(ctx, id);
  checkAlone(subscription);
  checkStays(subscription);
  const on = withinAYear(input.on ?? now, now);
  await unpauseSubscription(ctx, { id, on, today: now });
  await unpauseAddOns(ctx, subscription, on, now);
  await planNextBill(ctx, subscription, now);
  const resumed = await keepState(ctx, { id, on: now });
  await grantBoth(ctx, resumed, zone, 'pause over');
  return resumed;
};
