import { dayIn, type Instant } from '@isp/values';
import { system } from '../kernel/actor.ts';
import { type Kernel, transact } from '../kernel/ctx.ts';
import { beginSegment } from '../subscriptions/index.ts';
import { beginningOn } from '../views/access-inputs.ts';
import { deriveAccess } from './access.ts';

/** A day begins in a zone: subscriptions that start today become active, and plan changes of today take effect on the live sessions. */
export const startOfDay = async (kernel: Kernel, at: Instant, zone: string): Promise<void> => {
  const today = dayIn(at, zone);
  const beginning = await beginningOn(kernel.db, zone, today);
  for (const input of beginning)
    await transact(kernel, system('start-of-day'), async (ctx) => {
      await beginSegment(ctx, { id: input.subscription_id, plan_id: input.plan_id });
      await deriveAccess(ctx, [input], 'a day began');
    });
};
