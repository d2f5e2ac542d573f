import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Meter } from './contract.ts';
import { MeterNotFound } from './faults.ts';
import { meterById } from './store/meters.ts';

/** One meter. */
export const getMeter = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Meter> => {
  const meter = await meterById(ctx.tx, id);
  if (!meter) throw MeterNotFound({ meter: id });
  return meter;
};
