import { type Day, dayIn, type Id } from '@isp/values';
import { addNote, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import {
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
import { planNextBill } from './bill-period.ts';
import type { PauseSubscription, SuspendSubscription, UnpauseSubscription } from './contract.ts';
import { withinAYear } from './within-a-year.ts';

const today = async (ctx: Ctx, id: Id) => {
  const subscription = await getSubscription(ctx, { id });
  const { zone } = await getAccount(ctx, { id: subscription.account_id });
  return { subscription, zone, on: dayIn(ctx.now, zone) };
};

/** Suspends a subscription by hand; its live session is walled in by the commit's jobs. */
export const suspendByHand = async (ctx: Ctx, { id, note }: SuspendSubscription): Promise<Subscription> => {
  const { zone, on } = await today(ctx, id);
  const subscription = await suspendSubscription(ctx, { id, reason: 'manual', on });
  await grantAccess(ctx, { ...subscription, zone }, note ?? 'suspended by staff');
  if (note !== null) await addNote(ctx, { account_id: subscription.account_id, body: `Suspended: ${note}` });
  return subscription;
};

/** Takes a suspension by hand back. Another reason, such as unpaid invoices, goes on holding. */
export const resumeByHand = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Subscription> => {
  const { zone, on } = await today(ctx, id);
  const subscription = await resumeSubscription(ctx, { id, reason: 'manual', on });
  if (!subscription) throw NotSuspendedByHand();
  await grantAccess(ctx, { ...subscription, zone }, 'resumed by staff');
  return subscription;
};

/** What its plan costs while it is paused, unless said. */
const holdFee = async (
  ctx: Ctx,
  subscription: Awaited<ReturnType<typeof getSubscription>>,
  from_on: Day,
): Promise<bigint | null> => {
  const segment = subscription.segments.findLast((each) => each.from_on <= from_on) ?? subscription.segments[0];
  return segment === undefined ? null : (await versionNumbered(ctx, segment)).hold_fee_minor;
};

/** Pauses a subscription as its customer wishes: from today, a day to come, or one that is past; until a day, or until somebody ends it. Its log-in and addresses stay its own. */
export const pause = async (ctx: Ctx, input: PauseSubscription): Promise<Subscription> => {
  const { id, note } = input;
  const { subscription, zone, on } = await today(ctx, id);
  const from_on = withinAYear(input.from_on ?? on, on);
  const hold_fee_minor =
    input.hold_fee_minor === undefined ? await holdFee(ctx, subscription, from_on) : input.hold_fee_minor;
  await pauseSubscription(ctx, { id, from_on, to_on: input.to_on, hold_fee_minor, today: on });
  await planNextBill(ctx, subscription, on);
  const paused = await keepState(ctx, { id, on });
  await grantAccess(ctx, { ...paused, zone }, note ?? 'paused');
  if (note !== null) await addNote(ctx, { account_id: paused.account_id, body: `Paused: ${note}` });
  return paused;
};

/** Ends a pause, on a day; one that is planned only is taken back. */
export const unpause = async (ctx: Ctx, input: UnpauseSubscription): Promise<Subscription> => {
  const { id } = input;
  const { subscription, zone, on: now } = await today(ctx, id);
  await unpauseSubscription(ctx, { id, on: withinAYear(input.on ?? now, now), today: now });
  await planNextBill(ctx, subscription, now);
  const resumed = await keepState(ctx, { id, on: now });
  await grantAccess(ctx, { ...resumed, zone }, 'pause over');
  return resumed;
};
