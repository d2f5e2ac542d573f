import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Payment } from './contract.ts';
import { insertPayment } from './store.ts';

export interface NewPayment {
  readonly account_id: Id;
  readonly method: Payment['method'];
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly reference: string | null;
  readonly received_on: Day;
}

/** Records money that came in; nothing of it is allocated yet. */
export const recordPayment = (ctx: Ctx, input: NewPayment): Promise<Payment> =>
  insertPayment(ctx.tx, {
    ...input,
    id: ctx.newId(),
    unallocated_minor: input.amount_minor,
    recorded_by: ctx.actor.name,
    recorded_at: ctx.now,
  });
