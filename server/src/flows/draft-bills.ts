import type { Day, Id } from '@isp/values';
import {
  type BillableAccount,
  type BillingCatalogue,
  billingCatalogue,
  type Drafted,
  draftInvoice,
  linesWanted,
  type MetersWanted,
  metersWanted,
  planKey,
  type UsageWanted,
  usageWanted,
} from '../billing/index.ts';
import type { Tx } from '../kernel/db.ts';
import { billableAccounts, billedLines, billingTerms, parties, usageTotals } from '../views/billable.ts';
import { meterTotals } from '../views/meter-totals.ts';
import { billedUsage, pastUse } from '../views/recounts.ts';

/** The plans and taxes of a run. */
export const catalogueOf = async (tx: Tx): Promise<BillingCatalogue> => {
  const { plans, taxes, groups } = await billingTerms(tx);
  return billingCatalogue(plans, taxes, groups);
};

/** A bad row of one account holds that account, never the run. */
export const draftOrHold = (account: BillableAccount, catalogue: BillingCatalogue, as_of: Day): Drafted => {
  try {
    return draftInvoice(account, catalogue, as_of);
  } catch (error) {
    const held = `its data cannot be billed: ${error instanceof Error ? error.message : String(error)}`;
    return { account_id: account.id, invoice: null, credits: [], freed: [], held, next: [] };
  }
};

/** The accounts with what was billed of the use that is to be reckoned again; as they are where none is. */
const withBilledUsage = async (tx: Tx, accounts: readonly BillableAccount[]): Promise<readonly BillableAccount[]> => {
  const asked = accounts.flatMap(({ subscriptions }) =>
    subscriptions.flatMap(({ account_id, id: subscription_id, recount_from: from_on }) =>
      from_on === null ? [] : [{ account_id, subscription_id, from_on }],
    ),
  );
  if (asked.length === 0) return accounts;
  const billed = await billedUsage(tx, asked);
  return accounts.map((account) => ({
    ...account,
    subscriptions: account.subscriptions.map((each) => ({ ...each, billed_usage: billed.get(each.id) ?? null })),
  }));
};

/** The accounts with what was used in billed periods, of those whose plan has what is left roll over; as they are where none has. */
const withPastUse = async (
  tx: Tx,
  accounts: readonly BillableAccount[],
  catalogue: BillingCatalogue,
): Promise<readonly BillableAccount[]> => {
  if (!catalogue.has_rollover) return accounts;
  const asked = accounts.flatMap(({ subscriptions }) =>
    subscriptions.flatMap(({ account_id, id: subscription_id, segments, billed }) => {
      const rolls = segments.some((segment) => catalogue.plans.get(planKey(segment))?.rollover != null);
      return rolls && billed.usage_to !== null ? [{ account_id, subscription_id }] : [];
    }),
  );
  if (asked.length === 0) return accounts;
  const past = await pastUse(tx, asked);
  return accounts.map((account) => ({
    ...account,
    subscriptions: account.subscriptions.map((each) => ({ ...each, past_use: past.get(each.id) ?? [] })),
  }));
};

/** Accounts with all that their bills depend on but their lines and use: what was billed of use that counts for later bills with them. */
export const knownAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  catalogue: BillingCatalogue,
  how: { readonly alone?: boolean } = {},
): Promise<readonly BillableAccount[]> =>
  withPastUse(tx, await withBilledUsage(tx, await billableAccounts(tx, ids, how)), catalogue);

/** The accounts with the use of these periods. */
export const readUse = async (
  tx: Tx,
  accounts: readonly BillableAccount[],
  wanted: { readonly octets: readonly UsageWanted[]; readonly meters: readonly MetersWanted[] },
): Promise<BillableAccount[]> => {
  const usage = Map.groupBy(await usageTotals(tx, wanted.octets), (t) => t.subscription_id);
  const meters = Map.groupBy(await meterTotals(tx, wanted.meters), (t) => t.subscription_id);
  return accounts.map((account) => ({
    ...account,
    subscriptions: account.subscriptions.map((s) => ({
      ...s,
      usage: usage.get(s.id) ?? [],
      meter_usage: meters.get(s.id) ?? [],
    })),
  }));
};

/** The accounts with the use that their bills of a day depend on. */
export const withUse = (
  tx: Tx,
  accounts: readonly BillableAccount[],
  catalogue: BillingCatalogue,
  as_of: Day,
): Promise<BillableAccount[]> =>
  readUse(tx, accounts, {
    octets: accounts.flatMap((a) => usageWanted(a, catalogue, as_of)),
    meters: accounts.flatMap((a) => metersWanted(a, catalogue, as_of)),
  });

const othersOn = ({ id, pays_for, subscriptions }: BillableAccount): Id[] => {
  const lines = subscriptions.flatMap((each) => [...each.lines, ...(each.billed_usage?.lines ?? [])]);
  if (lines.length === 0) return [];
  const own = new Set([id, ...pays_for.map((each) => each.id)]);
  return lines.flatMap(({ account_id }) => (own.has(account_id) ? [] : account_id));
};

/** The accounts, of which lines were read, with the others that these were invoiced to. */
export const withBilledBefore = async (
  tx: Tx,
  accounts: readonly BillableAccount[],
): Promise<readonly BillableAccount[]> => {
  const others = [...new Set(accounts.flatMap(othersOn))];
  if (others.length === 0) return accounts;
  const billed_before = await parties(tx, others);
  return accounts.map((account) => ({ ...account, billed_before }));
};

/** Accounts with all that their bills of a day depend on, and those they pay for unless `alone`. */
export const readAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  catalogue: BillingCatalogue,
  as_of: Day,
  how: { readonly alone?: boolean } = {},
): Promise<readonly BillableAccount[]> => {
  const read = await knownAccounts(tx, ids, catalogue, how);
  const accounts = await withUse(tx, read, catalogue, as_of);
  const beyond = accounts.flatMap((a) => linesWanted(a, catalogue, as_of));
  if (beyond.length === 0) return withBilledBefore(tx, accounts);
  const lines = Map.groupBy(await billedLines(tx, beyond), (l) => l.subscription_id);
  const lined = accounts.map((account) => ({
    ...account,
    subscriptions: account.subscriptions.map((s) => ({ ...s, lines: lines.get(s.id) ?? s.lines })),
  }));
  return withBilledBefore(tx, lined);
};

/** The invoices that are due on these accounts, as values. */
export const draftAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  catalogue: BillingCatalogue,
  as_of: Day,
): Promise<Drafted[]> =>
  (await readAccounts(tx, ids, catalogue, as_of)).map((account) => draftOrHold(account, catalogue, as_of));
