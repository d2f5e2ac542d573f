import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { CancelCharge, Charge } from './contract/charges.ts';
import { ChargeNotFound, ChargeOver } from './faults.ts';
import { cancelChargeRow, chargeById } from './store/charges.ts';

/** Cancels a charge that waits for a bill. */
export const cancelCharge = async (ctx: Ctx, { id }: CancelCharge): Promise<Charge> => {
  const before = await chargeById(ctx.tx, id);
  if (!before) throw ChargeNotFound({ id });
  if (!(await cancelChargeRow(ctx.tx, id, { name: ctx.actor.name, at: ctx.now }))) {
    const { state, invoice_number } = (await chargeById(ctx.tx, id)) ?? before;
    throw ChargeOver({ state, invoice: invoice_number });
  }
  await publish(ctx.tx, 'billing.charges', { account_id: before.account_id });
  return { ...before, state: 'cancelled', cancelled_by: ctx.actor.name, cancelled_at: ctx.now };
};
