import { type Day, dayIn, type Id } from '@isp/values';
import { endCredentials } from '../aaa/index.ts';
import { getAccount } from '../crm/index.ts';
import { permits } from '../kernel/actor.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { NotPermitted } from '../kernel/faults.ts';
import { finishSubscription, getSubscription, hasEndedBy, planEnd, type Subscription } from '../subscriptions/index.ts';
import { versionNumbered } from '../tariffs/index.ts';
import { grantAccess } from './access.ts';
import { planNextBill } from './bill-period.ts';
import type { EndSubscription } from './contract.ts';
import { earlyFee } from './show-contract.ts';
import { withinAYear } from './within-a-year.ts';

/** Makes a subscription over: its live session is cut, its log-in and address are given back, and what is left to bill falls due. */
export const finish = async (ctx: Ctx, id: Id, zone: string): Promise<Subscription> => {
  const subscription = await finishSubscription(ctx, { id, today: dayIn(ctx.now, zone) });
  const { account_id } = subscription;
  await endCredentials(ctx, { account_id, subscription_id: id });
  await grantAccess(ctx, { ...subscription, zone }, 'ended');
  return subscription;
};

/** Whether the last day is still served: said by the plan that holds on it. */
const lastDay = async (ctx: Ctx, id: Id, on: Day): Promise<'served' | 'not-served'> => {
  const { segments } = await getSubscription(ctx, { id });
  const segment = segments.findLast(({ from_on }) => from_on <= on) ?? segments[0];
  if (segment === undefined) return 'not-served';
  return (await versionNumbered(ctx, segment)).termination === 'inclusive' ? 'served' : 'not-served';
};

const WAIVES = 'billing.discounts';

type Known = Awaited<ReturnType<typeof getSubscription>>;

/** What an end costs by the contract, and why it is not charged where somebody who may waives it. */
const feeOf = async (ctx: Ctx, known: Known, on: Day | null, waived: string | undefined) => {
  if (waived !== undefined && !permits(ctx.actor, WAIVES)) throw NotPermitted({ permission: WAIVES });
  const fee = on === null ? 0n : await earlyFee(ctx, known, on);
  return { fee_minor: fee === 0n ? null : fee, fee_waived: fee === 0n ? null : (waived ?? null) };
};

/** Ends a subscription: today at once, on a day to come, or as of one that is past; `on: null` takes an end back that has not come. Within a contract that costs its fee. */
export const terminate = async (ctx: Ctx, { id, on, waive_fee }: EndSubscription): Promise<Subscription> => {
  const known = await getSubscription(ctx, { id });
  const { account_id } = known;
  const { zone } = await getAccount(ctx, { id: account_id });
  const today = dayIn(ctx.now, zone);
  const ended_on = on === null ? null : withinAYear(on ?? today, today);
  const planned = await planEnd(ctx, { id, on: ended_on, today, ...(await feeOf(ctx, known, ended_on, waive_fee)) });
  const isOver =
    ended_on !== null &&
    (ended_on === today ||
      (planned.state === 'pending' && planned.ended_on === planned.started_on) ||
      hasEndedBy(ended_on, await lastDay(ctx, id, ended_on), today));
  if (!isOver) await planNextBill(ctx, { account_id, id }, today);
  return isOver ? finish(ctx, id, zone) : getSubscription(ctx, { id });
};
