import type { Ctx } from '../kernel/ctx.ts';
import type { CreateTax, Tax } from './contract.ts';
import { taxRate } from './core/tax-rate.ts';
import { TaxExists, TaxPercentInvalid } from './faults.ts';
import { insertTax } from './store/taxes.ts';

/** Adds a tax with the rate it has until that is changed. */
export const createTax = async (ctx: Ctx, input: CreateTax): Promise<Tax> => {
  const percent = taxRate(input.percent);
  if (percent === undefined) throw TaxPercentInvalid({ percent: input.percent });
  const tax = { ...input, percent, created_at: ctx.now };
  if (!(await insertTax(ctx.tx, tax))) throw TaxExists(input);
  return { ...tax, rates: [{ effective_from: null, percent }] };
};
