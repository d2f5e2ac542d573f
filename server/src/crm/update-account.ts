import type { Ctx } from '../kernel/ctx.ts';
import type { Account, UpdateAccount } from './contract.ts';
import { AccountNotFound } from './faults.ts';
import { getAccount } from './get-account.ts';
import { updateAccountRow } from './store.ts';

/** Changes an account's particulars; issued documents keep the old ones. */
export const updateAccount = async (ctx: Ctx, { id, ...change }: UpdateAccount): Promise<Account> => {
  if (Object.keys(change).length === 0) return getAccount(ctx, { id });
  const account = await updateAccountRow(ctx.tx, id, change);
  if (!account) throw AccountNotFound({ id });
  return account;
};
