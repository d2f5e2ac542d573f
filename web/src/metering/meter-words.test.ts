import { expect, test } from 'vitest';
import { inUnits, type Meter, meterSentence } from './meter-words.ts';

const METER: Meter = {
  id: 'm',
  code: 'voice',
  name: 'Calls',
  unit_code: 'min',
  unit_size: 60,
  aggregation: 'sum',
  state: 'active',
  created_at: '2026-01-01T00:00:00.000Z',
};

test.each<[Partial<Meter>, string]>([
  [{}, 'In min, of 60 counted things each; the sum of the records of a period is billed.'],
  [{ unit_code: 'SMS', unit_size: 1, aggregation: 'count' }, 'In SMS; the records of a period are counted.'],
  [
    { unit_code: 'Mbit/s', unit_size: 1_000_000, aggregation: 'p95' },
    'In Mbit/s, of 1,000,000 counted things each; of the samples of a period the 5 % largest are dropped, and the next is billed.',
  ],
])('%j: %s', (change, sentence) => expect(meterSentence({ ...METER, ...change })).toBe(sentence));

test.each([
  [90, '1.5 min'],
  [100, '1.666 min'],
  [7_200_000, '120,000 min'],
  [0, '0 min'],
])('%i counted things are %s', (count, text) => expect(inUnits(count, METER)).toBe(text));
