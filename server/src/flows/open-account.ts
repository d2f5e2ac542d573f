import { defaultLegalEntity } from '../billing/index.ts';
import { type Account, createAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { OpenAccount } from './contract.ts';

/** Opens an account under a legal entity: the one named, or the first; what is not said is taken from it. */
export const openAccount = async (ctx: Ctx, input: OpenAccount): Promise<Account> => {
  const entity = await defaultLegalEntity(ctx, input.legal_entity_id);
  return createAccount(ctx, input, {
    legal_entity_id: entity.id,
    country: entity.country,
    zone: entity.zone,
    currency: entity.currency,
  });
};
