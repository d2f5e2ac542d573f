import { addDays, type Day, dayIn, type Id } from '@isp/values';
import { addSupposedUse, copyUse } from '../aaa/index.ts';
import { copyDocuments, copyLegalEntity, copySeries } from '../billing/index.ts';
import { type Account, copyAccountRow, getAccount } from '../crm/index.ts';
import { copyId } from '../kernel/copy.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { copyRecords } from '../metering/index.ts';
import { copyOpenPayments } from '../payments/index.ts';
import { copySubscriptions } from '../subscriptions/index.ts';
import { usageTotals } from '../views/billable.ts';
import { useToBill } from '../views/rehearsal.ts';
import type { Rehearse } from './contract/rehearsal.ts';

/** A copy of an account, and what each of its subscriptions is to use. */
export interface Copied {
  readonly account: Account;
  /** The original's, of each subscription of the copy. */
  readonly original: ReadonlyMap<Id, Id>;
  /** Octets a calendar month, by subscription of the copy. */
  readonly use: ReadonlyMap<Id, bigint>;
}

const LATELY_DAYS = 30;

const useOf = async (ctx: Ctx, account: Account, ids: readonly Id[], use: Rehearse['use'], today: Day) => {
  if (use === 'none') return new Map<Id, bigint>();
  if (typeof use === 'object') return new Map(ids.map((id) => [copyId(id), use.octets_per_month]));
  const of = {
    account_id: account.id,
    zone: account.zone,
    period_from: addDays(today, -LATELY_DAYS),
    period_to: today,
  };
  const totals = await usageTotals(
    ctx.tx,
    ids.map((subscription_id) => ({ ...of, subscription_id })),
  );
  return new Map(totals.map(({ subscription_id, octets }) => [copyId(subscription_id), octets]));
};

/**
 * Copies an account with all that its next bills depend on, to be taken back. The copy has ids, a legal entity and number series of its own, so that nothing of the original is locked and no number is
 * used; it has no log-ins, no addresses and no postings. What is billed meanwhile is found as billed already, and refused: subscriptions are copied before documents.
 */
export const copyAccount = async (ctx: Ctx, original: Account, use: Rehearse['use'], today: Day): Promise<Copied> => {
  const { id } = original;
  const legal_entity_id = ctx.newId();
  await copyLegalEntity(ctx.tx, original.legal_entity_id, legal_entity_id);
  await copyAccountRow(ctx.tx, original, legal_entity_id);
  await copySubscriptions(ctx.tx, id);
  await copyDocuments(ctx.tx, id, legal_entity_id);
  await copySeries(ctx.tx, original.legal_entity_id, legal_entity_id);
  await copyOpenPayments(ctx.tx, id);
  const uses = await useToBill(ctx.tx, id);
  for (const { id: subscription_id, since_at } of uses)
    if (since_at !== null) {
      await copyUse(ctx.tx, id, subscription_id, since_at);
      await copyRecords(ctx.tx, id, subscription_id, dayIn(since_at, original.zone));
    }
  const ids = uses.map((each) => each.id);
  return {
    account: await getAccount(ctx, { id: copyId(id) }),
    original: new Map(ids.map((each) => [copyId(each), each])),
    use: await useOf(ctx, original, ids, use, today),
  };
};

/** Has these subscriptions of a copy use what they are to, from a day up to another. */
export const useUntil = async (
  ctx: Ctx,
  { account: { id: account_id, zone }, use }: Copied,
  subscriptions: readonly Id[],
  [from_on, to_on]: readonly [Day, Day],
): Promise<void> => {
  const uses = subscriptions.flatMap((subscription_id) => {
    const octets_per_month = use.get(subscription_id) ?? 0n;
    return octets_per_month === 0n ? [] : [{ account_id, subscription_id, zone, octets_per_month, from_on, to_on }];
  });
  await addSupposedUse(ctx.tx, uses);
};
