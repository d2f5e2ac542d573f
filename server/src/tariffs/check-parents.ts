import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { isService, type PlanKind } from './core/kinds.ts';
import { ParentsUnclear } from './faults.ts';
import { plansById } from './store.ts';

/** Refuses plans that nothing can be added to, and any for a plan that is no add-on. */
export const checkParents = async (ctx: Ctx, kind: PlanKind, parents: readonly Id[] | null): Promise<void> => {
  if (parents === null) return;
  if (kind !== 'add-on') throw ParentsUnclear({ why: 'only an add-on is added to subscriptions of other plans' });
  const plans = await plansById(ctx.tx, parents);
  for (const id of parents) {
    const plan = plans.find((each) => each.id === id);
    if (plan === undefined) throw ParentsUnclear({ why: `there is no plan ${id}` });
    if (!isService(plan.kind)) throw ParentsUnclear({ why: `plan ${plan.code} is no service that one subscribes to` });
  }
};
