import type { Id } from '@isp/values';
import type { Account } from '../crm/index.ts';
import { permits } from '../kernel/actor.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { NotPermitted } from '../kernel/faults.ts';
import { addressText, areasOf, plansById } from '../tariffs/index.ts';
import { PlanOutOfArea } from './faults.ts';

const PERMISSION = 'subscriptions.out-of-area';

/** Refuses plans that are not sold at an account's address, unless somebody who may says why. Gives that reason where one was needed, to be kept. */
export const checkArea = async (
  ctx: Ctx,
  account: Account,
  planIds: readonly Id[],
  reason: string | undefined,
): Promise<string | null> => {
  const plans = await plansById(ctx.tx, planIds);
  const areas = await areasOf(ctx, plans, account);
  const outside = plans.find(({ id }) => areas.get(id)?.inside === false);
  if (outside === undefined) return null;
  if (reason === undefined)
    throw PlanOutOfArea({
      code: outside.code,
      areas: areas.get(outside.id)?.names ?? [],
      address: addressText(account),
    });
  if (!permits(ctx.actor, PERMISSION)) throw NotPermitted({ permission: PERMISSION });
  return reason;
};
