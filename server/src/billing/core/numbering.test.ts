import { day } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type NumberPattern, numberIn, numberScope, parsePattern } from './numbering.ts';

const pattern = (text: string): NumberPattern => {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
};

describe('parsePattern', () => {
  test.each(['INV-{YYYY}-{000000}', '{0}', 'A{YY}{MM}/{0000}/X', '{YYYY}{MM}{000}'])('reads %s', (text) =>
    expect(parsePattern(text).ok).toBe(true),
  );
  test.each([
    ['INV-{YYYY}', 'one-counter'],
    ['{00}-{00}', 'one-counter'],
    ['{DD}{00}', 'unknown-token'],
    ['{YYYY-{00}', 'unknown-token'],
    ['{00}}', 'unknown-token'],
    ['{MM}-{00}', 'month-without-year'],
    [`${'X'.repeat(40)}{0}`, 'too-long'],
  ])('refuses %s as %s', (text, reason) => expect(parsePattern(text)).toEqual({ ok: false, reason }));
});

describe('numbers', () => {
  test.each([
    ['INV-{YYYY}-{000000}', '2026-11-23', 42n, 'INV-2026-000042'],
    ['{YY}{MM}-{000}', '2026-01-05', 7n, '2601-007'],
    ['A{000}', '2026-01-05', 12345n, 'A12345'],
  ])('%s on %s', (text, on, counter, number) =>
    expect(numberIn(numberScope(pattern(text), day(on)), counter)).toBe(number),
  );
  test('the counter runs within its scope', () => {
    const yearly = pattern('INV-{YYYY}-{000000}');
    expect(numberScope(yearly, day('2026-01-01'))).toBe(numberScope(yearly, day('2026-12-31')));
    expect(numberScope(yearly, day('2026-12-31'))).not.toBe(numberScope(yearly, day('2027-01-01')));
  });
});
