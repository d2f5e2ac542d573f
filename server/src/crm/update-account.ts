import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Account, UpdateAccount } from './contract.ts';
import { AccountNotFound, ZoneShared } from './faults.ts';
import { getAccount } from './get-account.ts';
import { paidFor, updateAccountRow } from './store.ts';

/** Accounts that share invoices share their days. */
const refuseShared = async (ctx: Ctx, id: Id, zone: string): Promise<void> => {
  const account = await getAccount(ctx, { id });
  if (account.zone === zone) return;
  if (account.payer_id !== null || (await paidFor(ctx.tx, id)).length > 0) throw ZoneShared(account);
};

/** Changes an account's particulars; issued documents keep the old ones. */
export const updateAccount = async (ctx: Ctx, { id, ...change }: UpdateAccount): Promise<Account> => {
  if (Object.keys(change).length === 0) return getAccount(ctx, { id });
  if (change.zone !== undefined) await refuseShared(ctx, id, change.zone);
  const account = await updateAccountRow(ctx.tx, id, change);
  if (!account) throw AccountNotFound({ id });
  return account;
};
