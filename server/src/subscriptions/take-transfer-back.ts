import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Transfer } from './contract/transfers.ts';
import { TransferNotFound, TransferOver } from './faults.ts';
import { lockTransfer, updateTransfer } from './transfer-store.ts';

/** Takes a transfer back that is planned. */
export const takeTransferBack = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Transfer> => {
  const transfer = await lockTransfer(ctx.tx, id);
  if (!transfer) throw TransferNotFound({ id });
  if (transfer.done_at !== null || transfer.taken_back_at !== null)
    throw TransferOver({ is_done: transfer.done_at !== null });
  return updateTransfer(ctx.tx, transfer, { taken_back_by: ctx.actor.name, taken_back_at: ctx.now });
};
