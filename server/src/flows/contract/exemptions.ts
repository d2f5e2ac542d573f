import { contract, day, id } from '@isp/values/wire';
import { z } from 'zod';
import { exemptAccountFields, TaxExemption } from '../../billing/contract/taxes.ts';

export const ExemptFromTax = contract({
  summary:
    'Exempt an account from a tax, or from all: by a certificate, because it owes the tax itself (reverse charge), or for another reason. What was issued keeps its tax.',
  status: 201,
  input: z.strictObject(exemptAccountFields),
  reply: TaxExemption,
});
export type ExemptFromTax = z.output<typeof ExemptFromTax.input>;

export const EndTaxExemption = contract({
  summary: 'End an exemption from a tax, today or on a day to come',
  input: z.strictObject({ id, on: day.optional() }),
  reply: TaxExemption,
});
export type EndTaxExemption = z.output<typeof EndTaxExemption.input>;
