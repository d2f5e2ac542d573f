import type { Ctx } from '../kernel/ctx.ts';
import type { TakeRateBack, Tax } from './contract.ts';
import { TaxNotFound, TaxRateNotAhead, TaxRateNotFound } from './faults.ts';
import { deleteRate, taxByCode } from './store/taxes.ts';
import { taxToday } from './tax-today.ts';

/** Takes a change of a tax's rate back before its day has come. */
export const takeRateBack = async (ctx: Ctx, { code, effective_from }: TakeRateBack): Promise<Tax> => {
  const today = await taxToday(ctx);
  if (!(await taxByCode(ctx.tx, code, today))) throw TaxNotFound({ code });
  if (effective_from <= today) throw TaxRateNotAhead({ today });
  if (!(await deleteRate(ctx.tx, code, effective_from))) throw TaxRateNotFound({ code, effective_from });
  return (await taxByCode(ctx.tx, code, today)) as Tax;
};
