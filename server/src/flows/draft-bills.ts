import type { Day, Id } from '@isp/values';
import {
  type BillableAccount,
  type BillingCatalogue,
  billingCatalogue,
  type Drafted,
  draftInvoice,
  linesWanted,
  usageWanted,
} from '../billing/index.ts';
import type { Tx } from '../kernel/db.ts';
import { billableAccounts, billedLines, billingTerms, usageTotals } from '../views/billable.ts';

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

/** Accounts with all that their bills of a day depend on. */
export const readAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  catalogue: BillingCatalogue,
  as_of: Day,
): Promise<BillableAccount[]> => {
  const accounts = await billableAccounts(tx, ids);
  const wanted = accounts.flatMap((a) => usageWanted(a, catalogue, as_of));
  const totals = Map.groupBy(await usageTotals(tx, wanted), (t) => t.subscription_id);
  const beyond = accounts.flatMap((a) => linesWanted(a, catalogue, as_of));
  const lines = Map.groupBy(await billedLines(tx, beyond), (l) => l.subscription_id);
  return accounts.map((account) => {
    const subscriptions = account.subscriptions.map((s) => ({
      ...s,
      usage: totals.get(s.id) ?? s.usage,
      lines: lines.get(s.id) ?? s.lines,
    }));
    return { ...account, subscriptions };
  });
};

/** The invoices that are due on these accounts, as values. */
export const draftAccounts = async (
  tx: Tx,
  ids: readonly Id[],
  catalogue: BillingCatalogue,
  as_of: Day,
): Promise<Drafted[]> =>
  (await readAccounts(tx, ids, catalogue, as_of)).map((account) => draftOrHold(account, catalogue, as_of));
