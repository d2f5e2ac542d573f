import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { checkTax } from './check-tax.ts';
import type { Charge } from './contract/charges.ts';
import { chargeById, insertCharge } from './store/charges.ts';

export interface NewCharge
  extends Pick<
    Charge,
    | 'account_id'
    | 'subscription_id'
    | 'plan_id'
    | 'description'
    | 'quantity'
    | 'unit_price_minor'
    | 'currency'
    | 'tax_code'
    | 'due_on'
  > {
  /** When it was said beforehand, by a quote. */
  readonly id?: Id;
  readonly quote_id?: Id;
  readonly plan_version: number | null;
  readonly known_on: Charge['due_on'];
}

/** Charges an account once: the next bill that is made for it from `due_on` on takes it. */
export const makeCharge = async (ctx: Ctx, { id = ctx.newId(), ...charge }: NewCharge): Promise<Charge> => {
  await checkTax(ctx, charge.tax_code);
  await insertCharge(ctx.tx, { ...charge, id, made_by: ctx.actor.name, made_at: ctx.now });
  await publish(ctx.tx, 'billing.charges', { account_id: charge.account_id });
  return (await chargeById(ctx.tx, id)) as Charge;
};
