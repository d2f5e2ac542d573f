import { dayIn } from '@isp/values';
import {
  type BillableAccount,
  type BillingCatalogue,
  billDays,
  type Drafted,
  type RunningSubscription,
  runningBills,
  runningMeters,
  runningSubscriptions,
  runningUsage,
} from '../billing/index.ts';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { balanceOf } from '../views/account-page.ts';
import { billedLines } from '../views/billable.ts';
import type { RunningBillReply, ShowRunningBill } from './contract/running-bill.ts';
import { catalogueOf, draftOrHold, knownAccounts, readUse, withBilledBefore, withUse } from './draft-bills.ts';
import { preview } from './preview.ts';

const withLines = async (ctx: Ctx, account: BillableAccount): Promise<BillableAccount> => {
  const all = account.subscriptions.map(({ account_id, id }) => ({
    account_id,
    subscription_id: id,
    beyond: null,
  }));
  const lines = Map.groupBy(await billedLines(ctx.tx, all), (line) => line.subscription_id);
  const subscriptions = account.subscriptions.map((each) => ({ ...each, lines: lines.get(each.id) ?? [] }));
  const [lined = account] = await withBilledBefore(ctx.tx, [{ ...account, subscriptions }]);
  return lined;
};

/** What a credit note that is to be paid out gives back takes nothing off a bill. */
const sumOf = ({ invoice, credits }: Drafted): bigint =>
  credits.reduce(
    (sum, { gross_minor, to_refund }) => (to_refund ? sum : sum - gross_minor),
    invoice?.gross_minor ?? 0n,
  );

const documents = (drafted: Drafted) => {
  const { invoice, credits } = preview(drafted);
  return { invoice, credits };
};

const shownSubscription = ({ from, to, charged, use, ...of }: RunningSubscription) => ({
  ...of,
  period_from: from,
  period_to: to,
  charged: charged.map(({ invoice_id, description, period_from, period_to, gross_minor, credits }) => ({
    invoice_id,
    description,
    period_from,
    period_to,
    gross_minor: credits.reduce((left, credit) => left - credit.gross_minor, gross_minor),
  })),
  use: use && {
    period_from: use.from,
    period_to: use.to,
    used_bytes: use.used_bytes,
    included_bytes: use.included_bytes,
    rolled_over: [...use.rolled_over],
    forecast_bytes: use.forecast_bytes,
  },
});

/** The bills to come with all they depend on; held when its data cannot be billed. */
const compute = async (
  ctx: Ctx,
  read: BillableAccount,
  catalogue: BillingCatalogue,
  today: RunningBillReply['today'],
) => {
  const lined = await withLines(ctx, read);
  const [now = lined] = await withUse(ctx.tx, [lined], catalogue, today);
  const due = draftOrHold(now, catalogue, today);
  if (due.held !== null) return { held: due.held, bills: [], subscriptions: [] };
  const days = billDays(now, due, today);
  const wanted = { octets: runningUsage(lined, catalogue, days), meters: runningMeters(lined, catalogue, days) };
  const [account = lined] = await readUse(ctx.tx, [lined], wanted);
  const bills = runningBills(account, catalogue, days, today);
  return { held: null, bills, subscriptions: runningSubscriptions(account, catalogue, days, today) };
};

/** What an account would owe if its current periods ended now, by the drafts that make its bills; nothing is written. */
export const runningBill = async (ctx: Ctx, { account_id }: ShowRunningBill): Promise<RunningBillReply> => {
  const { zone, currency, payer_id } = await getAccount(ctx, { id: account_id });
  const today = dayIn(ctx.now, zone);
  const catalogue = await catalogueOf(ctx.tx);
  const [read] = await knownAccounts(ctx.tx, [account_id], catalogue);
  const { held, bills, subscriptions } = read
    ? await compute(ctx, read, catalogue, today)
    : { held: null, bills: [], subscriptions: [] };
  const { open_minor, credit_minor } = await balanceOf(ctx.tx, account_id, today);
  const so_far_minor = bills.reduce((sum, { so_far }) => sum + sumOf(so_far), 0n);
  return {
    account_id,
    payer_id,
    currency,
    as_of: ctx.now,
    today,
    held,
    subscriptions: subscriptions.map(shownSubscription),
    bills: bills.map(({ on, so_far, forecast }) => ({ on, so_far: documents(so_far), forecast: documents(forecast) })),
    so_far_minor,
    forecast_minor: bills.reduce((sum, { forecast }) => sum + sumOf(forecast), 0n),
    open_minor,
    credit_minor,
    to_pay_minor: (payer_id === null ? so_far_minor : 0n) + open_minor - credit_minor,
  };
};
