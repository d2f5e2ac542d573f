import { addDays, type Day, dayIn } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription } from '../subscriptions/index.ts';
import { type ContractTerms, earlyFeeOf, termOn, versionNumbered } from '../tariffs/index.ts';
import type { ShowContract, ShownContract } from './contract.ts';

type Known = Awaited<ReturnType<typeof getSubscription>>;

const termsOf = (terms: ContractTerms): ContractTerms => ({
  contract_months: terms.contract_months,
  contract_renewal: terms.contract_renewal,
  price_guarantee: terms.price_guarantee,
  early_fee: terms.early_fee,
  early_fee_minor: terms.early_fee_minor,
  early_fee_percent: terms.early_fee_percent,
});

/** What ending a subscription on a day costs by its contract, in minor units. What is left is priced as it is on the day before. */
export const earlyFee = async (ctx: Ctx, { contracts, segments }: Known, on: Day): Promise<bigint> => {
  const before = addDays(on, -1);
  const bound = contracts.findLast(({ from_on }) => from_on <= before);
  // One that went on from another account is bound from before its first day.
  const segment = segments.findLast(({ from_on }) => from_on <= before) ?? segments[0];
  if (bound === undefined || segment === undefined) return 0n;
  const { cycle_unit: unit, cycle_count: count } = await versionNumbered(ctx, segment);
  const charged = { anchor: segment, cycle: { unit, count }, price_minor: segment.price_minor };
  return earlyFeeOf(await versionNumbered(ctx, bound), bound.from_on, on, charged);
};

/** The contract that binds a subscription on a day, today unless said, and what ending it then costs. */
export const showContract = async (ctx: Ctx, { id, on }: ShowContract): Promise<ShownContract> => {
  const known = await getSubscription(ctx, { id });
  const { zone } = await getAccount(ctx, { id: known.account_id });
  const day = on ?? dayIn(ctx.now, zone);
  const fee_minor = await earlyFee(ctx, known, day);
  const bound = known.contracts.findLast(({ from_on }) => from_on <= day);
  if (bound === undefined) return { on: day, contract: null, fee_minor };
  const terms = await versionNumbered(ctx, bound);
  const term = termOn(terms, bound.from_on, day);
  const { plan_id, plan_version } = bound;
  return {
    on: day,
    contract: term ? { ...termsOf(terms), plan_id, plan_version, ...term } : null,
    fee_minor,
  };
};
