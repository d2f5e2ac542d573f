import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { NasNotFound } from './faults.ts';
import { nasById, updateNasRow } from './store/nas.ts';

/** Disables a NAS: its packets are discarded from the next one on. Its sessions and records stay. */
export const removeNas = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  if (!(await nasById(ctx.tx, id))) throw NasNotFound({ id });
  await updateNasRow(ctx.tx, id, { state: 'disabled' });
};
