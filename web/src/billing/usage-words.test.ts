import { describe, expect, test } from 'vitest';
import { arithmeticOf, octetsText, proofOf, type SourceLine, type Sources, sessionsText } from './usage-words.ts';

const total = { octets: 120e9, sessions: 3, checksum: 'a' };
const line: SourceLine = {
  invoice_id: 'i',
  invoice_number: 'INV-1',
  issued_on: '2026-12-01',
  line_no: 2,
  tier: 0,
  quantity: '20.5',
  unit_price_minor: '50',
  amount_minor: 1025,
  total,
};
const sources: Sources = {
  account_id: 'a',
  subscription_id: 's',
  plan_id: 'p',
  plan_name: 'Home',
  plan_version: 1,
  currency: 'EUR',
  zone: 'UTC',
  period_from: '2026-11-01',
  period_to: '2026-12-01',
  state: 'proven',
  is_pending: false,
  rated: total,
  before: null,
  now: total,
  recounted: null,
  rating: {
    included_octets: 100e9,
    rolled_over: [],
    billed_octets: 20.5e9,
    unit_octets: 1e9,
    model: 'flat',
    rated_minor: null,
    before_minor: null,
  },
  lines: [line],
  credits: [],
  days: [],
  late: { octets: 0, sessions: 0 },
};
const now = { octets: 130e9, sessions: 4, checksum: 'b' };

test.each([
  [1, '1 session'],
  [1204, '1,204 sessions'],
])('%i sessions', (n, text) => expect(sessionsText(n)).toBe(text));

test.each([
  [0, '0 octets'],
  [999, '999 octets'],
  [1_500_000_000, '1,500,000,000 octets (1.5 GB)'],
])('%i octets', (n, text) => expect(octetsText(n)).toBe(text));

describe('the proof', () => {
  test.each<[string, Partial<Sources>, string, RegExp]>([
    [
      'proven',
      {},
      'proven',
      /still come to 120,000,000,000 octets \(120 GB\) of 3 sessions; the check sum is the same/,
    ],
    ['deleted', { state: 'kept-no-longer' }, 'kept no longer', /deleted for their age/],
    [
      'reckoned with',
      { state: 'reckoned', now, recounted: { ...now, as_of: '2026-12-03' }, late: { octets: 10e9, sessions: 1 } },
      'reckoned with',
      /say 10,000,000,000 octets \(10 GB\) more; .* on Dec 3, 2026\. 10,000,000,000 octets \(10 GB\) of 1 session came after the bill\.$/,
    ],
    [
      'less',
      { state: 'differs', now: { ...now, octets: 119e9 } },
      'differs',
      /now say 1,000,000,000 octets \(1 GB\) less\.$/,
    ],
    [
      'other sessions',
      { state: 'differs', now: { ...now, octets: 120e9 } },
      'differs',
      /the same octets, of other sessions/,
    ],
    [
      'to be reckoned',
      { state: 'differs', now, is_pending: true },
      'differs',
      /The next bill run rates the period again\.$/,
    ],
  ])('%s', (_, change, word, text) => {
    const proof = proofOf({ ...sources, ...change });
    expect(proof.word).toBe(word);
    expect(proof.text).toMatch(text);
  });
});

describe('the arithmetic', () => {
  test('of a line', () => {
    expect(arithmeticOf(sources, line)).toEqual([
      ['Used', '120,000,000,000 octets (120 GB)'],
      ['Included', '100,000,000,000 octets (100 GB)'],
      ['Beyond it', '20,500,000,000 octets (20.5 GB)'],
      ['20.5 GB × €0.50', '€10.25'],
    ]);
  });
  test('with what rolled over', () => {
    const rolled_over = [{ of: '2026-10-01', octets: 20e9, used_octets: 5e9 }];
    expect(arithmeticOf({ ...sources, rating: { ...sources.rating, rolled_over } }, line)[2]).toEqual([
      'Rolled over from Oct 1, 2026',
      '20,000,000,000 octets (20 GB), 5,000,000,000 octets (5 GB) of it used',
    ]);
  });
  test('of a correction: all of it, less what was billed before', () => {
    const rating = { ...sources.rating, rated_minor: 1525, before_minor: 1025 };
    const before = { octets: 120e9, checksum: 'a' };
    expect(arithmeticOf({ ...sources, rated: now, before, rating }, { ...line, amount_minor: 500 })).toEqual([
      ['Used', '130,000,000,000 octets (130 GB)'],
      ['Known before', '120,000,000,000 octets (120 GB)'],
      ['Included', '100,000,000,000 octets (100 GB)'],
      ['All of it costs', '€15.25'],
      ['Billed before', '-€10.25'],
      ['This line', '€5.00'],
    ]);
    const graduated = { ...rating, model: 'graduated' as const };
    expect(arithmeticOf({ ...sources, before, rating: graduated }, { ...line, tier: 1 })[3]?.[0]).toBe('Step 2 costs');
  });
});
