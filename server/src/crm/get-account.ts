import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Account } from './contract.ts';
import { AccountNotFound } from './faults.ts';
import { accountById } from './store.ts';

/** One account, or `AccountNotFound`: also for an account the actor may not see. */
export const getAccount = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Account> => {
  const account = await accountById(ctx.tx, id);
  if (!account) throw AccountNotFound({ id });
  return account;
};
