import { expect, test } from 'vitest';
import { partsOf } from './bundle-parts-input.ts';

const PARTS = [
  { plan_id: 'net', optional: false },
  { plan_id: 'tv', optional: false },
  { plan_id: 'sport', optional: true },
];

test('a part is named when it is chosen, or is to log in by a name', () => {
  expect(partsOf(PARTS, {})).toEqual([]);
  expect(partsOf(PARTS, { sport: { taken: true, username: '' }, net: { taken: false, username: ' kim ' } })).toEqual([
    { plan_id: 'net', username: 'kim' },
    { plan_id: 'sport' },
  ]);
  expect(partsOf(PARTS, { sport: { taken: false, username: 'kim' } })).toEqual([]);
});
