import { describe, expect, test } from 'vitest';
import { begunText, shortVolumeText, unitText, volumeText } from './overage-words.ts';
import { planSentence, type Terms } from './plan-sentence.ts';
import { emptyTerms, termsOf } from './terms-form.ts';
import { changesBetween, termsInWords } from './version-changes.ts';

const terms = (change: Partial<Terms> = {}): Terms => {
  const usual = termsOf('internet', { ...emptyTerms('EUR'), price_minor: '19.99' });
  if (!usual) throw new Error('there is a price');
  return { ...usual, ...change };
};

const FLAT: Partial<Terms> = {
  included_bytes: 100_000_000_000,
  overage_unit_bytes: 1_000_000_000,
  overage_unit_price_minor: '50',
};
const STEPS: Partial<Terms> = {
  included_bytes: 0,
  overage_unit_bytes: 1_000_000_000,
  overage_model: 'graduated',
  overage_tiers: [
    { up_to: '20', unit_price_minor: '200' },
    { up_to: '120.000', unit_price_minor: '20' },
    { up_to: null, unit_price_minor: '10' },
  ],
};

describe('what is used beyond the included volume', () => {
  test.each<[Partial<Terms>, string]>([
    [{}, 'unlimited volume'],
    [{ included_bytes: 100_000_000_000 }, '100 GB included, more is free'],
    [FLAT, '100 GB included, then €0.50 per GB'],
    [{ ...FLAT, included_bytes: 0, overage_unit_bytes: 1_073_741_824 }, 'no volume included, then €0.50 per GiB'],
    [STEPS, 'no volume included, then €2.00 per GB up to 20 GB, €0.20 up to 120 GB, €0.10 above'],
    [
      { ...STEPS, included_bytes: 5_000_000_000 },
      '5 GB included, then €2.00 per GB up to 20 GB more, €0.20 up to 120 GB more, €0.10 above',
    ],
    [
      { ...STEPS, overage_model: 'volume', overage_unit_bytes: 500_000_000 },
      'no volume included, then all at the price of the step reached: €2.00 per 500 MB up to 20 × 500 MB, €0.20 up to 120 × 500 MB, €0.10 above',
    ],
    [{ ...STEPS, overage_tiers: [{ up_to: null, unit_price_minor: '0.5' }] }, 'no volume included, then €0.005 per GB'],
    [
      {
        ...STEPS,
        overage_tiers: [
          { up_to: '', unit_price_minor: '' },
          { up_to: null, unit_price_minor: '' },
        ],
      },
      'no volume included, then … per GB up to … GB, … above',
    ],
  ])('%j', (change, words) => {
    expect(volumeText(terms(change))).toBe(words);
  });

  test.each<[Partial<Terms>, string]>([
    [{}, 'unlimited volume'],
    [FLAT, '100 GB included, then €0.50 per GB'],
    [STEPS, 'no volume included, then by steps'],
  ])('%j in a table', (change, words) => {
    expect(shortVolumeText(terms(change))).toBe(words);
  });

  test.each<[Partial<Terms>, string]>([
    [FLAT, ''],
    [{ ...FLAT, overage_partial: 'up' }, ', a begun GB charged whole'],
    [{ overage_partial: 'up' }, ''],
  ])('a begun unit of %j%s', (change, words) => {
    expect(begunText(terms(change))).toBe(words);
  });

  test.each([
    [1_000_000, 'MB'],
    [1_000_000_000, 'GB'],
    [1_073_741_824, 'GiB'],
    [500_000_000, '500 MB'],
  ])('a unit of %i octets is %s', (octets, words) => {
    expect(unitText(octets)).toBe(words);
  });

  test('is said with the plan', () => {
    expect(planSentence('internet', terms({ ...STEPS, overage_partial: 'up' }))).toBe(
      'A subscriber pays €19.99 a month in advance, no tax; unlimited speed; no volume included, then €2.00 per GB up to 20 GB, €0.20 up to 120 GB, €0.10 above, a begun GB charged whole.',
    );
  });

  test('is named where a version has it otherwise', () => {
    const after = terms({ ...STEPS, overage_model: 'volume', overage_partial: 'up' });
    expect(changesBetween(terms(STEPS), after).map((c) => `${c.what}: ${c.before} → ${c.after}`)).toEqual([
      'Volume: no volume included, then €2.00 per GB up to 20 GB, €0.20 up to 120 GB, €0.10 above → no volume included, then all at the price of the step reached: €2.00 per GB up to 20 GB, €0.20 up to 120 GB, €0.10 above',
      'A begun unit: in exact part → whole',
    ]);
  });

  test.each<[Partial<Terms>, boolean]>([
    [FLAT, false],
    [{ ...FLAT, overage_partial: 'up' }, true],
  ])('%j: a begun unit is named only where it is charged whole: %s', (change, isNamed) => {
    expect(termsInWords(terms(change)).some(([what]) => what === 'A begun unit')).toBe(isNamed);
  });
});
