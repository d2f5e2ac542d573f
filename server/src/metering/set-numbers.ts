import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { NumberTaken } from './faults.ts';
import { claimNumber, dropNumbers, numbersOf } from './store/numbers.ts';

/** Has a subscription known by these numbers and no others. A number is of one subscription at a time. */
export const setNumbers = async (
  ctx: Ctx,
  owner: { readonly account_id: Id; readonly subscription_id: Id },
  numbers: readonly string[],
): Promise<{ subscription_id: Id; numbers: string[] }> => {
  const { subscription_id } = owner;
  const had = await numbersOf(ctx.tx, subscription_id);
  const dropped = had.filter((number) => !numbers.includes(number));
  if (dropped.length > 0) await dropNumbers(ctx.tx, owner, dropped);
  for (const number of new Set(numbers))
    if (!had.includes(number) && !(await claimNumber(ctx.tx, owner, number))) throw NumberTaken({ number });
  return { subscription_id, numbers: await numbersOf(ctx.tx, subscription_id) };
};
