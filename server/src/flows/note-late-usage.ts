import { type Day, dayIn, earlier, type Id, type Instant } from '@isp/values';
import type { LateUse } from '../aaa/index.ts';
import { insertLateUsage } from '../billing/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { noteRecounts } from '../subscriptions/index.ts';
import { holdAccounts } from '../views/recounts.ts';

interface Touched {
  readonly account_id: Id;
  readonly id: Id;
  readonly from_on: Day;
  readonly due_on: Day;
}

/** Of each subscription the first day that use came for. */
const touchedOf = (late: readonly LateUse[], at: Instant): Touched[] => {
  const touched = new Map<Id, Touched>();
  for (const { account_id, subscription_id: id, zone, on_day } of late) {
    const from_on = earlier(on_day, touched.get(id)?.from_on ?? on_day);
    touched.set(id, { account_id, id, from_on, due_on: dayIn(at, zone) });
  }
  return [...touched.values()];
};

/**
 * Has what came late for billed days rated anew by the next bill run, and keeps which sessions it was of. What a run bills at this moment is waited for: what it read without this is billed days
 * by then. Use of today is of no period that a run may have billed.
 */
export const noteLateUsage = async (ctx: Ctx, late: readonly LateUse[], at: Instant): Promise<void> => {
  const past = late.filter(({ on_day, zone }) => on_day < dayIn(at, zone));
  if (past.length === 0) return;
  const touched = touchedOf(past, at);
  await holdAccounts(ctx.tx, [...new Set(touched.map((each) => each.account_id))]);
  const noted = new Map((await noteRecounts(ctx.tx, touched)).map(({ id, usage_to }) => [id, usage_to]));
  const billed = past.filter(({ subscription_id: id, on_day }) => on_day < (noted.get(id) ?? on_day));
  await insertLateUsage(ctx.tx, billed, ctx.now);
};
