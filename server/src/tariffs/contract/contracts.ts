import { decimal, minor, percentOff } from '@isp/values/wire';
import { z } from 'zod';

const fee = minor.refine((a) => a > 0n, 'must be more than zero');

/** How long a subscription is bound, and what leaving earlier costs. */
export const contractTerms = {
  /** 0: it is not bound. */
  contract_months: z.int().min(0).max(120),
  /** What follows a term: nothing, the same again, or one month after the other. */
  contract_renewal: z.enum(['none', 'same', 'monthly']),
  /** Whether price changes wait for the end of a term. */
  price_guarantee: z.boolean(),
  /** An amount; an amount in proportion to the months left; or so much of what the periods left would have cost. */
  early_fee: z.enum(['none', 'fixed', 'declining', 'remaining']),
  /** Of `fixed` and `declining`, before tax as the plan's price is. */
  early_fee_minor: fee.nullable(),
  /** Of `remaining`. */
  early_fee_percent: decimal.nullable(),
};

export const ContractTerms = z.object(contractTerms);
export type ContractTerms = z.output<typeof ContractTerms>;

/** The same as they are written; not bound unless said. */
export const newContractTerms = {
  contract_months: contractTerms.contract_months.default(0),
  contract_renewal: contractTerms.contract_renewal.default('none'),
  price_guarantee: contractTerms.price_guarantee.default(false),
  early_fee: contractTerms.early_fee.default('none'),
  early_fee_minor: contractTerms.early_fee_minor.default(null),
  early_fee_percent: percentOff.nullable().default(null),
};

type Problem = readonly [field: keyof ContractTerms, message: string];

const problemOf = (terms: ContractTerms): Problem | undefined => {
  const { contract_months, contract_renewal, price_guarantee, early_fee, early_fee_minor, early_fee_percent } = terms;
  const isAmount = early_fee === 'fixed' || early_fee === 'declining';
  if (isAmount !== (early_fee_minor !== null))
    return ['early_fee_minor', 'an amount goes with a fee that is "fixed" or "declining", and only with one'];
  if ((early_fee === 'remaining') !== (early_fee_percent !== null))
    return ['early_fee_percent', 'a percentage goes with a fee of what is "remaining", and only with one'];
  const isBound = contract_months > 0;
  if (!isBound && (contract_renewal !== 'none' || price_guarantee || early_fee !== 'none'))
    return ['contract_months', 'renewal, guaranteed price and fee need a term of at least a month'];
  return undefined;
};

/** Refuses terms of a contract that do not go together. */
export const oneFee = (terms: ContractTerms, ctx: z.RefinementCtx): void => {
  const problem = problemOf(terms);
  if (problem) ctx.addIssue({ code: 'custom', path: [problem[0]], message: problem[1] });
};
