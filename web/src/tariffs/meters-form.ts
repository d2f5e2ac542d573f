import { parseDecimal } from '@isp/values';
import { minorOf, typedMoney } from '../kit/money-text.ts';
import { newTiers, type TierValues, tierProblems, tiersOf, typedTiers } from './overage-form.ts';
import type { Terms } from './plan-sentence.ts';
import { trimmedDecimal, typedUnitPrice, unitPriceOf } from './unit-price.ts';

type Charge = Terms['meter_charges'][number];

/** What a meter’s use costs as it is typed: prices in major units; what is not for its model stands there and is left out. */
export type MeterValues = {
  meter: string;
  model: Charge['model'];
  included_units: number | string;
  minimum_minor: string;
  partial: 'exact' | 'up';
  unit_price_minor: string;
  package_units: number | string;
  percent: string;
  record_fee_minor: string;
  tiers: TierValues[];
};

export type MetersValues = { meter_charges: MeterValues[] };

export const MOST_METERS = 30;

/** Nothing typed yet of the charge of a meter. */
export const newMeter = (meter = ''): MeterValues => ({
  meter,
  model: 'flat',
  included_units: '',
  minimum_minor: '',
  partial: 'exact',
  unit_price_minor: '',
  package_units: '',
  percent: '',
  record_fee_minor: '',
  tiers: newTiers(),
});

const normal = (text: string): string => text.replace(/\s/g, '').replace(',', '.');

const chargeOf = (values: MeterValues, currency: string): Charge => {
  const { meter, model, partial } = values;
  const price = (text: string): string => unitPriceOf(text, currency) ?? text.trim();
  const common = {
    meter,
    included_units: Number(values.included_units) || 0,
    minimum_minor: minorOf(values.minimum_minor, currency) ?? 0,
  };
  if (model === 'flat') return { ...common, model, partial, unit_price_minor: price(values.unit_price_minor) };
  if (model === 'package') {
    const package_units = Number(values.package_units) || 0;
    return { ...common, model, package_units, unit_price_minor: price(values.unit_price_minor) };
  }
  if (model === 'percentage')
    return {
      ...common,
      model,
      percent: normal(values.percent),
      record_fee_minor: price(values.record_fee_minor || '0'),
    };
  return { ...common, model, partial, tiers: tiersOf(values.tiers, currency) };
};

/** What was typed of meters, as terms. */
export const metersOf = ({ meter_charges }: MetersValues, currency: string): Pick<Terms, 'meter_charges'> => ({
  meter_charges: meter_charges.map((values) => chargeOf(values, currency)),
});

const typedCharge = (charge: Charge, currency: string): MeterValues => {
  const price = (minor: string): string => typedUnitPrice(minor, currency);
  const { meter, model, included_units, minimum_minor } = charge;
  return {
    ...newMeter(meter),
    model,
    included_units: included_units === 0 ? '' : included_units,
    minimum_minor: minimum_minor === 0 ? '' : typedMoney(minimum_minor, currency),
    ...('partial' in charge ? { partial: charge.partial } : {}),
    ...('unit_price_minor' in charge ? { unit_price_minor: price(charge.unit_price_minor) } : {}),
    ...('package_units' in charge ? { package_units: charge.package_units } : {}),
    ...('tiers' in charge ? { tiers: typedTiers(charge.tiers, currency) } : {}),
    ...(charge.model === 'percentage'
      ? {
          percent: trimmedDecimal(charge.percent),
          record_fee_minor: /[1-9]/.test(charge.record_fee_minor) ? price(charge.record_fee_minor) : '',
        }
      : {}),
  };
};

/** What a version charges by meters, to be typed over. */
export const typedMeters = ({ meter_charges, currency }: Pick<Terms, 'meter_charges' | 'currency'>): MetersValues => ({
  meter_charges: meter_charges.map((charge) => typedCharge(charge, currency)),
});

type All = MetersValues & { currency: string };

const placeOf = (values: All, path: string): MeterValues => {
  const at = Number(path.split('.')[1]);
  return values.meter_charges[at] ?? newMeter();
};

const PRICE_PROBLEM = 'write an amount such as 0.50; up to six digits below the smallest coin';
const isGiven = (value: number | string): boolean => String(value).trim() !== '';

const isPercent = (text: string): boolean => {
  const percent = parseDecimal(normal(text));
  return percent !== undefined && /^(100(\.0+)?|\d{1,2}(\.\d{1,4})?)$/.test(percent) && /[1-9]/.test(percent);
};

const stepCheck =
  (check: (text: string, of: { tiers: readonly TierValues[]; currency: string }, index: number) => string | null) =>
  (text: string, values: All, path: string) => {
    const { model, tiers } = placeOf(values, path);
    if (model !== 'graduated' && model !== 'volume') return null;
    return check(text, { tiers, currency: values.currency }, Number(path.split('.')[3]));
  };

/** What is wrong with what was typed of meters, by field. */
export const metersProblems = {
  meter_charges: {
    meter: (code: string, { meter_charges }: All) => {
      if (!code) return 'choose a meter';
      return meter_charges.filter(({ meter }) => meter === code).length > 1 ? 'stands here twice' : null;
    },
    minimum_minor: (text: string, { currency }: All) =>
      isGiven(text) && minorOf(text, currency) === undefined ? 'write an amount' : null,
    unit_price_minor: (text: string, values: All, path: string) => {
      const { model } = placeOf(values, path);
      if (model !== 'flat' && model !== 'package') return null;
      return isGiven(text) && unitPriceOf(text, values.currency) !== undefined ? null : PRICE_PROBLEM;
    },
    package_units: (count: number | string, values: All, path: string) =>
      placeOf(values, path).model === 'package' && !(Number(count) >= 1) ? 'write how many make a package' : null,
    percent: (text: string, values: All, path: string) =>
      placeOf(values, path).model === 'percentage' && !isPercent(text) ? 'write a percentage such as 2.5' : null,
    record_fee_minor: (text: string, values: All, path: string) =>
      placeOf(values, path).model === 'percentage' && isGiven(text) && unitPriceOf(text, values.currency) === undefined
        ? PRICE_PROBLEM
        : null,
    tiers: { up_to: stepCheck(tierProblems.up_to), unit_price_minor: stepCheck(tierProblems.unit_price_minor) },
  },
};
