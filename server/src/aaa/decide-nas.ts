import type { Ctx } from '../kernel/ctx.ts';
import type { DecideNas } from './contract.ts';
import { decide } from './store/nas-family.ts';

/** Accepts or refuses NASes that registered themselves and were not looked at yet, from their next packet on; gives how many those were. */
export const decideNas = async (ctx: Ctx, { ids, decision }: DecideNas): Promise<{ decided: number }> => ({
  decided: await decide(ctx.tx, ids, decision === 'accept' ? 'active' : 'disabled', ctx.now),
});
