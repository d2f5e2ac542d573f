import { dayIn, type Id } from '@isp/values';
import { addNote, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import {
  getSubscription,
  NotSuspendedByHand,
  resumeSubscription,
  type Subscription,
  suspendSubscription,
} from '../subscriptions/index.ts';
import { grantAccess } from './access.ts';
import type { SuspendSubscription } from './contract.ts';

const today = async (ctx: Ctx, id: Id) => {
  const { account_id } = await getSubscription(ctx, { id });
  const { zone } = await getAccount(ctx, { id: account_id });
  return { zone, on: dayIn(ctx.now, zone) };
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
