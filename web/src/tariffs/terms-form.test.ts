import { describe, expect, test } from 'vitest';
import { NO_OVERAGE } from './overage-form.ts';
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
  overage_model: 'flat',
  overage_tiers: [],
  overage_partial: 'up',
  session_timeout_s: 5400,
  ipv4_pool: 'north',
  ipv6_prefix_pool: null,
  ipv6_delegated_pool: null,
  simultaneous: 3,
  proration: '30-day',
  termination: 'inclusive',
  first_part: 'with-next',
  bill_suspended: true,
  rounding: 'half-even',
  adjustments: 'refund',
  upgrade: 'period-end',
  downgrade: 'now',
  hold_fee_minor: 500,
  contract_months: 24,
  contract_renewal: 'monthly',
  price_guarantee: true,
  early_fee: 'fixed',
  early_fee_minor: 12_000,
  early_fee_percent: null,
  parts: [],
  parts_less_percent: null,
  parts_less_minor: null,
  phases: [
    { days: 10, price_minor: 0 },
    { cycles: 3, price_minor: 990 },
  ],
  meter_charges: [
    {
      meter: 'voice',
      model: 'graduated',
      included_units: 100,
      minimum_minor: 1000,
      tiers: [
        { up_to: '60', unit_price_minor: '10' },
        { up_to: null, unit_price_minor: '0.5' },
      ],
      partial: 'up',
    },
    {
      meter: 'sms',
      model: 'package',
      included_units: 0,
      minimum_minor: 0,
      package_units: 100,
      unit_price_minor: '250',
    },
    {
      meter: 'sales',
      model: 'percentage',
      included_units: 0,
      minimum_minor: 0,
      percent: '2.5',
      record_fee_minor: '10',
    },
    { meter: 'transit', model: 'flat', included_units: 0, minimum_minor: 0, unit_price_minor: '80', partial: 'exact' },
  ],
  limits: [
    {
      what: 'time',
      direction: 'both',
      per: 'day',
      amount: 5400,
      action: 'deny',
      rate_down_kbps: null,
      rate_up_kbps: null,
    },
    {
      what: 'data',
      direction: 'up',
      per: 'total',
      amount: 1_500_000_000,
      action: 'slow',
      rate_down_kbps: 2500,
      rate_up_kbps: 512,
    },
  ],
  fair_use: [{ direction: 'both', per: 'month', after: 100_000_000_000, rate_down_kbps: 2000, rate_up_kbps: 1000 }],
  hours: [
    { days: [1, 5], from: '22:00', to: '06:15', free: true, rate_down_kbps: null, rate_up_kbps: null },
    { days: [6, 7], from: '00:00', to: '24:00', free: false, rate_down_kbps: 90_000, rate_up_kbps: 90_000 },
  ],
  rollover: { periods: 3, most_bytes: 50_000_000_000, most_percent: null, used: 'last' },
};

describe('terms of a plan', () => {
  test('typed and read back they are the same', () => {
    expect(termsOf('internet', typedTerms(terms))).toEqual(terms);
  });

  test('with steps of prices too', () => {
    const steps: Terms = {
      ...terms,
      overage_unit_price_minor: null,
      overage_model: 'graduated',
      overage_tiers: [
        { up_to: '20', unit_price_minor: '200' },
        { up_to: null, unit_price_minor: '0.5' },
      ],
    };
    expect(termsOf('internet', typedTerms(steps))).toEqual(steps);
    expect(termsOf('recurring', typedTerms(steps))).toMatchObject(NO_OVERAGE);
  });

  test('without a price there are none', () => {
    expect(termsOf('internet', emptyTerms('EUR'))).toBeUndefined();
  });

  test('a plan that is no internet access has neither speed nor volume', () => {
    expect(termsOf('recurring', typedTerms(terms))).toMatchObject({
      price_minor: 1999,
      rate_down_kbps: null,
      included_bytes: null,
      ...NO_OVERAGE,
    });
  });

  test('a limit of a session ends it and counts both ways, whatever was chosen before', () => {
    const typed = typedTerms(terms);
    const [, second] = typed.limits;
    if (!second) throw new Error('two limits');
    const [limit] = termsOf('internet', { ...typed, limits: [{ ...second, per: 'session' }] })?.limits ?? [];
    expect(limit).toMatchObject({ per: 'session', action: 'deny', direction: 'both', rate_down_kbps: null });
  });

  test('a plan that is no internet access limits nothing', () => {
    expect(termsOf('recurring', typedTerms(terms))).toMatchObject({
      limits: [],
      fair_use: [],
      hours: [],
      rollover: null,
    });
  });

  test('a price beyond no included volume is left out', () => {
    expect(termsOf('internet', { ...typedTerms(terms), included_bytes: '' })).toMatchObject({
      included_bytes: null,
      ...NO_OVERAGE,
    });
  });
});
