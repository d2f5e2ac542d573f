import type { Ctx } from '../kernel/ctx.ts';
import { checkBundle } from './check-bundle.ts';
import type { Plan, PlanVersion, PublishVersion } from './contract.ts';
import { checkFreeHours, moneyProblem, overageProblem, rolloverProblem, unclearMeter } from './core/terms.ts';
import {
  CurrencyChanged,
  FreeHoursTooLong,
  MeterStepsUnclear,
  MoneyLimitUnclear,
  OverageIncomplete,
  PlanNotFound,
  RolloverUnclear,
  TiersUnclear,
  VersionNotNewer,
} from './faults.ts';
import { getPlan } from './get-plan.ts';
import { insertVersion, versionsOf } from './store.ts';

/** Gives a plan new terms from a day on. The new version must begin after every other that was not withdrawn. */
export const publishVersion = async (ctx: Ctx, input: PublishVersion): Promise<Plan & { versions: PlanVersion[] }> => {
  const { id, effective_from, currency, running: _, ...terms } = input;
  const versions = await versionsOf(ctx.tx, [id]);
  const newest = versions.findLast(({ withdrawn_at }) => withdrawn_at === null);
  if (!newest) throw PlanNotFound({ plan: id });
  if (effective_from <= newest.effective_from) throw VersionNotNewer({ latest: newest.effective_from });
  if (currency && currency !== newest.currency) throw CurrencyChanged({ currency: newest.currency });
  const lacking = overageProblem(terms);
  if (lacking !== undefined) throw lacking === 'tiers' ? TiersUnclear() : OverageIncomplete();
  if (!checkFreeHours(terms)) throw FreeHoursTooLong();
  const why = moneyProblem(terms);
  if (why !== undefined) throw MoneyLimitUnclear({ why });
  const lost = rolloverProblem(terms);
  if (lost !== undefined) throw RolloverUnclear({ why: lost });
  const meter = unclearMeter(terms.meter_charges);
  if (meter !== undefined) throw MeterStepsUnclear({ meter });
  const { kind } = await getPlan(ctx, { id });
  const parts = await checkBundle(ctx, terms, { kind, currency: newest.currency, on: effective_from });
  const version = (versions.at(-1) ?? newest).version + 1;
  await insertVersion(ctx.tx, {
    ...terms,
    parts,
    plan_id: id,
    version,
    effective_from,
    currency: newest.currency,
    created_at: ctx.now,
    withdrawn_at: null,
  });
  return getPlan(ctx, { id });
};
