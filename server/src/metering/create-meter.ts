import type { Ctx } from '../kernel/ctx.ts';
import type { CreateMeter, Meter } from './contract.ts';
import { MeterCodeTaken } from './faults.ts';
import { insertMeter, meterById } from './store/meters.ts';

/** Makes a meter. What it counts stays as it is: records and lines are of it. */
export const createMeter = async (ctx: Ctx, input: CreateMeter): Promise<Meter> => {
  const made = await insertMeter(ctx.tx, { ...input, id: ctx.newId(), created_at: ctx.now });
  if (!made) throw MeterCodeTaken({ code: input.code });
  return (await meterById(ctx.tx, made.id)) as Meter;
};
