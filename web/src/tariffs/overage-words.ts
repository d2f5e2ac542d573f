import { bytesText, unitPriceText } from '../kit/format.ts';
import type { Terms } from './plan-sentence.ts';
import { trimmedDecimal } from './unit-price.ts';

type Tier = Terms['overage_tiers'][number];

/** The choices of what more than the included volume costs, as one reads and chooses them. */
export const OVERAGE_WORDS = {
  overage_model: { flat: 'One price', graduated: 'By steps', volume: 'By the step reached' },
  overage_partial: { exact: 'in exact part', up: 'whole' },
} as const;

const GIB = 1_073_741_824;

/** A unit of volume: `GB`, `GiB`, `500 MB`. */
export const unitText = (octets: number): string => (octets === GIB ? 'GiB' : bytesText(octets).replace(/^1 /, ''));

const unitsText = (count: string, unit: string): string =>
  /^\d/.test(unit) ? `${count} × ${unit}` : `${count} ${unit}`;

const NOT_YET = '…';

/** How far a step goes. Of a plan that includes some volume it counts from there: `up to 20 GB more`. */
const endText = (up_to: string, unit: string, included: number): string => {
  const count = up_to === '' ? NOT_YET : trimmedDecimal(up_to);
  return ` up to ${unitsText(count, unit)}${included > 0 ? ' more' : ''}`;
};

/** Steps of prices: `€2.00 per GB up to 20 GB, €0.20 above`. */
export const tiersText = (tiers: readonly Tier[], unit: string, included: number, currency: string): string =>
  tiers
    .map(({ up_to, unit_price_minor }, i) => {
      const price = unit_price_minor === '' ? NOT_YET : unitPriceText(unit_price_minor, currency);
      const end = up_to === null ? ' above' : endText(up_to, unit, included);
      return `${price}${i === 0 ? ` per ${unit}` : ''}${tiers.length === 1 ? '' : end}`;
    })
    .join(', ');

const beyondText = (terms: Terms, octets: number): string => {
  const unit = unitText(octets);
  const { overage_unit_price_minor: price, overage_tiers: tiers, currency } = terms;
  if (terms.overage_model === 'flat')
    return price === null ? 'more is free' : `then ${unitPriceText(price, currency)} per ${unit}`;
  const steps = tiersText(tiers, unit, terms.included_bytes ?? 0, currency);
  return terms.overage_model === 'volume' ? `then all at the price of the step reached: ${steps}` : `then ${steps}`;
};

const includedText = (octets: number): string => (octets === 0 ? 'no volume' : bytesText(octets));

/** What the price includes and what more costs: `100 GB included, then €0.50 per GB`; by steps, `no volume included, then €2.00 per GB up to 20 GB, €0.20 above`. */
export const volumeText = (terms: Terms): string => {
  const { included_bytes: included, overage_unit_bytes: unit } = terms;
  if (included === null) return 'unlimited volume';
  return `${includedText(included)} included, ${unit === null ? 'more is free' : beyondText(terms, unit)}`;
};

/** The same for a table, which has no room for steps. */
export const shortVolumeText = (terms: Terms): string =>
  terms.overage_model === 'flat' || terms.included_bytes === null
    ? volumeText(terms)
    : `${includedText(terms.included_bytes)} included, then by steps`;

/** That a begun unit is charged whole, after what one costs; nothing when it is not. */
export const begunText = ({ overage_partial, overage_unit_bytes: unit }: Terms): string =>
  overage_partial === 'exact' || unit === null ? '' : `, a begun ${unitText(unit)} charged whole`;
