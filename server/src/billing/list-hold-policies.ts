import type { Ctx } from '../kernel/ctx.ts';
import type { EntityHoldPolicy } from './contract.ts';
import { DEFAULT_POLICY } from './core/bill-review.ts';
import { policyRows } from './store/holds.ts';

/** What every legal entity’s runs hold by themselves: as was said, or as holds where nothing was. */
export const listHoldPolicies = async (ctx: Ctx): Promise<EntityHoldPolicy[]> =>
  (await policyRows(ctx.tx)).map(({ legal_entity_id, legal_entity_name, currency, ...said }) => {
    const entity = { legal_entity_id, legal_entity_name, currency };
    const { classes, change_percent, minimum_minor } = said;
    if (classes === null || change_percent === null || minimum_minor === null)
      return { ...entity, ...DEFAULT_POLICY, classes: [...DEFAULT_POLICY.classes] };
    return { ...entity, ...said, change_percent, minimum_minor, classes: classes as EntityHoldPolicy['classes'] };
  });
