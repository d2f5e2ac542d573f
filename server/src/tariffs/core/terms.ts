import { compareDecimals, type Decimal } from '@isp/values';

/** A step of prices of use. */
export interface Tier {
  readonly up_to: string | null;
  readonly unit_price_minor: string;
}

/** The parts of a plan's terms that say what is used beyond the included volume costs. */
export interface OverageTerms {
  readonly included_bytes: bigint | null;
  readonly overage_unit_bytes: bigint | null;
  readonly overage_unit_price_minor: string | null;
  readonly overage_model: 'flat' | 'graduated' | 'volume';
  readonly overage_tiers: readonly Tier[];
}

/** True when steps of prices go up, and the last, and only the last, is without end. */
const areInOrder = (tiers: readonly Tier[]): boolean =>
  tiers.every(({ up_to }, i) => {
    if (up_to === null) return i === tiers.length - 1;
    const before = tiers[i - 1]?.up_to;
    return i < tiers.length - 1 && (!before || compareDecimals(up_to as Decimal, before as Decimal) > 0);
  });

const endsOpen = (tiers: readonly Tier[]): boolean => areInOrder(tiers) && tiers.at(-1)?.up_to === null;

/**
 * Why what use costs is not said completely; `undefined` when it is, or not at all. An included volume alone is allowed: nothing is billed beyond it. A price
 * of a unit needs included volume and unit; steps of prices stand in its place, and need a model.
 */
export const overageProblem = (terms: OverageTerms): 'incomplete' | 'tiers' | undefined => {
  const { overage_model: model, overage_tiers: tiers } = terms;
  if ((model === 'flat') !== (tiers.length === 0) || !areInOrder(tiers)) return 'tiers';
  const unit = terms.overage_unit_bytes !== null;
  const price = terms.overage_unit_price_minor !== null;
  if (price && tiers.length > 0) return 'tiers';
  const isPriced = price || tiers.length > 0;
  return unit !== isPriced || (unit && terms.included_bytes === null) ? 'incomplete' : undefined;
};

/** The parts of a plan's terms that free hours must agree with. */
interface FreeTerms {
  readonly cycle_unit: 'day' | 'week' | 'month' | 'year';
  readonly cycle_count: number;
  readonly limits: readonly { readonly per: string }[];
  readonly fair_use: readonly { readonly per: string }[];
  readonly hours: readonly { readonly free: boolean }[];
}

/** The longest cycle of each unit whose days are all kept by quarter of an hour, which are at least 62. */
const LONGEST = { day: 62, week: 8, month: 2, year: 0 } as const;

/** True when free hours can be told from the others in every window: use by quarter of an hour, which that takes, is not kept for ever. */
export const checkFreeHours = (terms: FreeTerms): boolean => {
  if (!terms.hours.some((hours) => hours.free)) return true;
  const windows = [...terms.limits, ...terms.fair_use].map(({ per }) => per);
  const isLong = terms.cycle_count > LONGEST[terms.cycle_unit];
  return !windows.includes('total') && !(isLong && windows.includes('period'));
};

/** The parts of a plan's terms that limits in money must agree with. */
interface MoneyTerms extends Pick<OverageTerms, 'included_bytes' | 'overage_unit_bytes' | 'overage_unit_price_minor'> {
  readonly limits: readonly { readonly what: string; readonly per: string }[];
  readonly hours: readonly { readonly free: boolean }[];
}

/** Why limits in money cannot be held by these terms; `undefined` when they can, or there are none. What free hours use is billed, and would not count. */
export const moneyProblem = (terms: MoneyTerms): 'no-price' | 'included' | 'free-hours' | undefined => {
  const limits = terms.limits.filter(({ what }) => what === 'money');
  if (limits.length === 0) return undefined;
  if (!/[1-9]/.test(terms.overage_unit_price_minor ?? '')) return 'no-price';
  if (terms.included_bytes !== 0n && limits.some(({ per }) => per !== 'period')) return 'included';
  return terms.hours.some(({ free }) => free) ? 'free-hours' : undefined;
};

/** The parts of a plan's terms that rollover must agree with. */
interface RolloverTerms extends Pick<OverageTerms, 'included_bytes'> {
  readonly limits: readonly { readonly what: string; readonly per: string }[];
  readonly fair_use: readonly { readonly per: string }[];
  readonly hours: readonly { readonly free: boolean }[];
  readonly rollover: object | null;
}

/** Windows whose end leaves something to the next: a day's is too short, and all there is has no next. */
const ROLLING: readonly string[] = ['week', 'month', 'period'];

/** Whether what is left of a limit may roll over. */
export const mayRoll = ({ what, per }: { readonly what: string; readonly per: string }): boolean =>
  what === 'data' && ROLLING.includes(per);

/** Why nothing can roll over by these terms; `undefined` when it can, or is not said. What free hours used is not kept apart for as long as it would take. */
export const rolloverProblem = (terms: RolloverTerms): 'nothing' | 'free-hours' | undefined => {
  if (terms.rollover === null) return undefined;
  const rolls =
    (terms.included_bytes ?? 0n) > 0n ||
    terms.limits.some(mayRoll) ||
    terms.fair_use.some(({ per }) => ROLLING.includes(per));
  if (!rolls) return 'nothing';
  return terms.hours.some(({ free }) => free) ? 'free-hours' : undefined;
};

/** The meter of the first charge whose steps of prices do not go up to one without end; `undefined` when all do. */
export const unclearMeter = (
  charges: readonly { readonly meter: string; readonly tiers?: readonly Tier[] }[],
): string | undefined => charges.find(({ tiers }) => tiers !== undefined && !endsOpen(tiers))?.meter;
