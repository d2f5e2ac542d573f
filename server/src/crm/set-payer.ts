import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Account } from './contract.ts';
import { AccountClosed, AccountNotFound, PayerMissing, PayerUnfit } from './faults.ts';
import { accountById, countPaidFor, updateAccountRow } from './store.ts';

type Row = NonNullable<Awaited<ReturnType<typeof accountById>>>;

/** Why an account cannot pay for another; `undefined` when it can. */
const unfit = (account: Row, payer: Row): string | undefined => {
  if (payer.id === account.id) return 'it is the same account, which pays for itself already';
  if (payer.payer_id !== null) return 'another account pays for it';
  if (payer.currency !== account.currency) return `it is billed in ${payer.currency}, the other in ${account.currency}`;
  if (payer.legal_entity_id !== account.legal_entity_id) return 'another legal entity invoices it';
  if (payer.zone !== account.zone) return `its days begin in ${payer.zone}, those of the other in ${account.zone}`;
  if (payer.reseller_id !== account.reseller_id) return 'another reseller has it';
  return undefined;
};

const readAccount = async (ctx: Ctx, id: Id): Promise<Row> => {
  const account = await accountById(ctx.tx, id);
  if (!account) throw AccountNotFound({ id });
  return account;
};

/** Has another account pay for one from its next document on, or, `null`, has it pay for itself. Both are locked as a bill run locks them. */
export const setPayer = async (
  ctx: Ctx,
  { id, payer_id }: { readonly id: Id; readonly payer_id: Id | null },
): Promise<Account> => {
  const account = await readAccount(ctx, id);
  if (payer_id === null && account.payer_id === null) throw PayerMissing(account);
  if (payer_id !== null) {
    const payer = await readAccount(ctx, payer_id);
    for (const each of [account, payer]) if (each.state === 'closed') throw AccountClosed(each);
    const others = await countPaidFor(ctx.tx, id);
    const why = others > 0 ? `account ${account.number} pays for ${others} itself` : unfit(account, payer);
    if (why !== undefined) throw PayerUnfit({ payer: payer.number, why });
  }
  const changed = await updateAccountRow(ctx.tx, id, { payer_id });
  if (!changed) throw AccountNotFound({ id });
  return changed;
};
