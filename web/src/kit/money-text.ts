import { currencyExponent, minorToDecimal, parseCurrency, parseMoney } from '@isp/values';

const normal = (text: string): string => text.trim().replace(/\s/g, '').replace(',', '.');

/** Minor units as one types them in a box: `(1999, 'EUR')` → `'19.99'`. */
export const typedMoney = (amount_minor: number, currency: string): string => {
  const parsed = parseCurrency(currency);
  return parsed ? minorToDecimal(BigInt(amount_minor), parsed) : String(amount_minor);
};

/** How many minor units make one of a currency: 100 cents a euro. */
export const minorUnitsIn = (currency: string): number => {
  const parsed = parseCurrency(currency);
  return parsed ? 10 ** currencyExponent(parsed) : 1;
};

/** What was typed in minor units, comma or point; `undefined` when it is no amount of the currency. */
export const minorOf = (text: string, currency: string): number | undefined => {
  const money = parseMoney(normal(text), currency);
  return money.ok ? Number(money.value.amount_minor) : undefined;
};

/** A form's check of an amount. */
export const amountProblem = (text: string, currency: string): string | null =>
  minorOf(text, currency) === undefined ? `write an amount of ${currency} such as ${typedMoney(1999, currency)}` : null;
