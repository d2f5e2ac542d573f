import { expect, test } from 'vitest';
import { type OverageTerms, overageProblem, type Tier } from './terms.ts';

const FLAT = { overage_model: 'flat', overage_tiers: [] } as const;

test.each([
  ['nothing', null, null, null, undefined],
  ['a volume alone', 100n, null, null, undefined],
  ['all three', 100n, 10n, '50', undefined],
  ['no price', 100n, 10n, null, 'incomplete'],
  ['no unit', 100n, null, '50', 'incomplete'],
  ['no volume', null, 10n, '50', 'incomplete'],
])('overage said by %s', (_, included_bytes, overage_unit_bytes, overage_unit_price_minor, expected) => {
  expect(overageProblem({ included_bytes, overage_unit_bytes, overage_unit_price_minor, ...FLAT })).toBe(expected);
});

const tier = (up_to: string | null): Tier => ({ up_to, unit_price_minor: '10' });
const stepped = (more: Partial<OverageTerms>): OverageTerms => ({
  included_bytes: 0n,
  overage_unit_bytes: 10n,
  overage_unit_price_minor: null,
  overage_model: 'graduated',
  overage_tiers: [tier('20'), tier('120.5'), tier(null)],
  ...more,
});

test.each<readonly [string, Partial<OverageTerms>, string | undefined]>([
  ['in order', {}, undefined],
  ['one without end', { overage_tiers: [tier(null)] }, undefined],
  ['none', { overage_tiers: [] }, 'tiers'],
  ['without a model', { overage_model: 'flat' }, 'tiers'],
  ['beside one price', { overage_unit_price_minor: '5' }, 'tiers'],
  ['going down', { overage_tiers: [tier('20'), tier('3'), tier(null)] }, 'tiers'],
  ['that end', { overage_tiers: [tier('20'), tier('120')] }, 'tiers'],
  ['without a unit', { overage_unit_bytes: null }, 'incomplete'],
  ['without a volume', { included_bytes: null }, 'incomplete'],
])('steps of prices %s', (_, more, expected) => {
  expect(overageProblem(stepped(more))).toBe(expected);
});
