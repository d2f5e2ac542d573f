import { type Day, dayIn, type Instant } from '@isp/values';
import type { Account } from '../crm/index.ts';
import { system } from '../kernel/actor.ts';
import { type Ctx, type Kernel, transact } from '../kernel/ctx.ts';
import { hasEndedBy, keepState } from '../subscriptions/index.ts';
import { type Beginning, beginningOf, beginningOn } from '../views/access-inputs.ts';
import { deriveAccess } from './access.ts';
import { finish } from './end-on.ts';
import { handOverOn } from './hand-over.ts';

const isOver = ({ ended_on, termination }: Beginning, today: Beginning['ended_on']): boolean =>
  ended_on !== null &&
  today !== null &&
  hasEndedBy(ended_on, termination === 'inclusive' ? 'served' : 'not-served', today);

const begin = async (ctx: Ctx, input: Beginning, today: Day, zone: string): Promise<void> => {
  if (await handOverOn(ctx, input, zone)) return;
  await keepState(ctx, { id: input.subscription_id, on: today });
  if (isOver(input, today)) await finish(ctx, input.subscription_id, zone);
  else await deriveAccess(ctx, [input], 'a day began');
};

/** A day begins for one account, as `startOfDay` does it for all of a zone. */
export const beginDay = async (ctx: Ctx, { id, zone }: Pick<Account, 'id' | 'zone'>, today: Day): Promise<void> => {
  for (const input of await beginningOf(ctx.tx, id, today)) await begin(ctx, input, today, zone);
};

/** A day begins in a zone: subscriptions start or end, plan changes of today take effect, pauses begin and are over; the live sessions are told. */
export const startOfDay = async (kernel: Kernel, at: Instant, zone: string): Promise<void> => {
  const today = dayIn(at, zone);
  for (const input of await beginningOn(kernel.db, zone, today))
    await transact(kernel, system('start-of-day'), (ctx) => begin(ctx, input, today, zone));
};
