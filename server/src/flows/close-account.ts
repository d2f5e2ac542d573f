import type { Id } from '@isp/values';
import { cancelVouchersOf } from '../aaa/index.ts';
import { type Account, AccountInUse, closeAccount as close, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { runningOf } from '../subscriptions/index.ts';

/** Closes an account none of whose subscriptions runs, and cancels its vouchers. What it owes stays owed. */
export const closeAccount = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Account> => {
  const account = await getAccount(ctx, { id });
  if ((await runningOf(ctx.tx, id)).length > 0) throw AccountInUse(account);
  await cancelVouchersOf(ctx, id);
  return close(ctx, { id });
};
