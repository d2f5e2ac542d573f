import { expect, test } from 'vitest';
import { type Pack, packSentence, packsFor } from './pack-words.ts';

const PACK = {
  id: 'five',
  what: 'data',
  amount: 5_000_000_000,
  lasts_days: null,
  price_minor: 400,
  currency: 'EUR',
  plan_ids: null,
  state: 'active',
} as Pack;

test.each([
  [{}, '5 GB until the window of the limit ends for €4.00'],
  [{ lasts_days: 1 }, '5 GB for a day for €4.00'],
  [{ lasts_days: 30 }, '5 GB for 30 days for €4.00'],
])('%j', (more, words) => {
  expect(packSentence({ ...PACK, ...more })).toBe(words);
});

test('only packs that are sold for the plan, in the currency', () => {
  const packs: Pack[] = [
    PACK,
    { ...PACK, id: 'gone', state: 'withdrawn' },
    { ...PACK, id: 'dollars', currency: 'USD' },
    { ...PACK, id: 'office', plan_ids: ['office'] },
    { ...PACK, id: 'home', plan_ids: ['home', 'office'] },
  ];
  expect(packsFor(packs, { plan_id: 'home', currency: 'EUR' }).map(({ id }) => id)).toEqual(['five', 'home']);
});
