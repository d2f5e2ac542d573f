import { type Decimal, decimalFromScaled, decimalScale, decimalUnscaled, parseDecimal, powerOfTen } from './decimal.ts';
import { ok, type Result, refused } from './result.ts';

/** An active ISO 4217 alphabetic code that has a minor unit: `'EUR'`. */
export type Currency = string & { readonly __currency: unique symbol };

/** An amount in integer minor units of a currency: 19.99 EUR is `{ amount_minor: 1999n, currency: 'EUR' }`. */
export interface Money {
  readonly amount_minor: bigint;
  readonly currency: Currency;
}

const TWO =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE ' +
  'CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT ' +
  'LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN ' +
  'QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS ' +
  'VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';

/** ISO 4217 table A.1 as of 2026 (without metals, units of account and test codes, which have no minor unit): codes by exponent. */
const CODES_BY_EXPONENT: readonly (readonly [exponent: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [2, TWO],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const EXPONENTS: ReadonlyMap<string, number> = new Map(
  CODES_BY_EXPONENT.flatMap(([exponent, codes]) => codes.split(' ').map((code) => [code, exponent] as const)),
);

/** Every currency there is, in alphabetic order. */
export const CURRENCIES: readonly Currency[] = [...EXPONENTS.keys()].sort() as Currency[];

/** Reads an ISO 4217 code in capitals, or gives `undefined` when there is no such active currency. */
export const parseCurrency = (text: string): Currency | undefined =>
  EXPONENTS.has(text) ? (text as Currency) : undefined;

/** A currency from text that is known to be one. Throws a `RangeError` on anything else: for literals and rows, not for users' input. */
export const currency = (text: string): Currency => {
  const parsed = parseCurrency(text);
  if (parsed === undefined) throw new RangeError(`not an active ISO 4217 currency: ${text}`);
  return parsed;
};

/** Digits of the minor unit after the point: EUR 2, JPY 0, KWD 3 (ISO 4217, not CLDR, which shows some currencies without theirs). */
export const currencyExponent = (of: Currency): number => {
  const exponent = EXPONENTS.get(of);
  if (exponent === undefined) throw new RangeError(`not an active ISO 4217 currency: ${of}`);
  return exponent;
};

/** An amount in minor units as a decimal with the currency's own digits: `(1999n, 'EUR')` → `'19.99'`. */
export const minorToDecimal = (amount_minor: bigint, of: Currency): Decimal =>
  decimalFromScaled(amount_minor, currencyExponent(of));

/** A decimal amount in minor units; refused as `'too-precise'` when it is not a whole number of them. */
export const decimalToMinor = (amount: Decimal, of: Currency): Result<bigint, 'too-precise'> => {
  const unscaled = decimalUnscaled(amount);
  const excess = decimalScale(amount) - currencyExponent(of);
  if (excess <= 0) return ok(unscaled * powerOfTen(-excess));
  const divisor = powerOfTen(excess);
  return unscaled % divisor === 0n ? ok(unscaled / divisor) : refused('too-precise');
};

/** Reads an amount such as `('19.99', 'EUR')`; refuses what is no plain decimal, no active currency, or finer than the minor unit. */
export const parseMoney = (
  amount: string,
  code: string,
): Result<Money, 'not-a-decimal' | 'not-a-currency' | 'too-precise'> => {
  const parsed = parseCurrency(code);
  if (parsed === undefined) return refused('not-a-currency');
  const value = parseDecimal(amount);
  if (value === undefined) return refused('not-a-decimal');
  const minor = decimalToMinor(value, parsed);
  return minor.ok ? ok({ amount_minor: minor.value, currency: parsed }) : minor;
};

/** A function that writes amounts of one currency in one locale (BCP 47); make it once for many amounts. Exact at any size. */
export const moneyFormatter = (of: Currency, locale: string): ((amount_minor: bigint) => string) => {
  const digits = currencyExponent(of);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: of,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return (amount_minor) => format.format(minorToDecimal(amount_minor, of) as string as Intl.StringNumericLiteral);
};

/** An amount as people of a locale write it: `(123456n, 'EUR', 'de-DE')` → `'1.234,56 €'`. Exact: the digits go to Intl as text (ECMA-402 v3). */
export const formatMoney = (amount_minor: bigint, of: Currency, locale: string): string =>
  moneyFormatter(of, locale)(amount_minor);
