import type { Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Refund } from './contract.ts';
import { insertRefund } from './refund-store.ts';

export interface NewRefund {
  readonly account_id: Id;
  /** What it is paid out of: one of the two. */
  readonly credit_note_id: Id | null;
  readonly payment_id: Id | null;
  readonly method: Refund['method'];
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly reference: string | null;
  readonly paid_on: Day;
}

/** Records money that was paid out. */
export const recordRefund = (ctx: Ctx, input: NewRefund): Promise<Refund> =>
  insertRefund(ctx.tx, { ...input, id: ctx.newId(), recorded_by: ctx.actor.name, recorded_at: ctx.now });
