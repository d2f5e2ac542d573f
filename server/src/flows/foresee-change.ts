import { dayIn, type Id } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { takenBack } from '../kernel/db.ts';
import { getSubscription } from '../subscriptions/index.ts';
import { activate } from './activate.ts';
import { changePlan } from './change-plan.ts';
import { type ForeseeChange, Subscribe } from './contract.ts';
import { dissolveBundle } from './dissolve-bundle.ts';
import { type Foreseen, foresee } from './foresee.ts';
import { pause, unpause } from './pause.ts';
import { terminate } from './terminate.ts';

const COUNT = 3;

const doAs = async (ctx: Ctx, account_id: Id, input: ForeseeChange): Promise<void> => {
  const { id, add, change, pause: paused, unpause: unpaused, end, dissolve } = input;
  if (add) await activate(ctx, Subscribe.input.parse({ account_id, parent_id: id, ...add }));
  if (change) await changePlan(ctx, { id, ...change });
  if (paused) await pause(ctx, { id, ...paused });
  if (unpaused) await unpause(ctx, { id, ...unpaused });
  if (end) await terminate(ctx, { id, ...end });
  if (dissolve) await dissolveBundle(ctx, { id, ...dissolve });
};

/** What an account's next documents would be if something were done to one of its subscriptions: it is done, looked at, and taken back. */
export const foreseeChange = async (ctx: Ctx, input: ForeseeChange): Promise<Foreseen[]> => {
  const { account_id } = await getSubscription(ctx, input);
  const { zone } = await getAccount(ctx, { id: account_id });
  return takenBack(ctx.tx, async () => {
    await doAs(ctx, account_id, input);
    return foresee(ctx, account_id, dayIn(ctx.now, zone), COUNT);
  });
};
