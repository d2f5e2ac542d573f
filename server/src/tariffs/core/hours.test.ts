import { addMs, type Day, epochMs, type Instant, instant, instantFromEpochMs, weekday } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { endOfHours, type Hours, nextTurn, spansOf } from './hours.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const QUARTER_MS = 900_000;

/** A generator of whole numbers below `n` that gives the same for the same seed (mulberry32). */
const dice = (start: number) => {
  let state = start >>> 0;
  return (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
};

const shown = (spans: readonly { from_ms: number; to_ms: number }[]): string[] =>
  spans.map(
    ({ from_ms, to_ms }) => `${instantFromEpochMs(from_ms).slice(5, 16)} ${instantFromEpochMs(to_ms).slice(5, 16)}`,
  );

const NIGHT: Hours = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '06:00' };

test.each([
  ['a night', NIGHT, '2026-11-25T00:00:00Z', '2026-11-26T00:00:00Z', 'UTC', ['11-25T00:00 11-25T06:00']],
  [
    'over midnight, of Friday alone',
    { days: [5], from: '22:00', to: '06:00' },
    '2026-11-26T00:00:00Z',
    '2026-11-30T00:00:00Z',
    'UTC',
    ['11-27T22:00 11-28T06:00'],
  ],
  [
    'the whole of a day',
    { days: [7], from: '00:00', to: '24:00' },
    '2026-11-28T00:00:00Z',
    '2026-12-01T00:00:00Z',
    'UTC',
    ['11-29T00:00 11-30T00:00'],
  ],
  [
    'the clock goes forward',
    NIGHT,
    '2026-03-28T23:00:00Z',
    '2026-03-29T22:00:00Z',
    'Europe/Berlin',
    ['03-28T23:00 03-29T04:00'],
  ],
  [
    'the clock goes back',
    NIGHT,
    '2026-10-24T22:00:00Z',
    '2026-10-25T23:00:00Z',
    'Europe/Berlin',
    ['10-24T22:00 10-25T05:00'],
  ],
  [
    'an hour that is shown twice is in twice',
    { days: [7], from: '02:15', to: '02:45' },
    '2026-10-24T22:00:00Z',
    '2026-10-25T23:00:00Z',
    'Europe/Berlin',
    ['10-25T00:15 10-25T00:45', '10-25T01:15 10-25T01:45'],
  ],
  [
    'an hour that is left out is not there',
    { days: [7], from: '02:15', to: '02:45' },
    '2026-03-28T23:00:00Z',
    '2026-03-29T22:00:00Z',
    'Europe/Berlin',
    [],
  ],
  [
    'a zone of quarters',
    NIGHT,
    '2026-11-24T18:00:00Z',
    '2026-11-25T12:00:00Z',
    'Asia/Kathmandu',
    ['11-24T18:15 11-25T00:15'],
  ],
] as const)('%s', (_, hours, from, to, zone, expected) => {
  expect(shown(spansOf([hours], instant(from), instant(to), zone))).toEqual(expected);
});

/** The slow way: what the wall clock shows at a moment. */
const isInside = (hours: Hours, ms: number, zone: string): boolean => {
  const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const minute = wall.hour * 60 + wall.minute;
  const minutes = (time: string) => Number.parseInt(time.slice(0, 2), 10) * 60 + Number.parseInt(time.slice(3), 10);
  const [from, to] = [minutes(hours.from), minutes(hours.to)];
  const today = weekday(wall.toPlainDate().toString() as Day);
  const yesterday = today === 1 ? 7 : today - 1;
  if (to > from) return hours.days.includes(today) && minute >= from && minute < to;
  return (hours.days.includes(today) && minute >= from) || (hours.days.includes(yesterday) && minute < to);
};

const ZONES = ['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'];
/** Near changes of the clock, and not. */
const DAYS = [
  '2026-03-28',
  '2026-10-24',
  '2026-04-04',
  '2026-09-05',
  '2026-10-03',
  '2026-03-07',
  '2026-11-01',
  '2026-12-31',
];

describe(`hours by dice (FC_SEED=${seed})`, () => {
  test('every quarter is in them when the wall clock says so', () => {
    const roll = dice(seed);
    const time = () => `${`${roll(24)}`.padStart(2, '0')}:${['00', '15', '30', '45'][roll(4)]}`;
    for (let run = 0; run < 150; run++) {
      const all: Hours[] = Array.from({ length: 1 + roll(3) }, () => ({
        days: [1, 2, 3, 4, 5, 6, 7].filter(() => roll(2) === 0),
        from: time(),
        to: roll(6) === 0 ? '24:00' : time(),
      }));
      const zone = ZONES[roll(ZONES.length)] as string;
      const from = addMs(instant(`${DAYS[roll(DAYS.length)]}T00:00:00Z`), roll(96) * QUARTER_MS);
      const to = addMs(from, (1 + roll(300)) * QUARTER_MS);
      const spans = spansOf(all, from, to, zone);
      for (let ms = epochMs(from); ms < epochMs(to); ms += QUARTER_MS) {
        const found = spans.some((s) => s.from_ms <= ms && ms < s.to_ms);
        const wanted = all.some((hours) => isInside(hours, ms, zone));
        expect(found, `${JSON.stringify(all)} ${zone} ${instantFromEpochMs(ms)}`).toBe(wanted);
      }
    }
  });
});

const at = (text: string): Instant => instant(text);

test('when hours end, and turn next', () => {
  expect(endOfHours([NIGHT], at('2026-11-25T03:07:00Z'), 'UTC')).toBe('2026-11-25T06:00:00.000Z');
  expect(endOfHours([NIGHT], at('2026-11-25T06:00:00Z'), 'UTC')).toBeUndefined();
  expect(nextTurn([NIGHT], at('2026-11-25T03:07:00Z'), 'UTC')).toBe('2026-11-25T06:00:00.000Z');
  expect(nextTurn([NIGHT], at('2026-11-25T06:00:00Z'), 'UTC')).toBe('2026-11-26T00:00:00.000Z');
  expect(nextTurn([], at('2026-11-25T06:00:00Z'), 'UTC')).toBeUndefined();
});
