import { compareDecimals, type Decimal, parseDecimal } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { CreateTax, Tax } from './contract.ts';
import { TaxExists, TaxPercentInvalid } from './faults.ts';
import { insertTax } from './store/catalogue.ts';

const isRate = (percent: Decimal | undefined): percent is Decimal =>
  percent !== undefined &&
  (percent.split('.')[1] ?? '').length <= 6 &&
  compareDecimals(percent, '0' as Decimal) >= 0 &&
  compareDecimals(percent, '1000' as Decimal) <= 0;

/** Adds a tax. Its rate stays for good: another rate is another tax. */
export const createTax = async (ctx: Ctx, input: CreateTax): Promise<Tax> => {
  const percent = parseDecimal(input.percent);
  if (!isRate(percent)) throw TaxPercentInvalid({ percent: input.percent });
  const tax = await insertTax(ctx.tx, { ...input, percent, created_at: ctx.now });
  if (!tax) throw TaxExists(input);
  return tax;
};
