import type { Ctx } from '../kernel/ctx.ts';
import type { NasCapability, SetNasCapability } from './contract.ts';
import { capabilityOf } from './core/capability.ts';
import { NasNotFound } from './faults.ts';
import { nasById, updateNasRow } from './store/nas.ts';
import { refusalsOf } from './store/nas-registry.ts';

/** Sets what an operator knows better than the make's row: what the NAS changes by CoA, and what it finds a session by. Holds from the next CoA on. */
export const setNasCapability = async (ctx: Ctx, { id, ...set }: SetNasCapability): Promise<NasCapability> => {
  const nas = await nasById(ctx.tx, id);
  if (!nas) throw NasNotFound({ id });
  await updateNasRow(ctx.tx, id, set);
  return capabilityOf({ vendor: nas.vendor, ...set }, await refusalsOf(ctx.tx, id));
};
