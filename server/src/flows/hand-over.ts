import { dayIn, type Id } from '@isp/values';
import { transferLogIns } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { numbersOf, setNumbers } from '../metering/index.ts';
import {
  addOnsOf,
  lockSubscription,
  suspendSubscription,
  type Transfer,
  takeOver,
  transferOf,
  updateTransfer,
} from '../subscriptions/index.ts';
import type { Beginning } from '../views/access-inputs.ts';
import { grantAccess } from './access.ts';
import { isHeldBack } from './unpaid.ts';

interface Pair {
  readonly from_id: Id;
  readonly to_id: Id;
}

/** The numbers that records of use name it by go along. */
const passNumbers = async (
  ctx: Ctx,
  { account_id, to_account_id }: Transfer,
  { from_id, to_id }: Pair,
): Promise<void> => {
  const numbers = await numbersOf(ctx.tx, from_id);
  if (numbers.length === 0) return;
  await setNumbers(ctx, { account_id, subscription_id: from_id }, []);
  await setNumbers(ctx, { account_id: to_account_id, subscription_id: to_id }, numbers);
};

const pairsOf = async (ctx: Ctx, transfer: Transfer): Promise<Pair[]> => {
  const { account_id, subscription_id, to_subscription_id } = transfer;
  const addOns = await addOnsOf(ctx.tx, { account_id, id: subscription_id });
  return [
    { from_id: subscription_id, to_id: to_subscription_id },
    ...addOns.flatMap(({ id, transferred_to }) =>
      transferred_to === null ? [] : [{ from_id: id, to_id: transferred_to }],
    ),
  ];
};

/**
 * Does a transfer whose day has come: the subscription of the other account takes over what the one has, with its log-ins, addresses, live sessions and numbers; the one is over. What it deserves is
 * decided by the other account's standing, and told to the sessions by the commit's jobs.
 */
export const handOver = async (ctx: Ctx, transfer: Transfer, zone: string): Promise<Transfer> => {
  const { account_id, to_account_id } = transfer;
  const today = dayIn(ctx.now, zone);
  const pairs = await pairsOf(ctx, transfer);
  const suspend = await isHeldBack(ctx, to_account_id);
  for (const pair of pairs) {
    await takeOver(ctx, { ...pair, today });
    await passNumbers(ctx, transfer, pair);
    if (suspend) await suspendSubscription(ctx, { id: pair.to_id, reason: 'unpaid', on: today });
  }
  for (const { from_id, to_id } of pairs) {
    const from = { account_id, subscription_id: from_id };
    if (!ctx.is_rehearsal)
      await transferLogIns(ctx, { from, to: { account_id: to_account_id, subscription_id: to_id } });
    await grantAccess(ctx, { account_id, id: from_id, zone }, 'transferred');
    await grantAccess(ctx, { account_id: to_account_id, id: to_id, zone }, 'transferred');
  }
  for (const id of [account_id, to_account_id])
    await publish(ctx.tx, 'subscriptions.subscriptions', { account_id: id });
  return updateTransfer(ctx.tx, transfer, { done_at: ctx.now });
};

/** Does the transfer by which a subscription, or what it is on, goes or comes by the day that begins; gives whether there is one, so that nothing else is to be done with it. */
export const handOverOn = async (ctx: Ctx, of: Beginning, zone: string): Promise<boolean> => {
  if (!of.is_moving) return false;
  const id = of.parent_id ?? of.subscription_id;
  await lockSubscription(ctx.tx, id);
  const transfer = await transferOf(ctx.tx, id);
  if (transfer === undefined) return false;
  if (transfer.done_at === null && transfer.on_day <= dayIn(ctx.now, zone)) await handOver(ctx, transfer, zone);
  return transfer.done_at !== null || transfer.on_day <= dayIn(ctx.now, zone);
};
