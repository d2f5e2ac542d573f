import { dayIn, type Id } from '@isp/values';
import { settleDunning } from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { resumeSubscription, runningOf, suspendSubscription } from '../subscriptions/index.ts';
import { grantAccess } from './access.ts';

/** Dunning asks for suspension. A payment may have come in since: what is owed now decides. */
export const suspendIfOwing = async (ctx: Ctx, accountId: Id): Promise<void> => {
  const { zone } = await getAccount(ctx, { id: accountId });
  const { suspend } = await settleDunning(ctx, accountId, dayIn(ctx.now, zone));
  if (suspend) await suspendUnpaid(ctx, accountId);
};

/** Every running subscription of the account is suspended for not paying, and its live sessions are walled in. */
export const suspendUnpaid = async (ctx: Ctx, accountId: Id): Promise<void> => {
  const { zone } = await getAccount(ctx, { id: accountId });
  const on = dayIn(ctx.now, zone);
  for (const running of await runningOf(ctx.tx, accountId)) {
    const subscription = await suspendSubscription(ctx, { id: running.id, reason: 'unpaid', on });
    await grantAccess(ctx, { ...subscription, zone }, 'unpaid invoices');
  }
};

/** The debt is gone: what was suspended for it comes back, in the transaction of the payment. */
export const restorePaid = async (ctx: Ctx, accountId: Id): Promise<void> => {
  const { zone } = await getAccount(ctx, { id: accountId });
  const on = dayIn(ctx.now, zone);
  for (const running of await runningOf(ctx.tx, accountId)) {
    const subscription = await resumeSubscription(ctx, { id: running.id, reason: 'unpaid', on });
    if (subscription) await grantAccess(ctx, { ...subscription, zone }, 'paid');
  }
};
