import type { Ctx } from '../kernel/ctx.ts';
import type { CreateTaxGroup, TaxGroup } from './contract.ts';
import { groupRefusal } from './core/group-refusal.ts';
import { TaxExists, TaxGroupUnclear } from './faults.ts';
import { insertTaxGroup, lockTaxes } from './store/taxes.ts';

/** Adds a group of taxes that plans may name. */
export const createTaxGroup = async (ctx: Ctx, input: CreateTaxGroup): Promise<TaxGroup> => {
  const { codes, groups } = await lockTaxes(ctx.tx);
  const why = groupRefusal(input, codes, groups);
  if (why !== undefined) throw TaxGroupUnclear({ why });
  const group = { ...input, created_at: ctx.now };
  if (!(await insertTaxGroup(ctx.tx, group))) throw TaxExists(input);
  return group;
};
