import {
  type Decimal,
  decimalScale,
  decimalUnscaled,
  ok,
  powerOfTen,
  type Result,
  refused,
  roundRatio,
  splitByWeight,
} from '@isp/values';

/** A part as its bundle is priced: how many of it, what one costs by its own plan, and, of an optional one, what one is to cost here when that is said. */
export interface ListedPart {
  readonly quantity: number;
  readonly optional: boolean;
  readonly list_minor: bigint;
  readonly price_minor: bigint | null;
}

/** What the parts' own prices are lowered by. */
export interface Less {
  readonly percent: Decimal | null;
  readonly amount_minor: bigint | null;
}

type Counted = Pick<ListedPart, 'quantity' | 'list_minor'>;

const listed = ({ quantity, list_minor }: Counted): bigint => list_minor * BigInt(quantity);

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, each) => all + each, 0n);

/**
 * What one of each part costs of a price that is theirs together, in minor units: by largest remainder in proportion to their own prices. The price of one is whole, so what does
 * not divide by the number of a part goes to parts of which there is one. Their prices times their numbers sum to the whole; `undefined` when no whole prices do.
 */
export const sharesOf = (whole_minor: bigint, parts: readonly Counted[]): bigint[] | undefined => {
  const weights = parts.map(listed);
  const all = splitByWeight(whole_minor, sum(weights) === 0n ? parts.map(({ quantity }) => BigInt(quantity)) : weights);
  const shares = parts.map(({ quantity }, i) => (all[i] ?? 0n) / BigInt(quantity));
  const left = whole_minor - sum(shares.map((share, i) => share * BigInt(parts[i]?.quantity ?? 1)));
  if (left === 0n) return shares;
  const single = parts.flatMap(({ quantity }, i) => (quantity === 1 ? [i] : []));
  if (single.length === 0) return undefined;
  const more = splitByWeight(
    left,
    single.map((i) => weights[i] ?? 0n),
  );
  for (const [n, i] of single.entries()) shares[i] = (shares[i] ?? 0n) + (more[n] ?? 0n);
  return shares;
};

/** A percentage off an amount, half-up. */
const lessPercent = (minor: bigint, percent: Decimal): bigint => {
  const hundred = 100n * powerOfTen(decimalScale(percent));
  return roundRatio(minor * (hundred - decimalUnscaled(percent)), hundred, 'half-up');
};

/** What the parts that are not optional cost by themselves. */
export const sumOfParts = (parts: readonly ListedPart[]): bigint =>
  sum(parts.filter((part) => !part.optional).map(listed));

/** What a bundle costs that is priced by its parts. */
export const priceByParts = (parts: readonly ListedPart[], { percent, amount_minor }: Less): bigint => {
  const all = sumOfParts(parts);
  if (percent !== null) return lessPercent(all, percent);
  return amount_minor === null ? all : all > amount_minor ? all - amount_minor : 0n;
};

/** What one of each part costs in a bundle: its share of the price; what is optional adds to it, and never changes what the others cost. */
export const pricesOfParts = (
  price_minor: bigint,
  parts: readonly ListedPart[],
  { percent }: Pick<Less, 'percent'>,
): Result<bigint[], string> => {
  const required = parts.filter(({ optional }) => !optional);
  if (required.length === 0) return refused('it has no part that always comes with it');
  if (required.some((part) => part.price_minor !== null))
    return refused('only a part that may be left out has a price of its own; the others have their share');
  const shares = sharesOf(price_minor, required);
  if (shares === undefined)
    return refused(
      'its price does not divide into whole prices of parts of which there are several: change it, or let one part be a single one',
    );
  const share = (part: ListedPart): bigint => shares[required.indexOf(part)] ?? 0n;
  const own = ({ list_minor }: ListedPart): bigint =>
    percent === null ? list_minor : lessPercent(list_minor, percent);
  return ok(parts.map((part) => (part.optional ? (part.price_minor ?? own(part)) : share(part))));
};
