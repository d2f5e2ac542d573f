import { type Day, day } from '@isp/values';
import { expect, test } from 'vitest';
import { type MeteredService, placeRecord } from './place-record.ts';

const SERVICE: MeteredService = {
  started_on: day('2026-01-10'),
  ended_on: null,
  usage_to: null,
  open: true,
  plans: [
    { from_on: day('2026-01-10'), meters: ['voice'] },
    { from_on: day('2026-03-01'), meters: ['voice', 'sms'] },
    { from_on: day('2026-04-01'), meters: [] },
  ],
};
const BILLED = { usage_to: day('2026-03-01') };
const OVER = { ended_on: day('2026-02-20'), usage_to: day('2026-02-21'), open: false };

test.each<[string, Partial<MeteredService>, string, string, string]>([
  ['on its day', {}, 'voice', '2026-01-10', '2026-01-10'],
  ['before it began', {}, 'voice', '2026-01-09', 'the subscription had not begun on 2026-01-09'],
  [
    'of one that is still to begin',
    { started_on: null },
    'voice',
    '2026-02-01',
    'the subscription had not begun on 2026-02-01',
  ],
  ['on its last day', { ended_on: day('2026-02-20') }, 'voice', '2026-02-20', '2026-02-20'],
  [
    'after its last day',
    { ended_on: day('2026-02-20') },
    'voice',
    '2026-02-21',
    'the subscription ended on 2026-02-20',
  ],
  ['on the first day that is not billed', BILLED, 'voice', '2026-03-01', '2026-03-01'],
  ['on a day that is billed', BILLED, 'voice', '2026-02-28', '2026-03-01 late'],
  ['when all is billed', OVER, 'voice', '2026-02-19', 'the subscription is over and all its use is billed'],
  ['of a meter that came later', {}, 'sms', '2026-02-01', 'its plan of 2026-02-01 charges nothing by meter sms'],
  ['of a meter that came since, late', BILLED, 'sms', '2026-02-01', '2026-03-01 late'],
  [
    'of a plan that charges by none',
    {},
    'voice',
    '2026-04-01',
    'its plan of 2026-04-01 charges nothing by meter voice',
  ],
])('%s', (_, change, meter, used_on, expected) => {
  const placed = placeRecord({ ...SERVICE, ...change }, meter, used_on as Day);
  expect(placed.ok ? `${placed.value.counted_on}${placed.value.late ? ' late' : ''}` : placed.reason).toBe(expected);
});
