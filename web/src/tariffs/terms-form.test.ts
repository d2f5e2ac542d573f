import { describe, expect, test } from 'vitest';
import type { Terms } from './plan-sentence.ts';
import { emptyTerms, termsOf, typedTerms } from './terms-form.ts';

const terms: Terms = {
  price_minor: 1999,
  currency: 'EUR',
  cycle_unit: 'month',
  cycle_count: 1,
  timing: 'advance',
  tax_code: 'VAT20',
  setup_fee_minor: 0,
  rate_down_kbps: 2500,
  rate_up_kbps: null,
  included_bytes: 100_000_000_000,
  overage_unit_bytes: 1_073_741_824,
  overage_unit_price_minor: '0.5',
  session_timeout_s: 5400,
  ipv4_pool: 'north',
  ipv6_prefix_pool: null,
  ipv6_delegated_pool: null,
  simultaneous: 3,
};

describe('terms of a plan', () => {
  test('typed and read back they are the same', () => {
    expect(termsOf('internet', typedTerms(terms))).toEqual(terms);
  });

  test('without a price there are none', () => {
    expect(termsOf('internet', emptyTerms('EUR'))).toBeUndefined();
  });

  test('a plan that is no internet access has neither speed nor volume', () => {
    expect(termsOf('recurring', typedTerms(terms))).toMatchObject({
      price_minor: 1999,
      rate_down_kbps: null,
      included_bytes: null,
      overage_unit_bytes: null,
      overage_unit_price_minor: null,
    });
  });

  test('a price beyond no included volume is left out', () => {
    expect(termsOf('internet', { ...typedTerms(terms), included_bytes: '' })).toMatchObject({
      included_bytes: null,
      overage_unit_bytes: null,
      overage_unit_price_minor: null,
    });
  });
});
