import { Fault, type Id } from '@isp/values';
import { copyId } from '../kernel/copy.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { changePlan } from './change-plan.ts';
import type { Act } from './contract/rehearsal.ts';
import { ActRefused } from './faults.ts';
import { offerDiscount } from './give-discount.ts';
import { pause, resumeByHand, suspendByHand, unpause } from './pause.ts';
import { payBill } from './pay-bill.ts';
import { terminate } from './terminate.ts';

const perform = async (ctx: Ctx, account_id: Id, act: Act): Promise<unknown> => {
  switch (act.kind) {
    case 'payment':
      return payBill(ctx, { account_id, method: 'transfer', amount_minor: act.amount_minor, reference: null });
    case 'discount': {
      const { kind: _, on: __, subscription_id, ...terms } = act;
      return offerDiscount(ctx, {
        ...terms,
        account_id,
        subscription_id: subscription_id === null ? null : copyId(subscription_id),
      });
    }
    case 'change-plan': {
      const { kind: _, on: __, subscription_id, ...change } = act;
      return changePlan(ctx, { id: copyId(subscription_id), ...change });
    }
    case 'pause':
      return pause(ctx, {
        id: copyId(act.subscription_id),
        to_on: act.to_on,
        hold_fee_minor: act.hold_fee_minor,
        note: null,
      });
    case 'unpause':
      return unpause(ctx, { id: copyId(act.subscription_id) });
    case 'suspend':
      return suspendByHand(ctx, { id: copyId(act.subscription_id), note: null });
    case 'resume':
      return resumeByHand(ctx, { id: copyId(act.subscription_id) });
    case 'end':
      return terminate(ctx, { id: copyId(act.subscription_id) });
  }
};

/** Does to the copy of an account what a rehearsal has for it on a day, by the command's own flow; what that refuses, refuses the rehearsal. */
export const actOut = async (ctx: Ctx, accountId: Id, act: Act, no: number): Promise<void> => {
  try {
    await perform(ctx, accountId, act);
  } catch (error) {
    if (error instanceof Fault) throw ActRefused({ no, kind: act.kind, on: act.on, why: error.message });
    throw error;
  }
};
