import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { NasNotFound } from './faults.ts';
import { nasById } from './store/nas.ts';
import { forgetRefusals } from './store/nas-registry.ts';

/** Forgets what a NAS refused as unsupported: its firmware was changed, say. */
export const forgetNasRefusals = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  if (!(await nasById(ctx.tx, id))) throw NasNotFound({ id });
  await forgetRefusals(ctx.tx, id);
};
