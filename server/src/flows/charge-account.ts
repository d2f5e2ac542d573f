import { type Day, dayIn } from '@isp/values';
import { type Charge, makeCharge, type NewCharge } from '../billing/index.ts';
import { AccountClosed, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription } from '../subscriptions/index.ts';
import { sellableVersion } from '../tariffs/index.ts';
import type { ChargeAccount } from './contract/charges.ts';
import { ChargeUnclear, CurrencyDiffers, NotOfAccount } from './faults.ts';
import { withinAYear } from './within-a-year.ts';

/** What a charge says of itself. */
export type ChargeTerms = Pick<NewCharge, 'plan_id' | 'plan_version' | 'description' | 'unit_price_minor' | 'tax_code'>;
type Written = Pick<ChargeAccount, 'plan_id' | 'description' | 'unit_price_minor' | 'tax_code'>;

/** The currency it must be in, and the day whose terms hold. */
interface ChargedIn {
  readonly currency: string;
  readonly on: Day;
}

const writtenTerms = ({ description, unit_price_minor, tax_code = null }: Written): ChargeTerms => {
  if (description === undefined) throw ChargeUnclear({ why: 'it says neither a plan nor what it is for' });
  if (unit_price_minor === undefined) throw ChargeUnclear({ why: 'it says no price' });
  return { plan_id: null, plan_version: null, description, unit_price_minor, tax_code };
};

/** What is said stands in place of the plan’s. */
const planTerms = async (ctx: Ctx, plan_id: string, input: Written, of: ChargedIn): Promise<ChargeTerms> => {
  const plan = await sellableVersion(ctx, plan_id, of.on);
  if (plan.kind !== 'one-time') throw ChargeUnclear({ why: `plan ${plan.code} is a service, which one subscribes to` });
  if (plan.currency !== of.currency) throw CurrencyDiffers({ account: of.currency, other: plan.currency });
  const unit_price_minor = input.unit_price_minor ?? plan.price_minor;
  if (unit_price_minor === 0n) throw ChargeUnclear({ why: `plan ${plan.code} costs nothing` });
  const { description = plan.name, tax_code = plan.tax_code } = input;
  return { plan_id, plan_version: plan.version, description, unit_price_minor, tax_code };
};

/** The terms of a charge: those of a plan that is sold once, or what is written. */
export const chargeTerms = (ctx: Ctx, input: Written, of: ChargedIn): Promise<ChargeTerms> | ChargeTerms =>
  input.plan_id === undefined ? writtenTerms(input) : planTerms(ctx, input.plan_id, input, of);

/** Charges an account once, for a plan that is sold so or for what is written; a bill from `due_on` on takes it. */
export const chargeAccount = async (ctx: Ctx, input: ChargeAccount): Promise<Charge> => {
  const { subscription_id, quantity } = input;
  const account = await getAccount(ctx, { id: input.account_id });
  if (account.state === 'closed') throw AccountClosed(account);
  const today = dayIn(ctx.now, account.zone);
  const due_on = withinAYear(input.due_on ?? today, today);
  if (subscription_id !== null && (await getSubscription(ctx, { id: subscription_id })).account_id !== account.id)
    throw NotOfAccount({ id: subscription_id });
  const { currency } = account;
  const terms = await chargeTerms(ctx, input, { currency, on: due_on });
  return makeCharge(ctx, {
    ...terms,
    account_id: account.id,
    subscription_id,
    currency,
    quantity,
    due_on,
    known_on: today,
  });
};
