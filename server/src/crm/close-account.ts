import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Account } from './contract.ts';
import { AccountNotFound } from './faults.ts';
import { updateAccountRow } from './store.ts';

/** Closes an account: nothing new can be sold to it, its documents stay. The caller has seen that no subscription runs. */
export const closeAccount = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Account> => {
  const account = await updateAccountRow(ctx.tx, id, { state: 'closed' });
  if (!account) throw AccountNotFound({ id });
  return account;
};
