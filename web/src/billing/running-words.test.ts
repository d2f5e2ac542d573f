import { expect, test } from 'vitest';
import { type Running, rolledText, runningSentence, usageShares, usageText } from './running-words.ts';

const RUNNING = {
  currency: 'EUR',
  payer_id: null,
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
  [
    { payer_id: 'p', to_pay_minor: 0 },
    'As of now €0.00 to pay: nothing is open. €99.60 of bills to come go to the account that pays.',
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
  const { used, forecast } = usageShares({ ...use, rolled_over: [], period_from: '', period_to: '' });
  expect({ used: Math.round(used), forecast: Math.round(forecast) }).toEqual(shares);
});

test('what rolled over is said, and makes the whole larger', () => {
  const rolled = { of: '2026-03-01', bytes: 10e9, left_bytes: 4e9, ends_on: '2026-05-01' };
  const use = {
    used_bytes: 6e9,
    included_bytes: 10e9,
    forecast_bytes: 15e9,
    rolled_over: [rolled],
    period_from: '2026-04-01',
    period_to: '2026-05-01',
  };
  expect(usageText(use)).toBe('6 GB used of 10 GB included and 10 GB rolled over; 15 GB by May 1, 2026 at this pace');
  expect(rolledText(rolled)).toBe('from Mar 1, 2026: 4 GB of 10 GB left, to be used before May 1, 2026');
  expect(usageShares(use)).toEqual({ used: 30, forecast: 45 });
});
