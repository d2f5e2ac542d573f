import type { Id } from '@isp/values';
import { cancelVouchersOf } from '../aaa/index.ts';
import {
  type Account,
  AccountInUse,
  closeAccount as close,
  countPaidFor,
  getAccount,
  PaysForOthers,
} from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { runningOf } from '../subscriptions/index.ts';

/** Closes an account none of whose subscriptions runs and that pays for no other, and cancels its vouchers. What it owes stays owed. */
export const closeAccount = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Account> => {
  const account = await getAccount(ctx, { id });
  if ((await runningOf(ctx.tx, id)).length > 0) throw AccountInUse(account);
  const others = await countPaidFor(ctx.tx, id);
  if (others > 0) throw PaysForOthers({ number: account.number, others });
  await cancelVouchersOf(ctx, id);
  return close(ctx, { id });
};
