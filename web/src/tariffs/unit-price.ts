import {
  currencyExponent,
  decimalFromScaled,
  decimalScale,
  decimalUnscaled,
  parseCurrency,
  parseDecimal,
  powerOfTen,
} from '@isp/values';

const MOST_DIGITS = 6;

/** A decimal without zeros at its end: `'20.500'` → `'20.5'`. */
export const trimmedDecimal = (decimal: string): string =>
  decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;

/** A unit price typed in major units as an exact decimal of minor units: `('0.005', 'EUR')` → `'0.5'`; `undefined` when it is none. */
export const unitPriceOf = (text: string, currency: string): string | undefined => {
  const price = parseDecimal(text.trim().replace(',', '.'));
  const of = parseCurrency(currency);
  if (price === undefined || of === undefined || price.startsWith('-')) return undefined;
  const scale = decimalScale(price);
  const minor = trimmedDecimal(decimalFromScaled(decimalUnscaled(price) * powerOfTen(currencyExponent(of)), scale));
  const digits = minor.split('.')[1]?.length ?? 0;
  return digits > MOST_DIGITS ? undefined : minor;
};

/** A unit price, an exact decimal of minor units, as one types it: `('50', 'EUR')` → `'0.50'`. */
export const typedUnitPrice = (minor: string, currency: string): string => {
  const price = parseDecimal(minor);
  const of = parseCurrency(currency);
  if (price === undefined || of === undefined) return minor;
  const least = currencyExponent(of);
  const text = trimmedDecimal(decimalFromScaled(decimalUnscaled(price), decimalScale(price) + least));
  const [whole = '0', digits = ''] = text.split('.');
  return least === 0 && digits === '' ? whole : `${whole}.${digits.padEnd(least, '0')}`;
};
