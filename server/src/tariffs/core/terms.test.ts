import { expect, test } from 'vitest';
import { checkTerms } from './terms.ts';

test.each([
  ['nothing', null, null, null, true],
  ['a volume alone', 100n, null, null, true],
  ['all three', 100n, 10n, '50', true],
  ['no price', 100n, 10n, null, false],
  ['no unit', 100n, null, '50', false],
  ['no volume', null, 10n, '50', false],
])('overage said by %s', (_, included_bytes, overage_unit_bytes, overage_unit_price_minor, expected) => {
  expect(checkTerms({ included_bytes, overage_unit_bytes, overage_unit_price_minor })).toBe(expected);
});
