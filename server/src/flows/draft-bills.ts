import type { Day, Id } from '@isp/values';
import {
  type BillableAccount,
  type BillingCatalogue,
  billingCatalogue,
  type Drafted,
  draftInvoice,
  linesWanted,
  metersWanted,
  usageWanted,
} from '../billing/index.ts';
import type { Tx } from '../kernel/db.ts';
import { billableAccounts, billedLines, billingTerms, usageTotals } from '../views/billable.ts';
import { meterTotals } from '../views/meter-totals.ts';

/** The plans and taxes of a run. */
export const catalogueOf = async (tx: Tx): Promise<BillingCatalogue> => {
  const { plans, taxes } = await billingTerms(tx);
  return billingCatalogue(plans, taxes);
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

/** The accounts with the use that their bills of a day depend on. */
export const withUse = async (
  tx: Tx,
  accounts: readonly BillableAccount[],
  catalogue: BillingCatalogue,
  as_of: Day,
): Promise<BillableAccount[]> => {
  const octets = await usageTotals(
    tx,
    accounts.flatMap((a) => usageWanted(a, catalogue, as_of)),
  );
  const metered = await meterTotals(
    tx,
    accounts.flatMap((a) => metersWanted(a, catalogue, as_of)),
  );
  const usage = Map.groupBy(octets, (t) => t.subscription_id);
  const meters = Map.groupBy(metered, (t) => t.subscription_id);
  return accounts.map((account) => ({
    ...account,
    subscriptions: account.subscriptions.map((s) => ({
      ...s,
      usage: usage.get(s.id) ?? [],
      meter_usage: meters.get(s.id) ?? [],
    })),
  }));
};

/** Accounts with all that their bills of a day depend on. */
export const readAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  catalogue: BillingCatalogue,
  as_of: Day,
): Promise<BillableAccount[]> => {
  const accounts = await withUse(tx, await billableAccounts(tx, ids), catalogue, as_of);
  const beyond = accounts.flatMap((a) => linesWanted(a, catalogue, as_of));
  const lines = Map.groupBy(await billedLines(tx, beyond), (l) => l.subscription_id);
  return accounts.map((account) => ({
    ...account,
    subscriptions: account.subscriptions.map((s) => ({ ...s, lines: lines.get(s.id) ?? s.lines })),
  }));
};

/** The invoices that are due on these accounts, as values. */
export const draftAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  catalogue: BillingCatalogue,
  as_of: Day,
): Promise<Drafted[]> =>
  (await readAccounts(tx, ids, catalogue, as_of)).map((account) => draftOrHold(account, catalogue, as_of));
