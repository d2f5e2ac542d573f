import { expect, test } from 'vitest';
import { planName, segment, subscription } from './subscription.fixture.ts';
import { storyOf } from './subscription-story.ts';

test.each([
  ['one plan', {}, ['2026-03-15 Home 60 at €60.00 (periods begin on day 15)']],
  [
    'a change that was recorded later',
    {
      segments: [
        segment('2026-04-20', 'home-10', { price_minor: 1000, known_on: '2026-05-01' }),
        segment('2026-03-15', 'home-60'),
      ],
    },
    [
      '2026-03-15 Home 60 at €60.00 (periods begin on day 15)',
      '2026-04-20 Home 10 at €10.00 (recorded on May 1, 2026)',
    ],
  ],
  [
    'pauses and an end',
    {
      ended_on: '2026-06-30',
      pauses: [
        { from_on: '2026-05-20', to_on: null, hold_fee_minor: null },
        { from_on: '2026-05-01', to_on: '2026-05-20', hold_fee_minor: null },
        { from_on: '2026-04-01', to_on: '2026-04-01', hold_fee_minor: null },
      ],
    },
    [
      '2026-03-15 Home 60 at €60.00 (periods begin on day 15)',
      '2026-05-01 Paused (until May 20, 2026)',
      '2026-05-20 Back from the pause',
      '2026-05-20 Paused (until somebody ends the pause)',
      '2026-06-30 Ends',
    ],
  ],
  [
    'it came from another account and goes to one',
    { transferred_from: 'r', transferred_to: 't', ended_on: '2026-06-30' },
    [
      '2026-03-15 Home 60 at €60.00 (from another account, periods begin on day 15)',
      '2026-06-30 Goes to another account',
    ],
  ],
])('the story of a subscription: %s', (_, more, expected) => {
  const told = storyOf(subscription(more), { planName });
  expect(told.map(({ day, title, detail }) => `${day} ${title}${detail ? ` (${detail})` : ''}`)).toEqual(expected);
});
