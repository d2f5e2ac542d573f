import type { Day, Decimal } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { BundlePart, NewPart } from './contract/bundles.ts';
import { type ListedPart, priceByParts, pricesOfParts, sumOfParts } from './core/bundle.ts';
import { isCounted, isPart, type PlanKind } from './core/kinds.ts';
import { BundleUnclear } from './faults.ts';
import { plansById, versionOn } from './store.ts';

export interface PartsOf {
  readonly parts: readonly NewPart[];
  readonly parts_less_percent: string | null;
  readonly parts_less_minor: bigint | null;
  /** One price for the whole; `undefined`: what the parts come to. */
  readonly price_minor: bigint | undefined;
  readonly currency: string;
  readonly cycle_unit: string;
  readonly cycle_count: number;
  /** Whose prices the parts have. */
  readonly on: Day;
}

/** A part with what it is. */
export interface BoundPart extends BundlePart {
  readonly code: string;
  readonly name: string;
  readonly kind: PlanKind;
}

interface Bound {
  readonly sum_minor: bigint;
  readonly price_minor: bigint;
  readonly parts: readonly BoundPart[];
}

type Found = NewPart & Pick<BoundPart, 'code' | 'name' | 'kind'> & { readonly list: bigint };

const found = async (ctx: Ctx, part: NewPart, of: PartsOf): Promise<Found> => {
  const { plan_id, quantity } = part;
  const [plan] = await plansById(ctx.tx, [plan_id]);
  if (plan === undefined) throw BundleUnclear({ why: `there is no plan ${plan_id}` });
  const { code, name, kind } = plan;
  if (!isPart(kind)) throw BundleUnclear({ why: `plan ${code} is no service that a bundle may have as a part` });
  if (quantity > 1 && !isCounted(kind)) throw BundleUnclear({ why: `plan ${code} has a log-in each: name it once` });
  const version = await versionOn(ctx.tx, plan_id, of.on);
  if (version === undefined) throw BundleUnclear({ why: `plan ${code} has no version that holds on ${of.on}` });
  if (version.currency !== of.currency)
    throw BundleUnclear({ why: `plan ${code} is sold in ${version.currency}, the bundle in ${of.currency}` });
  if (version.cycle_unit !== of.cycle_unit || version.cycle_count !== of.cycle_count)
    throw BundleUnclear({ why: `the periods of plan ${code} are of another length than the bundle’s` });
  return { ...part, code, name, kind, list: version.price_minor };
};

const asListed = ({ quantity, optional, price_minor, list }: Found): ListedPart => ({
  quantity,
  optional,
  list_minor: list,
  price_minor: price_minor === null ? null : BigInt(price_minor),
});

const asNumber = (minor: bigint): number => Number.parseInt(`${minor}`, 10);

/** Binds the parts of a bundle to what they cost by themselves on a day, and divides its price among them. Refuses parts that cannot be sold together. */
export const bindParts = async (ctx: Ctx, of: PartsOf): Promise<Bound> => {
  const all: Found[] = [];
  for (const part of of.parts) all.push(await found(ctx, part, of));
  const listed = all.map(asListed);
  const less = { percent: of.parts_less_percent as Decimal | null, amount_minor: of.parts_less_minor };
  if (less.percent !== null && less.amount_minor !== null)
    throw BundleUnclear({ why: 'what is taken off its parts’ prices is either a percentage or an amount' });
  const price_minor = of.price_minor ?? priceByParts(listed, less);
  const prices = pricesOfParts(price_minor, listed, less);
  if (!prices.ok) throw BundleUnclear({ why: prices.reason });
  const parts = all.map(({ list, ...part }, i) => ({
    ...part,
    list_minor: asNumber(list),
    price_minor: asNumber(prices.value[i] ?? 0n),
  }));
  return { sum_minor: sumOfParts(listed), price_minor, parts };
};
