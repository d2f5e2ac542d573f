import type { Ctx } from '../kernel/ctx.ts';
import type { TaxGroup, UpdateTaxGroup } from './contract.ts';
import { groupRefusal } from './core/group-refusal.ts';
import { TaxGroupNotFound, TaxGroupUnclear } from './faults.ts';
import { lockTaxes, updateTaxGroupRow } from './store/taxes.ts';

/** Changes a group's taxes and rules. What was issued stays as it is; a bill run that is under way goes on with what it began with. */
export const updateTaxGroup = async (ctx: Ctx, input: UpdateTaxGroup): Promise<TaxGroup> => {
  const { codes, groups } = await lockTaxes(ctx.tx);
  const group = groups.find(({ code }) => code === input.code);
  if (group === undefined) throw TaxGroupNotFound(input);
  const why = groupRefusal(
    input,
    codes,
    groups.filter((other) => other !== group),
  );
  if (why !== undefined) throw TaxGroupUnclear({ why });
  await updateTaxGroupRow(ctx.tx, input);
  return { ...group, ...input };
};
