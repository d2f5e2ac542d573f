import { expect, test } from 'vitest';
import { type Running, runningSentence, usageShares } from './running-words.ts';

const RUNNING = {
  currency: 'EUR',
  so_far_minor: 9960,
  open_minor: 0,
  credit_minor: 0,
  to_pay_minor: 9960,
} as Running;

test.each([
  [{}, 'As of now €99.60 to pay: €99.60 of bills to come.'],
  [
    { open_minor: 3240, to_pay_minor: 13_200 },
    'As of now €132.00 to pay: €99.60 of bills to come, €32.40 open on invoices.',
  ],
  [
    { credit_minor: 12_000, to_pay_minor: -2040 },
    'As of now €20.40 of credit left: €99.60 of bills to come, less €120.00 of credit.',
  ],
])('%j', (more, words) => {
  expect(runningSentence({ ...RUNNING, ...more })).toBe(words);
});

test.each([
  [
    { used_bytes: 5, included_bytes: 10, forecast_bytes: 8 },
    { used: 50, forecast: 30 },
  ],
  [
    { used_bytes: 15, included_bytes: 10, forecast_bytes: 30 },
    { used: 50, forecast: 50 },
  ],
  [
    { used_bytes: 0, included_bytes: 0, forecast_bytes: 0 },
    { used: 0, forecast: 0 },
  ],
])('%j', (use, shares) => {
  const { used, forecast } = usageShares({ ...use, period_from: '', period_to: '' });
  expect({ used: Math.round(used), forecast: Math.round(forecast) }).toEqual(shares);
});
