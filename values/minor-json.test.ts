import { expect, test } from 'vitest';
import { fromMinorJson, minorJson } from './minor-json.ts';

test('amounts stay exact on their way through a JSON column; nothing else is touched', () => {
  const data = {
    price_minor: 9_007_199_254_740_993n,
    fee_minor: null,
    text: '12',
    lines: [{ net_minor: -5n, quantity: '2.5', codes: ['1'] }],
  };
  expect(fromMinorJson(JSON.parse(minorJson(data)))).toEqual(data);
  expect(fromMinorJson(null)).toBeNull();
});
