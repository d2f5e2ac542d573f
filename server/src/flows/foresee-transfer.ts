import { dayIn, type Id } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { takenBack } from '../kernel/db.ts';
import { addOnsOf, getSubscription, keepState } from '../subscriptions/index.ts';
import { plansById } from '../tariffs/index.ts';
import { billableAccounts } from '../views/billable.ts';
import type { TransferSubscription } from './contract.ts';
import { foresee } from './foresee.ts';
import { foreseenDocuments } from './preview.ts';
import { transfer } from './transfer.ts';
import { isHeldBack } from './unpaid.ts';

const COUNT = 3;

/** The discounts that subscriptions have of their own. */
const discountsOf = async (ctx: Ctx, account_id: Id, ids: readonly Id[]): Promise<string[]> => {
  const [account] = await billableAccounts(ctx.tx, [account_id], { alone: true });
  return (account?.discounts ?? []).flatMap(({ subscription_id, name, ended_on }) =>
    subscription_id !== null && ids.includes(subscription_id) && ended_on === null ? [name] : [],
  );
};

const planNames = async (ctx: Ctx, ids: readonly Id[]): Promise<string[]> =>
  ids.length === 0 ? [] : (await plansById(ctx.tx, [...new Set(ids)])).map(({ name }) => name).sort();

/** What a transfer would bring both accounts: it is done, looked at, and taken back. The network is not told. */
export const foreseeTransfer = async (ctx: Ctx, input: TransferSubscription) => {
  const known = await getSubscription(ctx, input);
  const { zone } = await getAccount(ctx, { id: known.account_id });
  const today = dayIn(ctx.now, zone);
  const addOns = await addOnsOf(ctx.tx, known);
  return takenBack(ctx.tx, async () => {
    const done = await transfer({ ...ctx, is_rehearsal: true }, input);
    const { account_id, to_account_id, on_day } = done;
    const moved: (typeof known)[] = [];
    for (const { id } of [known, ...addOns]) moved.push(await getSubscription(ctx, { id }));
    // What has not begun is not billed yet, and is looked at as it will be.
    for (const { transferred_to: id } of moved) if (id !== null) await keepState(ctx, { id, on: on_day });
    return {
      on_day,
      fee_minor: moved.reduce((sum, each) => sum + (each.end_fee_minor ?? 0n), 0n),
      add_ons: await planNames(
        ctx,
        addOns.map(({ plan_id }) => plan_id),
      ),
      discounts: await discountsOf(
        ctx,
        account_id,
        moved.map(({ id }) => id),
      ),
      suspended: await isHeldBack(ctx, to_account_id),
      from: foreseenDocuments(await foresee(ctx, account_id, today, COUNT)),
      to: foreseenDocuments(await foresee(ctx, to_account_id, today, COUNT)),
    };
  });
};
