import { type Decimal, decimalScale, decimalUnscaled } from '@isp/values';
import type { Past } from './past.ts';
import type { Per } from './windows.ts';

/** A session's own limit has no window. */
export type LimitPer = Per | 'session';

/** What use costs: octets a billing period includes, and the price, in minor units, of so many octets beyond. */
export interface UsePrice {
  readonly included_bytes: bigint;
  readonly overage_unit_bytes: bigint;
  readonly overage_unit_price_minor: Decimal;
}

/** A limit in money, which is held as the octets that cost so much. */
export interface Cost {
  readonly price: UsePrice;
  readonly currency: string;
  /** Minor units. */
  readonly amount: number;
}

/** A limit of a plan, or a step of its fair use, which is one that slows down. */
export interface Rule {
  readonly name: 'limit' | 'fair use';
  readonly what: 'time' | 'data';
  readonly direction: 'down' | 'up' | 'both';
  readonly per: LimitPer;
  /** Octets or seconds. */
  readonly amount: number;
  readonly action: 'wall' | 'deny' | 'slow';
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  /** Of a limit in money. */
  readonly cost: Cost | null;
}

/** A limit as a plan's version says it. */
type SaidLimit = Omit<Rule, 'name' | 'what' | 'cost'> & { readonly what: 'time' | 'data' | 'money' };

/** A rule of a window of use: all but those of a session. `past` where what is left of it rolls over. */
export type WindowRule = Rule & { readonly per: Per; readonly past?: Past };

interface Step {
  readonly per: Per;
  readonly direction: 'down' | 'up' | 'both';
  readonly after: number;
  readonly rate_down_kbps: number;
  readonly rate_up_kbps: number;
}

/** The price as a fraction of whole numbers: minor units, of so many octets. */
const fractionOf = ({ overage_unit_bytes, overage_unit_price_minor: price }: UsePrice): readonly [bigint, bigint] => [
  decimalUnscaled(price),
  overage_unit_bytes * 10n ** BigInt(decimalScale(price)),
];

/** The fewest octets beyond the included ones that cost `amount` minor units. */
const octetsFor = (amount: number, price: UsePrice): bigint => {
  const [minor, octets] = fractionOf(price);
  return (BigInt(amount) * octets + minor - 1n) / minor;
};

/** What octets used in a window cost, in minor units, half a unit rounded up as the bill does. */
export const costOf = (used: number, price: UsePrice): bigint => {
  const beyond = BigInt(Math.round(used)) - price.included_bytes;
  if (beyond <= 0n) return 0n;
  const [minor, octets] = fractionOf(price);
  return (2n * beyond * minor + octets) / (2n * octets);
};

const limitRule = (limit: SaidLimit, price: UsePrice | undefined, currency: string): Rule[] => {
  const { what, amount } = limit;
  if (what !== 'money') return [{ ...limit, what, name: 'limit', cost: null }];
  if (price === undefined) return [];
  const octets = Number.parseInt(`${price.included_bytes + octetsFor(amount, price)}`, 10);
  const cost = { price, currency, amount };
  return [{ ...limit, what: 'data', name: 'limit', amount: octets, cost }];
};

/** The parts of a plan's terms that rules are made of. */
export interface RuleTerms {
  readonly limits: readonly SaidLimit[];
  readonly fair_use: readonly Step[];
  readonly currency: string;
  readonly included_bytes: bigint | null;
  readonly overage_unit_bytes: bigint | null;
  readonly overage_unit_price_minor: string | null;
}

/** What use costs by these terms; `undefined` when nothing is charged for it. */
const usePriceOf = (terms: Omit<RuleTerms, 'limits' | 'fair_use' | 'currency'>): UsePrice | undefined => {
  const { included_bytes, overage_unit_bytes, overage_unit_price_minor } = terms;
  if (included_bytes === null || overage_unit_bytes === null || overage_unit_price_minor === null) return undefined;
  const price = { included_bytes, overage_unit_bytes, overage_unit_price_minor: overage_unit_price_minor as Decimal };
  return decimalUnscaled(price.overage_unit_price_minor) > 0n ? price : undefined;
};

/** Limits and steps of fair use as one list of rules. */
export const rulesOf = (terms: RuleTerms): Rule[] => [
  ...terms.limits.flatMap((limit) => limitRule(limit, usePriceOf(terms), terms.currency)),
  ...terms.fair_use.map(({ after, ...step }) => ({
    ...step,
    name: 'fair use' as const,
    what: 'data' as const,
    amount: after,
    action: 'slow' as const,
    cost: null,
  })),
];

/** The rules that have a window. */
export const windowRules = (rules: readonly Rule[]): WindowRule[] =>
  rules.filter((rule): rule is WindowRule => rule.per !== 'session');

/** What was used and counts: octets to and from the subscriber, seconds connected. */
export interface Used {
  readonly down: number;
  readonly up: number;
  readonly seconds: number;
}

/** What of a use a rule counts. */
export const countedBy = (rule: Pick<Rule, 'what' | 'direction'>, used: Used): number => {
  if (rule.what === 'time') return used.seconds;
  if (rule.direction === 'both') return used.down + used.up;
  return used[rule.direction];
};
