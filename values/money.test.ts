import { describe, expect, test } from 'vitest';
import { decimal } from './decimal.ts';
import {
  CURRENCIES,
  currency,
  currencyExponent,
  decimalToMinor,
  formatMoney,
  minorToDecimal,
  parseCurrency,
  parseMoney,
} from './money.ts';

/** What ICU still lists although ISO 4217 has withdrawn it or it has no minor unit. */
const NOT_ACTIVE = ['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'XDR', 'XSU', 'ZWL'];

describe('currencies', () => {
  test.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['CLF', 4],
    ['ISK', 0],
    ['IQD', 3],
    ['HUF', 2],
  ])('%s has %d digits', (code, digits) => expect(currencyExponent(currency(code))).toBe(digits));
  test.each(['eur', 'XAU', 'XXX', 'BGN', 'HRK', 'EU', ''])('%j is none', (code) =>
    expect(parseCurrency(code)).toBeUndefined(),
  );
  test('holds every current currency that ICU knows, each once', () => {
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    const missing = Intl.supportedValuesOf('currency').filter((code) => parseCurrency(code) === undefined);
    expect(missing).toEqual(NOT_ACTIVE);
  });
});

describe('minor units and decimals', () => {
  test.each([
    [1999n, 'EUR', '19.99'],
    [-5n, 'EUR', '-0.05'],
    [1999n, 'JPY', '1999'],
    [1999n, 'KWD', '1.999'],
    [0n, 'USD', '0.00'],
  ])('%d %s is %s and back', (minor, code, text) => {
    expect(minorToDecimal(minor, currency(code))).toBe(text);
    expect(decimalToMinor(decimal(text), currency(code))).toEqual({ ok: true, value: minor });
  });
  test.each([
    ['19.99', 'EUR', 1999n],
    ['19.9900', 'EUR', 1999n],
    ['20', 'KWD', 20000n],
    ['-3.5', 'EUR', -350n],
  ])('parses %s %s', (text, code, minor) => {
    expect(parseMoney(text, code)).toEqual({ ok: true, value: { amount_minor: minor, currency: code } });
  });
  test.each([
    ['19.999', 'EUR', 'too-precise'],
    ['0.5', 'JPY', 'too-precise'],
    ['1,5', 'EUR', 'not-a-decimal'],
    ['1', 'XYZ', 'not-a-currency'],
  ])('refuses %s %s as %s', (text, code, reason) => expect(parseMoney(text, code)).toEqual({ ok: false, reason }));
});

describe('formatMoney', () => {
  const plain = (text: string) => text.replaceAll(/\u00a0|\u202f/g, ' ');
  test.each([
    [123456n, 'EUR', 'de-DE', '1.234,56 €'],
    [123456n, 'USD', 'en-US', '$1,234.56'],
    [-123456n, 'USD', 'en-US', '-$1,234.56'],
    [1234n, 'JPY', 'en-US', '¥1,234'],
    [1234567n, 'KWD', 'en-US', 'KWD 1,234.567'],
    [1234567890123456789012n, 'EUR', 'en-US', '€12,345,678,901,234,567,890.12'],
    [100050n, 'HUF', 'en-US', 'HUF 1,000.50'],
  ])('%d %s in %s', (minor, code, locale, text) =>
    expect(plain(formatMoney(minor, currency(code), locale))).toBe(text),
  );
});
