import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { BulkDisconnectNotFound } from './faults.ts';
import { bulkProgress } from './store/bulk-disconnect.ts';

/** How far many Disconnects are that were asked for at once. */
export const getBulkDisconnect = async (ctx: Ctx, { id }: { readonly id: Id }) => {
  const progress = await bulkProgress(ctx.tx, id);
  if (!progress) throw BulkDisconnectNotFound({ id });
  return progress;
};
