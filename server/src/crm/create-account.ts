import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Account, CreateAccount } from './contract.ts';
import { insertAccount } from './store.ts';

/** What a new account takes from its legal entity when it is not said. */
export interface AccountDefaults {
  readonly legal_entity_id: Id;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
}

/** Opens an account. */
export const createAccount = (ctx: Ctx, input: CreateAccount, defaults: AccountDefaults): Promise<Account> =>
  insertAccount(ctx.tx, {
    ...input,
    id: ctx.newId(),
    country: input.country ?? defaults.country,
    zone: input.zone ?? defaults.zone,
    currency: input.currency ?? defaults.currency,
    legal_entity_id: input.legal_entity_id ?? defaults.legal_entity_id,
    created_at: ctx.now,
  });
