import { dayIn, type Id } from '@isp/values';
import { dunnedOf, settleDunning } from '../billing/index.ts';
import { type Account, getAccount, paidFor } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { resumeSubscription, runningOf, suspendSubscription } from '../subscriptions/index.ts';
import { grantAccess } from './access.ts';

/** Dunning asks for suspension. A payment may have come in since: what is owed now decides. */
export const suspendIfOwing = async (ctx: Ctx, accountId: Id): Promise<void> => {
  const { zone } = await getAccount(ctx, { id: accountId });
  const { suspend } = await settleDunning(ctx, accountId, dayIn(ctx.now, zone));
  if (suspend) await suspendUnpaid(ctx, accountId);
};

type Payer = Pick<Account, 'id' | 'zone'>;

const suspendServices = async (ctx: Ctx, accountId: Id, zone: string): Promise<void> => {
  const on = dayIn(ctx.now, zone);
  for (const running of await runningOf(ctx.tx, accountId)) {
    const subscription = await suspendSubscription(ctx, { id: running.id, reason: 'unpaid', on });
    await grantAccess(ctx, { ...subscription, zone }, 'unpaid invoices');
  }
};

const restoreServices = async (ctx: Ctx, accountId: Id, zone: string): Promise<void> => {
  const on = dayIn(ctx.now, zone);
  for (const running of await runningOf(ctx.tx, accountId)) {
    const subscription = await resumeSubscription(ctx, { id: running.id, reason: 'unpaid', on });
    if (subscription) await grantAccess(ctx, { ...subscription, zone }, 'paid');
  }
};

const isOwing = async (ctx: Ctx, accountId: Id, zone: string): Promise<boolean> =>
  (await settleDunning(ctx, accountId, dayIn(ctx.now, zone))).suspend;

/** Every running subscription of the account, and of those it pays for, is suspended for not paying, and its live sessions are walled in. */
export const suspendUnpaid = async (ctx: Ctx, accountId: Id): Promise<void> => {
  const { zone } = await getAccount(ctx, { id: accountId });
  for (const id of [accountId, ...(await paidFor(ctx.tx, accountId))]) await suspendServices(ctx, id, zone);
};

/** Those that an account pays for which owe nothing of before themselves. */
const paidForInFull = async (ctx: Ctx, { id, zone }: Payer): Promise<Id[]> => {
  const others = await paidFor(ctx.tx, id);
  const owing = new Set<Id>();
  for (const other of await dunnedOf(ctx.tx, others)) if (await isOwing(ctx, other, zone)) owing.add(other);
  return others.filter((other) => !owing.has(other));
};

/** The debt is gone: what was suspended for it comes back, in the transaction of the payment; of those the account pays for, too. Not while its payer owes. */
export const restorePaid = async (ctx: Ctx, accountId: Id): Promise<void> => {
  const account = await getAccount(ctx, { id: accountId });
  const { zone, payer_id } = account;
  if (payer_id !== null && (await isOwing(ctx, payer_id, zone))) return;
  for (const id of [accountId, ...(await paidForInFull(ctx, account))]) await restoreServices(ctx, id, zone);
};

/** Whether what an account owes, or who pays for it, asks for suspension. */
export const isHeldBack = async (ctx: Ctx, accountId: Id): Promise<boolean> => {
  const { zone, payer_id } = await getAccount(ctx, { id: accountId });
  return (await isOwing(ctx, accountId, zone)) || (payer_id !== null && (await isOwing(ctx, payer_id, zone)));
};

/** Somebody else pays for an account than did before: what it and its payer owe says whether its service goes on. */
export const settleService = async (ctx: Ctx, { id, zone }: Account): Promise<void> => {
  await ((await isHeldBack(ctx, id)) ? suspendServices : restoreServices)(ctx, id, zone);
};
