import {
  type Anchor,
  addDays,
  anchorFromAnniversary,
  anchorFromBillingDay,
  type Day,
  dayIn,
  type Id,
  later,
} from '@isp/values';
import { checkPrefixes, setCredential } from '../aaa/index.ts';
import { type Account, AccountClosed, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { newPassword } from '../kernel/secrets.ts';
import {
  beginContract,
  getSubscription,
  lockSubscription,
  runningOf,
  type Subscription,
  startSubscription,
} from '../subscriptions/index.ts';
import { offeredVersion, type PlanVersion, pricesFrom, type Sellable, sellableVersion } from '../tariffs/index.ts';
import { ipv4Of } from '../views/addresses-of.ts';
import { grantAccess } from './access.ts';
import { checkParent, checkSold, followNow } from './add-ons.ts';
import type { Subscribe } from './contract.ts';
import { CurrencyDiffers, PasswordMissing, StartTooFar } from './faults.ts';
import { followPriceChanges } from './follow-price-changes.ts';
import { offerDiscount } from './give-discount.ts';
import { checkStays } from './stays.ts';

export interface Activated {
  readonly subscription: Subscription;
  readonly username: string | null;
  readonly generated_password: string | null;
  readonly framed_ip: string | null;
}

/** What a quote has said of a subscription beforehand. */
export interface Offered {
  readonly id: Id;
  readonly quote_id: Id;
  /** The version of its plan; null: the one that is sold. */
  readonly plan_version: number | null;
}

const YEAR = 366;

const startDay = (asked: Day | undefined, today: Day): Day => {
  const start = asked ?? today;
  const [earliest, latest] = [addDays(today, -YEAR), addDays(today, YEAR)];
  if (start < earliest || start > latest) throw StartTooFar({ earliest, latest });
  return start;
};

const anchorOf = ({ anchor_on, anchor_day }: Subscribe, start_on: Day, usual: Anchor): Anchor => {
  if (anchor_on !== undefined) return anchorFromAnniversary(anchor_on);
  return anchor_day === undefined ? usual : anchorFromBillingDay(anchor_day, start_on);
};

/** Where it goes: the day it starts on, and where its periods begin unless said. */
interface Place {
  readonly start_on: Day;
  readonly anchor: Anchor;
}

/** An add-on starts with its parent at the earliest, and has its periods. */
const placeOf = async (ctx: Ctx, version: Sellable, input: Subscribe, today: Day): Promise<Place> => {
  const { account_id, parent_id } = input;
  checkSold(version, input);
  if (parent_id === null) {
    const start_on = startDay(input.start_on, today);
    return { start_on, anchor: anchorFromAnniversary(start_on) };
  }
  await lockSubscription(ctx.tx, parent_id);
  const parent = await getSubscription(ctx, { id: parent_id });
  checkStays(parent);
  const start_on = startDay(input.start_on ?? later(today, parent.started_on ?? today), today);
  return { start_on, anchor: checkParent(version, parent, { account_id, start_on }) };
};

const begin = async (
  ctx: Ctx,
  account: Account,
  version: Sellable,
  { offered, today, ...input }: Subscribe & { readonly offered: Offered | undefined; readonly today: Day },
): Promise<Subscription> => {
  const { start_on, anchor: usual } = await placeOf(ctx, version, input, today);
  const anchor = anchorOf(input, start_on, usual);
  const cycle = { unit: version.cycle_unit, count: version.cycle_count };
  const price_minor = input.price_override_minor ?? version.price_minor;
  const { quantity, parent_id } = input;
  const subscription = await startSubscription(ctx, {
    account_id: account.id,
    id: offered?.id ?? ctx.newId(),
    quote_id: offered?.quote_id ?? null,
    plan_id: version.plan_id,
    plan_version: version.version,
    prices: pricesFrom(start_on, anchor, { cycle, price_minor, phases: version.phases }),
    quantity,
    parent_id,
    price_override_minor: input.price_override_minor,
    currency: version.currency,
    state: start_on > today ? 'pending' : 'active',
    framed_ip: input.static_ip,
    framed_ipv6_prefix: input.framed_ipv6_prefix,
    delegated_ipv6_prefix: input.delegated_ipv6_prefix,
    today,
    ...anchor,
  });
  return followNow(ctx, subscription, { hold_fee_minor: version.hold_fee_minor, today });
};

const usernameOf = async (ctx: Ctx, account: Account, asked: string | undefined): Promise<string> => {
  if (asked !== undefined) return asked;
  const running = (await runningOf(ctx.tx, account.id)).length;
  const base = account.number.toLowerCase();
  return running > 1 ? `${base}-${running}` : base;
};

const connect = async (
  ctx: Ctx,
  account: Account,
  subscription: Subscription,
  input: Subscribe,
): Promise<Omit<Activated, 'subscription'>> => {
  const { password, password_hash, mac } = input;
  const isMade = password === undefined && password_hash === undefined;
  if (!isMade && input.username === undefined) throw PasswordMissing();
  const key = { account_id: account.id, subscription_id: subscription.id };
  const username = await usernameOf(ctx, account, input.username);
  const generated_password = isMade ? newPassword() : null;
  await setCredential(ctx, { ...key, username, password: generated_password ?? password, password_hash, mac });
  await grantAccess(ctx, { ...subscription, zone: account.zone }, 'activated');
  return { username, generated_password, framed_ip: await ipv4Of(ctx.tx, key) };
};

/** The plan's contract binds from the first day on. */
const bind = async (ctx: Ctx, { account_id, id, started_on }: Subscription, version: PlanVersion): Promise<void> => {
  if (version.contract_months === 0 || started_on === null) return;
  const { plan_id, version: plan_version } = version;
  await beginContract(ctx, { account_id, subscription_id: id, from_on: started_on, plan_id, plan_version });
};

/** A coupon that comes with the subscription holds from its first day. */
const redeem = async (ctx: Ctx, { account_id, id, started_on }: Subscription, { coupon }: Subscribe): Promise<void> => {
  if (coupon === undefined) return;
  await offerDiscount(ctx, { account_id, subscription_id: id, coupon, from_on: started_on ?? undefined });
};

/**
 * Subscribes an account to a plan, or adds an add-on to one of its subscriptions. The plan's version of the start day and its price are kept with the subscription; an Internet plan gets an
 * address, a log-in and access, all in one transaction. A start day to come leaves it pending until that day begins in the account's zone.
 */
export const activate = async (ctx: Ctx, input: Subscribe, offered?: Offered): Promise<Activated> => {
  await checkPrefixes(ctx, input);
  const account = await getAccount(ctx, { id: input.account_id });
  if (account.state === 'closed') throw AccountClosed(account);
  const today = dayIn(ctx.now, account.zone);
  const { plan_version = null } = offered ?? {};
  const version = await (plan_version === null
    ? sellableVersion(ctx, input.plan_id, input.start_on ?? today)
    : offeredVersion(ctx, { plan_id: input.plan_id, plan_version }));
  if (version.currency !== account.currency)
    throw CurrencyDiffers({ account: account.currency, other: version.currency });
  const subscription = await begin(ctx, account, version, { ...input, offered, today });
  await bind(ctx, subscription, version);
  await followPriceChanges(ctx, subscription);
  await redeem(ctx, subscription, input);
  if (version.kind !== 'internet') return { subscription, username: null, generated_password: null, framed_ip: null };
  return { subscription, ...(await connect(ctx, account, subscription, input)) };
};
