import { dayIn, type Instant } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { hasEndedBy, keepState } from '../subscriptions/index.ts';
import { type Beginning, beginningOn } from '../views/access-inputs.ts';
import { deriveAccess } from './access.ts';
import { finish } from './terminate.ts';

const isOver = ({ ended_on, termination }: Beginning, today: Beginning['ended_on']): boolean =>
  ended_on !== null &&
  today !== null &&
  hasEndedBy(ended_on, termination === 'inclusive' ? 'served' : 'not-served', today);

/** A day begins in a zone: subscriptions start or end, plan changes of today take effect, pauses begin and are over; the live sessions are told. */
export const startOfDay = async (kernel: Kernel, at: Instant, zone: string): Promise<void> => {
  const today = dayIn(at, zone);
  for (const input of await beginningOn(kernel.db, zone, today))
    await transact(kernel, system('start-of-day'), async (ctx) => {
      await keepState(ctx, { id: input.subscription_id, on: today });
      if (isOver(input, today)) await finish(ctx, input.subscription_id, zone);
      else await deriveAccess(ctx, [input], 'a day began');
    });
};
