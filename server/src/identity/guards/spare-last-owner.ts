import type { Id } from '@isp/values';
import type { Ctx } from '../../kernel/ctx.ts';
import { LastOwner } from '../faults.ts';
import { ownersForUpdate } from '../store/people.ts';

/** Refuses to take away the only active owner. */
export const spareLastOwner = async (ctx: Ctx, id: Id): Promise<void> => {
  const owners = await ownersForUpdate(ctx.tx);
  if (owners.length === 1 && owners[0] === id) throw LastOwner();
};
