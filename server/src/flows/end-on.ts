import { type Day, dayIn, type Id } from '@isp/values';
import { endCredentials } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { finishSubscription, getSubscription, hasEndedBy, planEnd, type Subscription } from '../subscriptions/index.ts';
import { versionNumbered } from '../tariffs/index.ts';
import { grantAccess } from './access.ts';
import { planNextBill } from './bill-period.ts';
import { earlyFee } from './show-contract.ts';

/** Makes a subscription over: its live session is cut, its log-in and address are given back, and what is left to bill falls due. */
export const finish = async (ctx: Ctx, id: Id, zone: string): Promise<Subscription> => {
  const subscription = await finishSubscription(ctx, { id, today: dayIn(ctx.now, zone) });
  const { account_id } = subscription;
  await endCredentials(ctx, { account_id, subscription_id: id });
  await grantAccess(ctx, { ...subscription, zone }, 'ended');
  return subscription;
};

/** Whether the last day is still served: said by the plan that holds on it, of a part by its bundle's. */
const lastDay = async (ctx: Ctx, id: Id, on: Day): Promise<'served' | 'not-served'> => {
  const { segments } = await getSubscription(ctx, { id });
  const segment = segments.findLast(({ from_on }) => from_on <= on) ?? segments[0];
  if (segment === undefined) return 'not-served';
  const { plan_id, plan_version, bundle_plan_id, bundle_version } = segment;
  const says =
    bundle_plan_id === null || bundle_version === null
      ? { plan_id, plan_version }
      : { plan_id: bundle_plan_id, plan_version: bundle_version };
  return (await versionNumbered(ctx, says)).termination === 'inclusive' ? 'served' : 'not-served';
};

export interface Ending {
  readonly id: Id;
  readonly ended_on: Day | null;
  readonly zone: string;
  readonly waive_fee: string | undefined;
}

/** What an end costs by the contract, and why it is not charged where somebody waives it. */
const feeOf = async (ctx: Ctx, { id, ended_on, waive_fee }: Ending) => {
  const fee = ended_on === null ? 0n : await earlyFee(ctx, await getSubscription(ctx, { id }), ended_on);
  return { fee_minor: fee === 0n ? null : fee, fee_waived: fee === 0n ? null : (waive_fee ?? null) };
};

/** Says when a subscription ends, and what that costs; what has ended by now is over. */
export const endOn = async (ctx: Ctx, ending: Ending): Promise<Subscription> => {
  const { id, ended_on, zone } = ending;
  const today = dayIn(ctx.now, zone);
  const planned = await planEnd(ctx, { id, on: ended_on, today, ...(await feeOf(ctx, ending)) });
  const isOver =
    ended_on !== null &&
    (ended_on === today ||
      (planned.state === 'pending' && planned.ended_on === planned.started_on) ||
      hasEndedBy(ended_on, await lastDay(ctx, id, ended_on), today));
  if (!isOver) await planNextBill(ctx, planned, today);
  return isOver ? finish(ctx, id, zone) : planned;
};
