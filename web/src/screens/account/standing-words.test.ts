import { expect, test } from 'vitest';
import { pauseAhead, pauseText, standingsOf } from './standing-words.ts';
import { planName, segment, subscription } from './subscription.fixture.ts';

const TODAY = '2026-05-01';
const rest = (from_on: string, to_on: string | null) => ({ from_on, to_on, hold_fee_minor: null });
const later = (more: Parameters<typeof segment>[2] = {}, plan_id = 'home-60') => ({
  segments: [segment('2026-03-15', 'home-60'), segment('2026-06-01', plan_id, more)],
});

test.each([
  [rest('2026-05-01', '2026-05-20'), 'Paused until May 20, 2026'],
  [rest('2026-04-01', null), 'Paused since Apr 1, 2026'],
  [rest('2026-05-02', null), 'Pause from May 2, 2026'],
  [rest('2026-05-02', '2026-05-20'), 'Pause from May 2, 2026 until May 20, 2026'],
])('a pause in words (%#)', (pause, expected) => {
  expect(pauseText(pause, TODAY)).toBe(expected);
});

test.each([
  ['nothing', {}, []],
  ['what is over', { pauses: [rest('2026-04-01', '2026-04-10'), rest('2026-05-01', '2026-05-01')] }, []],
  ['a pause', { pauses: [rest('2026-05-01', '2026-05-20')] }, ['pause: Paused until May 20, 2026']],
  ['an end', { ended_on: '2026-05-31' }, ['end: Ends on May 31, 2026']],
  ['of one that has ended, nothing', { state: 'ended' as const, ended_on: '2026-05-31' }, []],
  ['another plan', later({ price_minor: 1000 }, 'home-10'), ['change: From Jun 1, 2026: Home 10 at €10.00']],
  ['more of it', later({ quantity: 3 }), ['change: From Jun 1, 2026: 3 × Home 60']],
  ['another price', later({ price_minor: 5000 }), ['change: From Jun 1, 2026: Home 60 now at €50.00']],
  ['another billing day', later({ anchor_day: 1 }), ['change: From Jun 1, 2026: Periods of Home 60 begin on day 1']],
  [
    'a price of its own',
    later({ price_minor: 5000, own_price: true }),
    ['change: From Jun 1, 2026: Home 60 now at €50.00, its own price'],
  ],
  [
    'a price change',
    later({ price_minor: 6600, price_change_id: 'c' }),
    ['change: From Jun 1, 2026: Home 60 now at €66.00, by a price change'],
  ],
  [
    'an end that costs',
    subscription({ ended_on: '2026-06-01', end_fee_minor: 12_000 }),
    ['end: Ends on Jun 1, 2026, which costs €120.00 by its contract'],
  ],
  ['another version', later({ plan_version: 2 }), ['change: From Jun 1, 2026: Home 60 by version 2']],
  [
    'several, by day',
    { ended_on: '2026-05-31', pauses: [rest('2026-05-10', '2026-05-20')], ...later({}, 'home-10') },
    [
      'pause: Pause from May 10, 2026 until May 20, 2026',
      'end: Ends on May 31, 2026',
      'change: From Jun 1, 2026: Home 10 at €60.00',
    ],
  ],
])('what holds or is planned: %s', (_, more, expected) => {
  const standings = standingsOf(subscription(more), TODAY, planName);
  expect(standings.map(({ kind, text }) => `${kind}: ${text}`)).toEqual(expected);
});

test.each([
  [[rest('2026-06-01', null), rest('2026-05-01', '2026-05-20')], '2026-05-01'],
  [[rest('2026-03-20', '2026-04-01'), rest('2026-06-01', null)], '2026-06-01'],
  [[rest('2026-05-01', '2026-05-01')], undefined],
])('the pause that holds comes before one that is planned (%#)', (pauses, from_on) => {
  expect(pauseAhead({ pauses }, TODAY)?.from_on).toBe(from_on);
});
