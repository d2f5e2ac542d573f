import { type Day, monthOf, ok, type Result, refused, yearOf } from '@isp/values';

/**
 * How a series numbers its documents: text with `{YYYY}`, `{YY}`, `{MM}` of the issue day and exactly one counter `{000000}`, as wide as its zeros (wider
 * when it must be). The counter runs within a scope, the rest of the number: a series with the year in it begins again at 1 each year, one without
 * never does, so a number is never used twice.
 */
export type NumberPattern = string & { readonly __pattern: unique symbol };

const TOKEN = /\{([^{}]*)\}/g;
const COUNTER = /^0{1,12}$/;
const DATES = ['YYYY', 'YY', 'MM'];

/**
 * Reads a pattern; refuses an unknown token or stray brace, no counter or two, more than 40 characters, and a month or two-digit year
 * that would repeat (`{MM}` wants a year beside it, and `{YY}` is fine for a century).
 */
export const parsePattern = (
  text: string,
): Result<NumberPattern, 'unknown-token' | 'one-counter' | 'too-long' | 'month-without-year'> => {
  const tokens = [...text.matchAll(TOKEN)].map((match) => match[1] ?? '');
  if (text.length > 40) return refused('too-long');
  if (/[{}]/.test(text.replaceAll(TOKEN, ''))) return refused('unknown-token');
  if (tokens.some((token) => !COUNTER.test(token) && !DATES.includes(token))) return refused('unknown-token');
  if (tokens.filter((token) => COUNTER.test(token)).length !== 1) return refused('one-counter');
  if (tokens.includes('MM') && !tokens.includes('YYYY') && !tokens.includes('YY')) return refused('month-without-year');
  return ok(text as NumberPattern);
};

const dated = (token: string, issued_on: Day): string => {
  const year = `${yearOf(issued_on)}`.padStart(4, '0');
  if (token === 'YYYY') return year;
  return token === 'YY' ? year.slice(2) : `${monthOf(issued_on)}`.padStart(2, '0');
};

/** The scope a counter runs in: the pattern with its dates filled in, `'INV-{YYYY}-{000000}'` → `'INV-2026-{000000}'`. */
export const numberScope = (pattern: NumberPattern, issued_on: Day): string =>
  pattern.replaceAll(TOKEN, (whole, token: string) => (COUNTER.test(token) ? whole : dated(token, issued_on)));

/** The number `counter` (from 1) of a scope: `('INV-2026-{000000}', 42n)` → `'INV-2026-000042'`. */
export const numberIn = (scope: string, counter: bigint): string =>
  scope.replaceAll(TOKEN, (_, zeros: string) => counter.toString().padStart(zeros.length, '0'));
