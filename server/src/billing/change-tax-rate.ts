import type { Ctx } from '../kernel/ctx.ts';
import type { ChangeTaxRate, Tax } from './contract.ts';
import { taxRate } from './core/tax-rate.ts';
import { TaxNotFound, TaxPercentInvalid, TaxRateExists, TaxRateNotAhead } from './faults.ts';
import { insertRate, taxByCode } from './store/taxes.ts';
import { taxToday } from './tax-today.ts';

/** Has a tax change its rate on a day to come. Documents have the rate of the day they are issued; credits of them give back what was charged. */
export const changeTaxRate = async (ctx: Ctx, { code, effective_from, ...input }: ChangeTaxRate): Promise<Tax> => {
  const percent = taxRate(input.percent);
  if (percent === undefined) throw TaxPercentInvalid(input);
  const today = await taxToday(ctx);
  if (!(await taxByCode(ctx.tx, code, today))) throw TaxNotFound({ code });
  if (effective_from <= today) throw TaxRateNotAhead({ today });
  const made = await insertRate(ctx.tx, { tax_code: code, effective_from, percent, created_at: ctx.now });
  if (!made) throw TaxRateExists({ code, effective_from });
  return (await taxByCode(ctx.tx, code, today)) as Tax;
};
