import type { Ctx } from '../kernel/ctx.ts';
import type { PlanVersion } from './contract.ts';
import { withdrawVersionRow } from './store.ts';

/** Takes terms back that have not begun and that nobody has: they are sold to nobody, and the next ones may begin earlier. */
export const withdrawVersion = (ctx: Ctx, version: Pick<PlanVersion, 'plan_id' | 'version'>): Promise<void> =>
  withdrawVersionRow(ctx.tx, version, ctx.now);
