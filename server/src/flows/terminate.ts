import { type Day, dayIn, type Id } from '@isp/values';
import { endCredentials } from '../aaa/index.ts';
import { getAccount } from '../crm/index.ts';
import { permits } from '../kernel/actor.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { NotPermitted } from '../kernel/faults.ts';
import {
  addOnsOf,
  finishSubscription,
  getSubscription,
  hasEndedBy,
  planEnd,
  type Subscription,
} from '../subscriptions/index.ts';
import { versionNumbered } from '../tariffs/index.ts';
import { grantAccess } from './access.ts';
import { notBefore } from './add-ons.ts';
import { planNextBill } from './bill-period.ts';
import type { EndSubscription } from './contract.ts';
import { OutlivesParent } from './faults.ts';
import { earlyFee } from './show-contract.ts';
import { checkStays } from './stays.ts';
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

interface Ending {
  readonly id: Id;
  readonly ended_on: Day | null;
  readonly zone: string;
  readonly waive_fee: string | undefined;
}

const WAIVES = 'billing.discounts';

/** What an end costs by the contract, and why it is not charged where somebody waives it. */
const feeOf = async (ctx: Ctx, { id, ended_on, waive_fee }: Ending) => {
  const fee = ended_on === null ? 0n : await earlyFee(ctx, await getSubscription(ctx, { id }), ended_on);
  return { fee_minor: fee === 0n ? null : fee, fee_waived: fee === 0n ? null : (waive_fee ?? null) };
};

/** Says when a subscription ends, and what that costs; what has ended by now is over. */
const endOn = async (ctx: Ctx, ending: Ending): Promise<Subscription> => {
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

/** An add-on ends by itself before its parent does, never after. */
const checkOutlives = async (ctx: Ctx, { parent_id }: Subscription, on: Day | null): Promise<void> => {
  if (parent_id === null) return;
  const { ended_on } = await getSubscription(ctx, { id: parent_id });
  if (ended_on !== null && (on === null || on > ended_on)) throw OutlivesParent({ ended_on });
};

/** The add-ons that were to end with their parent, or would after it, end with it; those that end before do that. */
const endAddOns = async (ctx: Ctx, before: Subscription, { ended_on: on, ...ending }: Ending): Promise<void> => {
  for (const addOn of await addOnsOf(ctx.tx, before)) {
    const ends = addOn.ended_on;
    const isOwn = ends !== null && ends !== before.ended_on && (on === null || ends <= on);
    if (isOwn) continue;
    await endOn(ctx, { ...ending, id: addOn.id, ended_on: on === null ? null : notBefore(on, addOn) });
  }
};

/** Ends a subscription, with its add-ons: today at once, on a day to come, or as of one that is past; `on: null` takes an end back that has not come. Within a contract that costs its fee, unless somebody who may waives it. */
export const terminate = async (ctx: Ctx, { id, on, waive_fee }: EndSubscription): Promise<Subscription> => {
  if (waive_fee !== undefined && !permits(ctx.actor, WAIVES)) throw NotPermitted({ permission: WAIVES });
  const before = await getSubscription(ctx, { id });
  checkStays(before);
  const { zone } = await getAccount(ctx, { id: before.account_id });
  const today = dayIn(ctx.now, zone);
  const ending = { id, ended_on: on === null ? null : withinAYear(on ?? today, today), zone, waive_fee };
  await checkOutlives(ctx, before, ending.ended_on);
  await endOn(ctx, ending);
  await endAddOns(ctx, before, ending);
  return getSubscription(ctx, { id });
};
