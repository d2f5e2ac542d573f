import type { Ctx } from '../kernel/ctx.ts';
import type { Meter, UpdateMeter } from './contract.ts';
import { MeterNotFound } from './faults.ts';
import { meterById, updateMeterRow } from './store/meters.ts';

/** Renames a meter, retires it, or brings it back. */
export const updateMeter = async (ctx: Ctx, { id, ...change }: UpdateMeter): Promise<Meter> => {
  if (Object.keys(change).length > 0) await updateMeterRow(ctx.tx, id, change);
  const meter = await meterById(ctx.tx, id);
  if (!meter) throw MeterNotFound({ meter: id });
  return meter;
};
