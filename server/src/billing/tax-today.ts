import { type Day, dayIn } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { defaultLegalEntity } from './default-legal-entity.ts';

/** Today as the catalogue of taxes counts it: in the zone of the first legal entity. */
export const taxToday = async (ctx: Ctx): Promise<Day> =>
  dayIn(ctx.now, (await defaultLegalEntity(ctx, undefined)).zone);
