import { type Day, dayIn, later } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { checkAreas } from './check-areas.ts';
import { checkBundle } from './check-bundle.ts';
import { checkParents } from './check-parents.ts';
import type { CreatePlan, Plan, PlanVersion } from './contract.ts';
import { checkFreeHours, moneyProblem, overageProblem, rolloverProblem, unclearMeter } from './core/terms.ts';
import {
  FreeHoursTooLong,
  MeterStepsUnclear,
  MoneyLimitUnclear,
  OverageIncomplete,
  PlanCodeTaken,
  RolloverUnclear,
  TiersUnclear,
} from './faults.ts';
import { getPlan } from './get-plan.ts';
import { insertPlan, insertVersion } from './store.ts';

/** A plan that says no beginning holds for any start, however far back. */
const ALWAYS = '2000-01-01' as Day;

/** Makes a plan with its first version. `defaults.currency` is used when none is said. */
export const createPlan = async (
  ctx: Ctx,
  input: CreatePlan,
  defaults: { readonly currency: string },
): Promise<Plan & { versions: PlanVersion[] }> => {
  const { code, name, kind, parent_plan_ids, area_ids, effective_from, currency, ...terms } = input;
  const lacking = overageProblem(terms);
  if (lacking !== undefined) throw lacking === 'tiers' ? TiersUnclear() : OverageIncomplete();
  if (!checkFreeHours(terms)) throw FreeHoursTooLong();
  const why = moneyProblem(terms);
  if (why !== undefined) throw MoneyLimitUnclear({ why });
  const lost = rolloverProblem(terms);
  if (lost !== undefined) throw RolloverUnclear({ why: lost });
  const meter = unclearMeter(terms.meter_charges);
  if (meter !== undefined) throw MeterStepsUnclear({ meter });
  await checkParents(ctx, kind, parent_plan_ids);
  await checkAreas(ctx, area_ids);
  const today = dayIn(ctx.now, 'UTC');
  const parts = await checkBundle(ctx, terms, {
    kind,
    currency: currency ?? defaults.currency,
    on: later(effective_from ?? today, today),
  });
  const made = { id: ctx.newId(), code, name, kind, parent_plan_ids, area_ids, created_at: ctx.now };
  const plan = await insertPlan(ctx.tx, made);
  if (!plan) throw PlanCodeTaken({ code });
  await insertVersion(ctx.tx, {
    ...terms,
    parts,
    plan_id: plan.id,
    version: 1,
    effective_from: effective_from ?? ALWAYS,
    currency: currency ?? defaults.currency,
    created_at: ctx.now,
    withdrawn_at: null,
  });
  return getPlan(ctx, plan);
};
