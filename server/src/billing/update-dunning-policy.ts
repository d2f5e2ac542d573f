import type { Ctx } from '../kernel/ctx.ts';
import type { DunningPolicy, UpdateDunningPolicy } from './contract.ts';
import { DunningPolicyNotFound, DunningStepTwice } from './faults.ts';
import { dunningPolicies, updatePolicyRow } from './store/catalogue.ts';

const stepKey = (step: DunningPolicy['steps'][number]) => `${step.kind}:${step.days}`;

/** Changes when reminders go out and service is suspended; steps already taken stay taken. */
export const updateDunningPolicy = async (
  ctx: Ctx,
  { code, ...change }: UpdateDunningPolicy,
): Promise<DunningPolicy> => {
  const twice = change.steps?.find((step, i, all) => all.findIndex((other) => stepKey(other) === stepKey(step)) !== i);
  if (twice) throw DunningStepTwice(twice);
  const steps = change.steps && [...change.steps].sort((a, b) => a.days - b.days);
  const given = Object.fromEntries(Object.entries({ ...change, steps }).filter(([, value]) => value !== undefined));
  const policy =
    Object.keys(given).length > 0
      ? await updatePolicyRow(ctx.tx, code, given)
      : (await dunningPolicies(ctx.tx)).find((p) => p.code === code);
  if (!policy) throw DunningPolicyNotFound({ code });
  return policy;
};
