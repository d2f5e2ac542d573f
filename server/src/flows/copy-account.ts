import { addDays, type Day, dayIn, type Id } from '@isp/values';
import { addSupposedUse, copyUse } from '../aaa/index.ts';
import { copyDiscounts, copyDocuments, copyLegalEntity, copySeries, copyTerms } from '../billing/index.ts';
import { type Account, copyAccountRow, getAccount, paidFor } from '../crm/index.ts';
import { copyId } from '../kernel/copy.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { copyRecords } from '../metering/index.ts';
import { copyOpenPayments } from '../payments/index.ts';
import { copySubscriptions } from '../subscriptions/index.ts';
import { usageTotals } from '../views/billable.ts';
import { invoicedBefore, servicesOf, useToBill } from '../views/rehearsal.ts';
import type { Rehearse } from './contract/rehearsal.ts';
import { RehearsalTooLarge } from './faults.ts';

/** A copy of an account, and what each of its subscriptions is to use. */
export interface Copied {
  readonly account: Account;
  /** The original's, of each subscription of the copy. */
  readonly original: ReadonlyMap<Id, Id>;
  /** Whose it is, of each of them. */
  readonly whose: ReadonlyMap<Id, Id>;
  /** Octets a calendar month, by subscription of the copy. */
  readonly use: ReadonlyMap<Id, bigint>;
}

const LATELY_DAYS = 30;
/** Accounts that one pays for and that are copied with it. */
const MOST_PAID_FOR = 200;

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

/** Copies one account with its services; gives, of each subscription, what it is to use. */
const copyServices = async (ctx: Ctx, account: Account, use: Rehearse['use'], today: Day): Promise<Map<Id, bigint>> => {
  const { id, zone } = account;
  await copyOpenPayments(ctx.tx, id);
  const uses = await useToBill(ctx.tx, id);
  for (const { id: subscription_id, since_at } of uses)
    if (since_at !== null) {
      await copyUse(ctx.tx, id, subscription_id, since_at);
      await copyRecords(ctx.tx, id, subscription_id, dayIn(since_at, zone));
    }
  return useOf(
    ctx,
    account,
    uses.map((each) => each.id),
    use,
    today,
  );
};

/**
 * Copies an account, and those it pays for, with all that its next bills depend on, to be taken back. The copy has ids, a legal entity and number series of its own, so that nothing of the original is locked and no number is
 * used; it has no log-ins, no addresses and no postings. What is billed meanwhile is found as billed already, and refused: subscriptions are copied before documents. Others that its services were invoiced to are
 * copied with no more than their documents.
 */
export const copyAccount = async (ctx: Ctx, original: Account, use: Rehearse['use'], today: Day): Promise<Copied> => {
  const others = await paidFor(ctx.tx, original.id);
  if (others.length > MOST_PAID_FOR) throw RehearsalTooLarge({ number: original.number, most: MOST_PAID_FOR });
  const accounts = [original];
  for (const id of others) accounts.push(await getAccount(ctx, { id }));
  const ids = accounts.map(({ id }) => id);
  const before: Account[] = [];
  for (const id of await invoicedBefore(ctx.tx, ids)) before.push(await getAccount(ctx, { id }));
  const legal_entity_id = ctx.newId();
  await copyLegalEntity(ctx.tx, original.legal_entity_id, legal_entity_id);
  for (const each of [...accounts, ...before]) {
    const payer_id = each.payer_id === original.id ? copyId(original.id) : null;
    await copyAccountRow(ctx.tx, each, { legal_entity_id, payer_id });
  }
  for (const id of ids) await copySubscriptions(ctx.tx, id);
  const documents = [...ids, ...before.map(({ id }) => id)];
  await copyDiscounts(ctx.tx, ids, documents);
  for (const id of ids) await copyTerms(ctx.tx, id);
  for (const id of documents) await copyDocuments(ctx.tx, id, legal_entity_id);
  await copySeries(ctx.tx, original.legal_entity_id, legal_entity_id);
  const uses = new Map<Id, bigint>();
  for (const each of accounts)
    for (const [id, octets] of await copyServices(ctx, each, use, today)) uses.set(id, octets);
  const services = await servicesOf(ctx.tx, ids);
  return {
    account: await getAccount(ctx, { id: copyId(original.id) }),
    original: new Map(services.map(({ id }) => [copyId(id), id])),
    whose: new Map(services.map(({ account_id, id }) => [copyId(id), copyId(account_id)])),
    use: uses,
  };
};

/** Has these subscriptions of a copy use what they are to, from a day up to another. */
export const useUntil = async (
  ctx: Ctx,
  { account: { zone }, use, whose }: Copied,
  subscriptions: readonly Id[],
  [from_on, to_on]: readonly [Day, Day],
): Promise<void> => {
  const uses = subscriptions.flatMap((subscription_id) => {
    const octets_per_month = use.get(subscription_id) ?? 0n;
    const account_id = whose.get(subscription_id);
    return octets_per_month === 0n || account_id === undefined
      ? []
      : [{ account_id, subscription_id, zone, octets_per_month, from_on, to_on }];
  });
  await addSupposedUse(ctx.tx, uses);
};
