import { countText, moneyText, unitPriceText } from '../kit/format.ts';
import { tiersText } from './overage-words.ts';
import type { Terms } from './plan-sentence.ts';
import { trimmedDecimal } from './unit-price.ts';

type Charge = Terms['meter_charges'][number];

/** A meter as one chooses it for a plan. */
export interface MeterChoice {
  readonly code: string;
  readonly name: string;
  readonly unit_code: string;
  readonly aggregation: 'sum' | 'count' | 'max' | 'p95';
}

/** The choices of what a meter’s use costs, as one reads and chooses them. */
export const METER_WORDS = {
  model: {
    flat: 'One price',
    graduated: 'By steps',
    volume: 'By the step reached',
    package: 'By packages',
    percentage: 'A percentage',
  },
  partial: { exact: 'in exact part', up: 'whole' },
} as const;

const NOT_YET = '…';

const priceText = (price: string, currency: string): string =>
  price === '' ? NOT_YET : unitPriceText(price, currency);

const costText = (charge: Charge, unit: string, currency: string): string => {
  if (charge.model === 'package')
    return `${priceText(charge.unit_price_minor, currency)} for each begun ${countText(charge.package_units)} ${unit}`;
  if (charge.model === 'percentage') {
    const fee = /[1-9]/.test(charge.record_fee_minor);
    return `${charge.percent === '' ? NOT_YET : trimmedDecimal(charge.percent)} %${fee ? ` and ${priceText(charge.record_fee_minor, currency)} for each record` : ''}`;
  }
  const begun = charge.partial === 'up' ? `, a begun ${unit} whole` : '';
  if (charge.model === 'flat') return `${priceText(charge.unit_price_minor, currency)} per ${unit}${begun}`;
  const steps = tiersText(charge.tiers, unit, charge.included_units, currency);
  return `${charge.model === 'volume' ? `all at the price of the step reached: ${steps}` : steps}${begun}`;
};

const OF = { sum: '', count: '', max: ' at the most', p95: ' at the 95th percentile' } as const;

/** What a plan charges by a meter: `Calls: 100 min included, then €0.05 per min, at least €10.00 a period`. */
export const meterText = (charge: Charge, currency: string, meters: readonly MeterChoice[] = []): string => {
  const meter = meters.find(({ code }) => code === charge.meter);
  const unit = meter?.unit_code ?? 'unit';
  const included = charge.included_units > 0 ? `${countText(charge.included_units)} ${unit} included, then ` : '';
  const least = charge.minimum_minor > 0 ? `, at least ${moneyText(charge.minimum_minor, currency)} a period` : '';
  const name = `${meter?.name ?? (charge.meter || NOT_YET)}${meter === undefined ? '' : OF[meter.aggregation]}`;
  return `${name}: ${included}${costText(charge, unit, currency)}${least}`;
};
