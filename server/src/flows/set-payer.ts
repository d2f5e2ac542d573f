import type { Id } from '@isp/values';
import { activeHolds } from '../billing/index.ts';
import { type Account, getAccount, setPayer as set } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { claimAtOnce } from '../views/due-accounts.ts';
import type { SetPayer } from './contract/payers.ts';
import { BeingBilled, BillHeld } from './faults.ts';
import { settleService } from './unpaid.ts';

const change = async (ctx: Ctx, id: Id, payer_id: Id | null): Promise<Account> => {
  const before = await getAccount(ctx, { id });
  const all = [id, before.payer_id, payer_id].flatMap((each) => each ?? []);
  if (payer_id !== null) await getAccount(ctx, { id: payer_id });
  if (!(await claimAtOnce(ctx.tx, [...new Set(all)]))) throw BeingBilled();
  if ((await getAccount(ctx, { id })).payer_id !== before.payer_id) throw BeingBilled();
  const [hold] = await activeHolds(ctx.tx, [id]);
  if (hold) throw BillHeld(hold);
  const account = await set(ctx, { id, payer_id });
  await settleService(ctx, account);
  await publish(ctx.tx, 'billing.payers', { account_id: id });
  return account;
};

/** Has another account pay for one, from its next document on; debts of before stay where they are. What the new payer owes decides whether service goes on. */
export const setPayer = (ctx: Ctx, { id, payer_id }: SetPayer): Promise<Account> => change(ctx, id, payer_id);

/** Has an account pay for itself again, from its next document on. */
export const dropPayer = (ctx: Ctx, { id }: { readonly id: Id }): Promise<Account> => change(ctx, id, null);
