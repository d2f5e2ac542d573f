import { compareDecimals, type Decimal, parseDecimal } from '@isp/values';
import type { Terms } from './plan-sentence.ts';
import { trimmedDecimal, typedUnitPrice, unitPriceOf } from './unit-price.ts';

type Tier = Terms['overage_tiers'][number];
type Overage = Pick<
  Terms,
  'overage_unit_bytes' | 'overage_unit_price_minor' | 'overage_model' | 'overage_tiers' | 'overage_partial'
>;

/** A step of prices as it is typed: its end in the plan's units, the price of one in major units. The last step has no end, whatever stands there. */
export type TierValues = { up_to: string; unit_price_minor: string };

/** What is used beyond the included volume costs, as it is typed; an empty price is nothing. */
export type OverageValues = Pick<Terms, 'overage_model' | 'overage_partial'> & {
  included_bytes: number | string;
  overage_unit_bytes: string;
  overage_unit_price_minor: string;
  overage_tiers: TierValues[];
};

const GB = 1_000_000_000;

export const MOST_TIERS = 20;
export const NEW_TIER: TierValues = { up_to: '', unit_price_minor: '' };

/** What holds when nobody says otherwise, and of what is typed nothing is billed. */
export const NO_OVERAGE: Overage = {
  overage_unit_bytes: null,
  overage_unit_price_minor: null,
  overage_model: 'flat',
  overage_tiers: [],
  overage_partial: 'exact',
};

/** Two steps nobody has typed anything of. */
export const newTiers = (): TierValues[] => [{ ...NEW_TIER }, { ...NEW_TIER }];

/** Nothing typed yet: one price of a GB. */
export const usualOverage = (): Omit<OverageValues, 'included_bytes'> => ({
  overage_unit_bytes: String(GB),
  overage_unit_price_minor: '',
  overage_model: 'flat',
  overage_tiers: newTiers(),
  overage_partial: 'exact',
});

/** Steps of prices to be typed over: two empty ones where there are none. */
export const typedTiers = (tiers: readonly Tier[], currency: string): TierValues[] =>
  tiers.length === 0
    ? newTiers()
    : tiers.map(({ up_to, unit_price_minor }) => ({
        up_to: up_to === null ? '' : trimmedDecimal(up_to),
        unit_price_minor: typedUnitPrice(unit_price_minor, currency),
      }));

/** What a version charges beyond the included volume, to be typed over. */
export const typedOverage = (terms: Overage & Pick<Terms, 'currency'>): Omit<OverageValues, 'included_bytes'> => ({
  overage_unit_bytes: String(terms.overage_unit_bytes ?? GB),
  overage_unit_price_minor:
    terms.overage_unit_price_minor === null ? '' : typedUnitPrice(terms.overage_unit_price_minor, terms.currency),
  overage_model: terms.overage_model,
  overage_tiers: typedTiers(terms.overage_tiers, terms.currency),
  overage_partial: terms.overage_partial,
});

const normal = (text: string): string => text.replace(/\s/g, '').replace(',', '.');

const boundOf = (text: string): Decimal | undefined => parseDecimal(normal(text));

/** Steps of prices as terms; the last has no end. */
export const tiersOf = (tiers: readonly TierValues[], currency: string): Tier[] =>
  tiers.map(({ up_to, unit_price_minor }, i) => ({
    up_to: i === tiers.length - 1 ? null : (boundOf(up_to) ?? up_to.trim()),
    unit_price_minor: unitPriceOf(unit_price_minor, currency) ?? unit_price_minor.trim(),
  }));

const isGiven = (value: number | string): boolean => String(value).trim() !== '';

/** What was typed of the price beyond the included volume, as terms; without an included volume it is left out. */
export const overageOf = (values: OverageValues, currency: string): Overage => {
  const { overage_model, overage_partial } = values;
  if (!isGiven(values.included_bytes)) return NO_OVERAGE;
  const priced = { overage_unit_bytes: Number(values.overage_unit_bytes), overage_model, overage_partial };
  if (overage_model !== 'flat')
    return { ...priced, overage_unit_price_minor: null, overage_tiers: tiersOf(values.overage_tiers, currency) };
  const price = values.overage_unit_price_minor.trim();
  return price === ''
    ? NO_OVERAGE
    : { ...priced, overage_unit_price_minor: unitPriceOf(price, currency) ?? price, overage_tiers: [] };
};

type InCurrency = OverageValues & { currency: string };

const PRICE_PROBLEM = 'write an amount such as 0.50; up to six digits below the smallest coin';

const isPriced = ({ overage_model, overage_unit_price_minor }: OverageValues): boolean =>
  overage_model !== 'flat' || isGiven(overage_unit_price_minor);

type Steps = { readonly tiers: readonly TierValues[]; readonly currency: string };

/** What is wrong with a step of prices, by field. */
export const tierProblems = {
  up_to: (text: string, { tiers }: Steps, index: number): string | null => {
    if (index >= tiers.length - 1) return null;
    const before = boundOf(tiers[index - 1]?.up_to ?? '') ?? ('0' as Decimal);
    const bound = boundOf(text);
    return bound !== undefined && compareDecimals(bound, before) > 0 ? null : `write more than ${before}`;
  },
  unit_price_minor: (text: string, { currency }: Steps): string | null => {
    if (!isGiven(text)) return 'write an amount, 0 for free';
    return unitPriceOf(text, currency) === undefined ? PRICE_PROBLEM : null;
  },
};

const ofSteps =
  (check: (text: string, steps: Steps, index: number) => string | null) =>
  (text: string, { overage_model, overage_tiers, currency }: InCurrency, path = ''): string | null =>
    overage_model === 'flat' ? null : check(text, { tiers: overage_tiers, currency }, Number(path.split('.')[1]));

/** What is wrong with what was typed of the price beyond the included volume, by field. */
export const overageProblems = {
  included_bytes: (value: number | string, values: OverageValues) =>
    !isGiven(value) && isPriced(values) ? 'write how much is included, 0 for none' : null,
  overage_unit_price_minor: (text: string, { overage_model, currency }: InCurrency) =>
    overage_model === 'flat' && isGiven(text) && unitPriceOf(text, currency) === undefined ? PRICE_PROBLEM : null,
  overage_tiers: { up_to: ofSteps(tierProblems.up_to), unit_price_minor: ofSteps(tierProblems.unit_price_minor) },
};
