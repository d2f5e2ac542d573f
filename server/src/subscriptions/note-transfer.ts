import type { Ctx } from '../kernel/ctx.ts';
import type { Transfer } from './contract/transfers.ts';
import { insertTransfer } from './transfer-store.ts';

/** Notes that a subscription goes to another account. */
export const noteTransfer = (
  ctx: Ctx,
  transfer: Omit<Transfer, 'id' | 'asked_by' | 'asked_at' | 'done_at' | 'taken_back_by' | 'taken_back_at'>,
): Promise<Transfer> =>
  insertTransfer(ctx.tx, { ...transfer, id: ctx.newId(), asked_by: ctx.actor.name, asked_at: ctx.now });
