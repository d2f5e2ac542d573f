import type { Ctx } from '../kernel/ctx.ts';
import type { EntityHoldPolicy, SetHoldPolicy } from './contract.ts';
import { LegalEntityNotFound } from './faults.ts';
import { listHoldPolicies } from './list-hold-policies.ts';
import { savePolicy } from './store/holds.ts';

/** Says what a legal entity's runs hold by themselves, and from where on a bill counts as changed; holds from the next run on. */
export const setHoldPolicy = async (
  ctx: Ctx,
  { legal_entity_id, ...policy }: SetHoldPolicy,
): Promise<EntityHoldPolicy> => {
  const before = (await listHoldPolicies(ctx)).find((each) => each.legal_entity_id === legal_entity_id);
  if (!before) throw LegalEntityNotFound({ id: legal_entity_id });
  await savePolicy(ctx.tx, legal_entity_id, policy);
  return { ...before, ...policy };
};
