import { type Day, dayIn, type Id } from '@isp/values';
import type { Account } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription, keepState, type Subscription, schedulePlan } from '../subscriptions/index.ts';
import { plansById } from '../tariffs/index.ts';
import { grantAccess } from './access.ts';
import { notBefore } from './add-ons.ts';
import { planNextBill } from './bill-period.ts';
import {
  accountOf,
  childrenOn,
  type Known,
  type Place,
  partVersion,
  placesOf,
  segmentOn,
  startPart,
} from './bundle-parts.ts';
import { endOn } from './end-on.ts';

interface Fitting {
  readonly account: Account;
  readonly bundle: Known;
  /** From this day on, and second of it. */
  readonly from_on: Day;
  readonly from_second: number;
}

interface Fit {
  readonly part: Known;
  readonly place: Place;
}

const planOn = (part: Known, on: Day): Id | undefined => segmentOn(part, on)?.plan_id;

/** Which part goes on as which: one of the same plan first, then one of the same kind as what always comes with the bundle. */
const fitsOf = async (ctx: Ctx, parts: readonly Known[], places: readonly Place[], on: Day): Promise<Fit[]> => {
  const fits = places.flatMap((place): Fit[] => {
    const part = parts.find((each) => planOn(each, on) === place.plan_id);
    return part ? [{ part, place }] : [];
  });
  const plans = await plansById(ctx.tx, [
    ...places.map(({ plan_id }) => plan_id),
    ...parts.flatMap((part) => planOn(part, on) ?? []),
  ]);
  const kindOf = (id: Id | undefined) => plans.find((plan) => plan.id === id)?.kind;
  for (const place of places) {
    if (place.optional || fits.some((fit) => fit.place === place)) continue;
    const part = parts.find(
      (each) => !fits.some((fit) => fit.part === each) && kindOf(planOn(each, on)) === kindOf(place.plan_id),
    );
    if (part) fits.push({ part, place });
  }
  return fits;
};

const isAsBefore = (part: Known, wanted: Omit<Parameters<typeof schedulePlan>[1], 'id' | 'today'>): boolean => {
  const has = segmentOn(part, wanted.from_on);
  const same = ['plan_id', 'plan_version', 'price_minor', 'quantity', 'anchor_on', 'anchor_day'] as const;
  const place = ['bundle_plan_id', 'bundle_version', 'before_minor'] as const;
  return has !== undefined && [...same, ...place].every((field) => has[field] === wanted[field]);
};

/** A part has its place from a day on. One that keeps its plan keeps the version it has. */
const give = async (ctx: Ctx, { account, bundle, from_on, from_second }: Fitting, { part, place }: Fit) => {
  const today = dayIn(ctx.now, account.zone);
  const on = notBefore(from_on, part);
  const [has, segment] = [segmentOn(part, on), segmentOn(bundle, from_on)];
  if (segment === undefined) return;
  const { plan_id, quantity, price_minor, bundle_plan_id, bundle_version, before_minor } = place;
  const { anchor_on, anchor_day } = segment;
  const plan_version =
    has?.plan_id === plan_id ? has.plan_version : (await partVersion(ctx, segment, plan_id, on)).version;
  const of = { plan_id, plan_version, quantity, price_minor, bundle_plan_id, bundle_version, before_minor };
  const wanted = { ...of, anchor_on, anchor_day, own_price: false, from_on: on, from_second };
  if (isAsBefore(part, wanted)) return;
  await schedulePlan(ctx, { ...wanted, id: part.id, today });
  await planNextBill(ctx, part, today);
  if (on > today) return;
  await keepState(ctx, { id: part.id, on: today });
  await grantAccess(ctx, { ...part, zone: account.zone }, 'bundle changed');
};

/** Fits the parts of a bundle to what it has from a day on: those it goes on with change their share of the price, or their plan for one of the same kind; others end, and those that are new begin. */
const refit = async (ctx: Ctx, fitting: Fitting): Promise<void> => {
  const { account, bundle, from_on } = fitting;
  const segment = segmentOn(bundle, from_on);
  if (segment === undefined) return;
  const places = await placesOf(ctx, segment);
  const { parts: all } = await childrenOn(ctx, bundle, from_on);
  const parts = all.filter(({ ended_on }) => ended_on === null || ended_on > from_on);
  const fits = await fitsOf(ctx, parts, places, from_on);
  for (const each of fits) await give(ctx, fitting, each);
  for (const part of parts.filter((each) => !fits.some((fitted) => fitted.part === each)))
    await endOn(ctx, { id: part.id, ended_on: notBefore(from_on, part), zone: account.zone, waive_fee: undefined });
  for (const { plan_id, optional } of places) {
    if (optional || fits.some(({ place }) => place.plan_id === plan_id)) continue;
    await startPart(ctx, { account, bundle, plan_id, start_on: from_on, asked: undefined });
  }
};

/** After a bundle was changed from a day on, its parts follow, then and through what is planned for it later. */
export const fitParts = async (
  ctx: Ctx,
  { id }: Pick<Subscription, 'id'>,
  { from_on, from_second = 0 }: { readonly from_on: Day; readonly from_second?: number },
): Promise<void> => {
  const bundle = await getSubscription(ctx, { id });
  const account = await accountOf(ctx, bundle);
  await refit(ctx, { account, bundle, from_on, from_second });
  for (const later of bundle.segments.filter((each) => each.from_on > from_on && each.price_change_id === null))
    await refit(ctx, { account, bundle, from_on: later.from_on, from_second: later.from_second });
};
