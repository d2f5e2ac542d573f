import type { Ctx } from '../../kernel/ctx.ts';
import { firstBeyond } from '../core/permission.ts';
import { BeyondOwnPermissions } from '../faults.ts';

/** Refuses what would give the actor, or let them take over, permissions they do not have. */
export const withinOwn = (ctx: Ctx, permissions: readonly string[]): void => {
  const beyond = firstBeyond(ctx.actor.permissions, permissions);
  if (beyond !== undefined) throw BeyondOwnPermissions({ permission: beyond });
};
