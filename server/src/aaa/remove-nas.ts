import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { NasNotFound } from './faults.ts';
import { nasById, updateNasRow } from './store/nas.ts';

/** Disables a NAS: its packets are discarded from the next one on. Its sessions and records stay. One that registered itself is looked at by that. */
export const removeNas = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  const looked_at = nas.looked_at ?? (nas.seen_first_at === null ? null : ctx.now);
  await updateNasRow(ctx.tx, id, { state: 'disabled', looked_at });
};
