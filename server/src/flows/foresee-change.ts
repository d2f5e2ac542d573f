import { dayIn } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { takenBack } from '../kernel/db.ts';
import { getSubscription } from '../subscriptions/index.ts';
import { type Foreseen, foresee } from './bill-period.ts';
import { changePlan } from './change-plan.ts';
import type { ForeseeChange } from './contract.ts';
import { pause, unpause } from './pause.ts';
import { terminate } from './terminate.ts';

const COUNT = 3;

const doAs = async (ctx: Ctx, { id, change, pause: paused, unpause: unpaused, end }: ForeseeChange): Promise<void> => {
  if (change) await changePlan(ctx, { id, ...change });
  if (paused) await pause(ctx, { id, ...paused });
  if (unpaused) await unpause(ctx, { id, ...unpaused });
  if (end) await terminate(ctx, { id, ...end });
};

/** What an account's next documents would be if something were done to one of its subscriptions: it is done, looked at, and taken back. */
export const foreseeChange = async (ctx: Ctx, input: ForeseeChange): Promise<Foreseen[]> => {
  const { account_id } = await getSubscription(ctx, input);
  const { zone } = await getAccount(ctx, { id: account_id });
  return takenBack(ctx.tx, async () => {
    await doAs(ctx, input);
    return foresee(ctx, account_id, dayIn(ctx.now, zone), COUNT);
  });
};
