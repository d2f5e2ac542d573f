import type { Id } from '@isp/values';
import { disconnectMany } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { onlineSessions } from '../views/online.ts';
import type { DisconnectOnline } from './contract.ts';
import { MoreOnline, NobodyOnline } from './faults.ts';

/** Asks the NASes to end the sessions that match a filter, or that are named, when they are not more than was agreed to. */
export const disconnectOnline = async (
  ctx: Ctx,
  { reason, at_most, ...filter }: DisconnectOnline,
): Promise<{ id: Id; total: number }> => {
  const sessions = await onlineSessions(ctx.tx, filter, at_most + 1);
  if (sessions.length > at_most) throw MoreOnline({ at_most });
  if (sessions.length === 0) throw NobodyOnline();
  return disconnectMany(ctx, { sessions, cause: reason });
};
