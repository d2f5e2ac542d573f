import { type Anchor, anchorFromAnniversary, anchorFromBillingDay, type Day, dayIn, type Id, later } from '@isp/values';
import { checkPrefixes } from '../aaa/index.ts';
import { type Account, AccountClosed, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import {
  beginContract,
  getSubscription,
  lockSubscription,
  type Subscription,
  startSubscription,
} from '../subscriptions/index.ts';
import { offeredVersion, type PlanVersion, pricesFrom, type Sellable, sellableVersion } from '../tariffs/index.ts';
import { checkParent, checkSold, followNow } from './add-ons.ts';
import { type StartedPart, startParts } from './bundle-parts.ts';
import { checkArea } from './check-area.ts';
import { type Connected, connect, NOT_CONNECTED } from './connect.ts';
import type { Subscribe } from './contract.ts';
import { BundleUnfit, CurrencyDiffers } from './faults.ts';
import { followPriceChanges } from './follow-price-changes.ts';
import { offerDiscount } from './give-discount.ts';
import { bundleJoined, joinBundle } from './join-bundle.ts';
import { startDay } from './start-day.ts';
import { checkStays } from './stays.ts';

export interface Activated extends Connected {
  readonly subscription: Subscription;
  /** Of a bundle. */
  readonly parts: StartedPart[];
}

/** What a quote has said of a subscription beforehand. */
export interface Offered {
  readonly id: Id;
  readonly quote_id: Id;
  /** The version of its plan; null: the one that is sold. */
  readonly plan_version: number | null;
}

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
  return { start_on, anchor: await checkParent(ctx, version, parent, { account_id, start_on }) };
};

/** A plan, and of a bundle the plans of the parts that are taken. */
const plansSold = ({ plan_id, parts }: Sellable, input: Subscribe): Id[] => {
  const isTaken = (id: Id) => input.parts.some((part) => part.plan_id === id);
  return [plan_id, ...parts.filter((part) => !part.optional || isTaken(part.plan_id)).map((part) => part.plan_id)];
};

const begin = async (
  ctx: Ctx,
  account: Account,
  version: Sellable,
  { offered, today, ...input }: Subscribe & { readonly offered: Offered | undefined; readonly today: Day },
): Promise<Subscription> => {
  const out_of_area = await checkArea(ctx, account, plansSold(version, input), input.out_of_area);
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
    out_of_area,
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

const BY_NO_QUOTE = 'bundles and their parts are sold by themselves, not by a quote';

const LOG_IN = [
  'username',
  'password',
  'password_hash',
  'mac',
  'static_ip',
  'framed_ipv6_prefix',
  'delegated_ipv6_prefix',
] as const;

/** What is said of a log-in goes with a part of a bundle, and parts only with a bundle. */
const checkParts = ({ kind, code }: Pick<Sellable, 'kind' | 'code'>, input: Subscribe): void => {
  if (kind !== 'bundle') {
    if (input.parts.length > 0) throw BundleUnfit({ why: `plan ${code} has no parts` });
    return;
  }
  const said = LOG_IN.find((field) => (input[field] ?? null) !== null);
  if (said !== undefined) throw BundleUnfit({ why: `it has no log-in of its own, of which ${said} says something` });
};

/**
 * Subscribes an account to a plan, or adds an add-on to one of its subscriptions, or an optional part to a bundle. The plan's version of the start day and its price are kept with the subscription; an Internet plan gets an
 * address, a log-in and access, a bundle its parts, all in one transaction. A start day to come leaves it pending until that day begins in the account's zone.
 */
export const activate = async (ctx: Ctx, input: Subscribe, offered?: Offered): Promise<Activated> => {
  await checkPrefixes(ctx, input);
  const account = await getAccount(ctx, { id: input.account_id });
  if (account.state === 'closed') throw AccountClosed(account);
  const today = dayIn(ctx.now, account.zone);
  const joined = await bundleJoined(ctx, input, today);
  if (joined && offered) throw BundleUnfit({ why: BY_NO_QUOTE });
  if (joined) return { ...(await joinBundle(ctx, account, joined, input)), parts: [] };
  const { plan_version = null } = offered ?? {};
  const version = await (plan_version === null
    ? sellableVersion(ctx, input.plan_id, input.start_on ?? today)
    : offeredVersion(ctx, { plan_id: input.plan_id, plan_version }));
  if (version.currency !== account.currency)
    throw CurrencyDiffers({ account: account.currency, other: version.currency });
  if (version.kind === 'bundle' && offered) throw BundleUnfit({ why: BY_NO_QUOTE });
  checkParts(version, input);
  const subscription = await begin(ctx, account, version, { ...input, offered, today });
  await bind(ctx, subscription, version);
  const parts = version.kind === 'bundle' ? await startParts(ctx, account, subscription, input.parts) : [];
  await followPriceChanges(ctx, subscription);
  await redeem(ctx, subscription, input);
  if (version.kind !== 'internet') return { subscription, ...NOT_CONNECTED, parts };
  return { subscription, ...(await connect(ctx, account, subscription, input)), parts };
};
