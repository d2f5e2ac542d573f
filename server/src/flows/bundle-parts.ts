import { type Day, dayIn, type Id, later } from '@isp/values';
import { checkPrefixes } from '../aaa/index.ts';
import { type Account, getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import {
  addOnsOf,
  getSubscription,
  type PartPlace,
  type Subscription,
  startSubscription,
} from '../subscriptions/index.ts';
import { type PartPrice, partPrices, type Sellable, sellableVersion, versionNumbered } from '../tariffs/index.ts';
import { followNow } from './add-ons.ts';
import { type Connected, connect, NOT_CONNECTED } from './connect.ts';
import type { PartAsked } from './contract/bundles.ts';
import { BundlePriceUndivided, PartUnfit } from './faults.ts';

export type Known = Awaited<ReturnType<typeof getSubscription>>;
type Segment = Known['segments'][number];

/** The segment that holds on a day, or is the first to. */
export const segmentOn = ({ segments }: Pick<Known, 'segments'>, on: Day): Segment | undefined =>
  segments.findLast(({ from_on }) => from_on <= on) ?? segments[0];

/** Whether a subscription is part of a bundle on a day. */
export const isPartOn = (known: Pick<Known, 'segments'>, on: Day): boolean =>
  (segmentOn(known, on)?.bundle_plan_id ?? null) !== null;

/** What is on a subscription and has not ended: parts of a bundle on a day, and add-ons. */
export const childrenOn = async (
  ctx: Ctx,
  parent: Pick<Subscription, 'account_id' | 'id'>,
  on: Day,
): Promise<{ readonly parts: Known[]; readonly addOns: Known[] }> => {
  const all: Known[] = [];
  for (const { id } of await addOnsOf(ctx.tx, parent)) all.push(await getSubscription(ctx, { id }));
  return { parts: all.filter((each) => isPartOn(each, on)), addOns: all.filter((each) => !isPartOn(each, on)) };
};

/** What a part has in one segment of its bundle. */
export interface Place extends PartPlace, Pick<PartPrice, 'plan_id' | 'quantity' | 'optional' | 'price_minor'> {}

type Priced = Pick<Segment, 'plan_id' | 'plan_version' | 'price_minor'>;

/** What each part has while its bundle has a version at a price. */
export const placesOf = async (ctx: Ctx, { plan_id, plan_version, price_minor }: Priced): Promise<Place[]> => {
  const { parts } = await versionNumbered(ctx, { plan_id, plan_version });
  const prices = partPrices(parts, price_minor);
  if (prices === undefined) throw BundlePriceUndivided({ price: `${price_minor}` });
  return prices.map((price) => ({ ...price, bundle_plan_id: plan_id, bundle_version: plan_version }));
};

/** The version of a part's plan that is sold on a day; refuses one that is not billed by its bundle's periods. */
export const partVersion = async (ctx: Ctx, bundle: Priced, plan_id: Id, on: Day): Promise<Sellable> => {
  const version = await sellableVersion(ctx, plan_id, on);
  const of = await versionNumbered(ctx, bundle);
  if (version.cycle_unit !== of.cycle_unit || version.cycle_count !== of.cycle_count)
    throw PartUnfit({ code: version.code, why: 'its periods are of another length by now' });
  return version;
};

export interface StartedPart extends Connected {
  readonly subscription_id: Id;
  readonly plan_id: Id;
}

interface Joining {
  readonly account: Account;
  readonly bundle: Known;
  readonly plan_id: Id;
  readonly start_on: Day;
  readonly asked: PartAsked | undefined;
}

type FirstPrices = Parameters<typeof startSubscription>[1]['prices'];

/** What a part costs from a day on, through what is planned for its bundle. */
const pricesOf = async (ctx: Ctx, { bundle, plan_id, start_on }: Joining): Promise<FirstPrices> => {
  const now = segmentOn(bundle, start_on);
  const ahead = bundle.segments.filter(({ from_on }) => from_on > start_on);
  const prices = [];
  for (const segment of now === undefined ? ahead : [now, ...ahead]) {
    const place = (await placesOf(ctx, segment)).find((each) => each.plan_id === plan_id);
    if (place === undefined) continue;
    const { price_minor, bundle_plan_id, bundle_version, before_minor } = place;
    prices.push({
      from_on: later(start_on, segment.from_on),
      price_minor,
      bundle_plan_id,
      bundle_version,
      before_minor,
    });
  }
  const [first, ...more] = prices;
  if (first === undefined) throw PartUnfit({ code: plan_id, why: 'the bundle has no such part' });
  return [first, ...more];
};

/** Starts a part of a bundle on a day: a subscription under it, with its periods, that rests and ends with it; an Internet plan gets a log-in of its own. */
export const startPart = async (ctx: Ctx, joining: Joining): Promise<StartedPart> => {
  const { account, bundle, plan_id, start_on, asked } = joining;
  const today = dayIn(ctx.now, account.zone);
  const segment = segmentOn(bundle, start_on);
  if (segment === undefined) throw new Error(`subscription ${bundle.id} has no segment`);
  const version = await partVersion(ctx, segment, plan_id, start_on);
  const place = (await placesOf(ctx, segment)).find((each) => each.plan_id === plan_id);
  const { static_ip = null, framed_ipv6_prefix = null, delegated_ipv6_prefix = null, mac = null } = asked ?? {};
  await checkPrefixes(ctx, { framed_ipv6_prefix, delegated_ipv6_prefix });
  const { anchor_on, anchor_day } = segment;
  const started = await startSubscription(ctx, {
    account_id: account.id,
    id: ctx.newId(),
    quote_id: null,
    plan_id,
    plan_version: version.version,
    prices: await pricesOf(ctx, joining),
    without_setup: true,
    quantity: place?.quantity ?? 1,
    parent_id: bundle.id,
    price_override_minor: null,
    currency: bundle.currency,
    state: start_on > today ? 'pending' : 'active',
    framed_ip: static_ip,
    framed_ipv6_prefix,
    delegated_ipv6_prefix,
    anchor_on,
    anchor_day,
    today,
  });
  const subscription = await followNow(ctx, started, { hold_fee_minor: null, today });
  const of = { subscription_id: subscription.id, plan_id };
  if (version.kind !== 'internet') return { ...of, ...NOT_CONNECTED };
  return { ...of, ...(await connect(ctx, account, subscription, { ...asked, mac })) };
};

/** Starts the parts of a bundle that is sold: those that always come with it, and the optional ones that are asked for. */
export const startParts = async (
  ctx: Ctx,
  account: Account,
  { id }: Pick<Subscription, 'id'>,
  asked: readonly PartAsked[],
): Promise<StartedPart[]> => {
  const bundle = await getSubscription(ctx, { id });
  const start_on = bundle.started_on ?? dayIn(ctx.now, account.zone);
  const segment = segmentOn(bundle, start_on);
  const places = segment === undefined ? [] : await placesOf(ctx, segment);
  const unknown = asked.find(({ plan_id }) => !places.some((place) => place.plan_id === plan_id));
  if (unknown) throw PartUnfit({ code: unknown.plan_id, why: 'the bundle has no such part' });
  const started: StartedPart[] = [];
  for (const { plan_id, optional } of places) {
    const particulars = asked.find((each) => each.plan_id === plan_id);
    if (optional && particulars === undefined) continue;
    started.push(await startPart(ctx, { account, bundle, plan_id, start_on, asked: particulars }));
  }
  return started;
};

/** The account of a subscription. */
export const accountOf = (ctx: Ctx, { account_id }: Pick<Subscription, 'account_id'>): Promise<Account> =>
  getAccount(ctx, { id: account_id });
