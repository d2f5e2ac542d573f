import { day, instant } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { endOfUseBy, standingOf, type VoucherFacts, type VoucherUse } from './voucher.ts';
import { drawCode, drawPin, foldedCode, foldInto, groupedCode, MAX_CODE, shortestCode } from './voucher-code.ts';
import { durationWords, giftWords, octetsWords } from './voucher-words.ts';

const NOW = instant('2026-03-03T12:00:00Z');
const FACTS: VoucherFacts = {
  time_s: 7200,
  octets: 500_000_000,
  valid_s: 86_400,
  rate_down_kbps: null,
  rate_up_kbps: null,
  use_by_on: day('2026-03-31'),
  use_before: endOfUseBy(day('2026-03-31'), 'Europe/Berlin'),
  zone: 'Europe/Berlin',
  first_used_at: instant('2026-03-03T10:00:00Z'),
  state: 'in-use',
  ended_at: null,
};
const USE: VoucherUse = { seconds: 0, octets: 0, online: 0 };

describe('how a voucher stands', () => {
  test.each<[string, Partial<VoucherFacts>, Partial<VoucherUse>, object]>([
    [
      'unused, until its last day of the zone is over',
      { first_used_at: null, state: 'unused' },
      {},
      { state: 'unused', changes_at: '2026-03-31T22:00:00.000Z', expires_at: null, reason: 'active' },
    ],
    [
      'not used in time',
      {
        first_used_at: null,
        state: 'unused',
        use_by_on: day('2026-03-02'),
        use_before: instant('2026-03-02T23:00:00Z'),
      },
      {},
      {
        state: 'expired',
        reason: 'voucher expired: it was to be used by 2 Mar 2026',
        ended_at: '2026-03-02T23:00:00.000Z',
      },
    ],
    ['in use, until it expires', {}, {}, { state: 'in-use', changes_at: '2026-03-04T10:00:00.000Z' }],
    ['online, until its time is up', {}, { seconds: 3600, online: 1 }, { changes_at: '2026-03-03T13:00:00.000Z' }],
    [
      'two online use it up twice as fast',
      {},
      { seconds: 3600, online: 2 },
      { changes_at: '2026-03-03T12:30:00.000Z' },
    ],
    [
      'its time used up',
      {},
      { seconds: 7200 },
      { state: 'used-up', reason: 'voucher used up: 2 h of 2 h on 3 Mar 2026', ended_at: NOW, changes_at: null },
    ],
    ['a second less is used up, too', {}, { seconds: 7199 }, { state: 'used-up' }],
    ['ten seconds are not', {}, { seconds: 7190 }, { state: 'in-use' }],
    [
      'its volume used up',
      {},
      { octets: 500_000_001 },
      { state: 'used-up', reason: 'voucher used up: 500 MB of 500 MB on 3 Mar 2026' },
    ],
    [
      'expired',
      { first_used_at: instant('2026-03-02T11:59:59Z') },
      {},
      {
        state: 'expired',
        ended_at: '2026-03-03T11:59:59.000Z',
        reason: 'voucher expired: 24 h from its first log-in were over on 3 Mar 2026',
      },
    ],
    [
      'it keeps the moment it ended',
      { state: 'used-up', ended_at: instant('2026-03-03T11:00:00Z') },
      { seconds: 9000 },
      { ended_at: '2026-03-03T11:00:00.000Z' },
    ],
    [
      'cancelled stays cancelled',
      { state: 'cancelled', ended_at: instant('2026-03-01T11:00:00Z') },
      {},
      { state: 'cancelled', reason: 'voucher cancelled on 1 Mar 2026', changes_at: null },
    ],
    [
      'without validity it never expires',
      { valid_s: null },
      {},
      { state: 'in-use', expires_at: null, changes_at: null },
    ],
  ])('%s', (_, facts, use, wanted) => {
    expect(standingOf({ ...FACTS, ...facts }, { ...USE, ...use }, NOW)).toMatchObject(wanted);
  });
});

const SHAPE = { code_prefix: 'HA', code_alphabet: 'letters-digits', code_length: 8, pin_length: 0 } as const;

describe('codes', () => {
  test('they are drawn of what is not taken for one another, and a PIN of digits', () => {
    let n = 0;
    const draw = (below: number) => n++ % below;
    expect(drawCode(SHAPE, draw)).toBe('HABCDFGHJK');
    expect(drawPin({ ...SHAPE, pin_length: 4 }, draw)).toMatch(/^\d{4}$/);
    expect(drawPin(SHAPE, draw)).toBeNull();
  });

  test.each([
    [1, {}, 5],
    [10_000, {}, 8],
    [100, { code_alphabet: 'digits' as const }, 9],
    [10_000, { code_alphabet: 'digits' as const }, 11],
    [1000, { code_alphabet: 'digits' as const, pin_length: 6 }, 5],
  ])('%i of them need so many characters with %o: %i', (size, change, shortest) => {
    expect(shortestCode({ ...SHAPE, ...change }, size)).toBe(shortest);
  });

  test('what is typed is read as it is kept', () => {
    const out = Buffer.alloc(MAX_CODE);
    const typed = Buffer.from('xx k7mp-4xwq');
    expect(out.toString('latin1', 0, foldInto(typed, 3, 9, out))).toBe('K7MP4XWQ');
    expect(foldedCode('k7mp 4xw-q')).toBe('K7MP4XWQ');
    expect(foldInto(Buffer.alloc(40, 65), 0, 40, out)).toBe(-1);
  });

  test.each([
    ['K7MP4XWQ', 'K7MP 4XWQ'],
    ['123456789', '123 456 789'],
    ['K7MP4', 'K7MP4'],
    ['K7MP4XWQ5P', 'K7MP 4XWQ 5P'],
  ])('%s is printed as %s', (code, printed) => expect(groupedCode(code)).toBe(printed));
});

describe('what a voucher gives, in words', () => {
  test.each([
    [7200, '2 h'],
    [5400, '1 h 30 min'],
    [604_800, '7 days'],
    [86_400, '24 h'],
    [45, '45 s'],
  ])('%i seconds: %s', (s, words) => expect(durationWords(s)).toBe(words));
  test.each([
    [500_000_000, '500 MB'],
    [1_500_000_000, '1.5 GB'],
  ])('%i octets: %s', (octets, words) => expect(octetsWords(octets)).toBe(words));
  test('all of it', () =>
    expect(giftWords({ ...FACTS, rate_down_kbps: 5000, rate_up_kbps: 1000 })).toEqual([
      '2 h online',
      '500 MB',
      '5/1 Mbit/s',
      'valid 24 h from first log-in',
    ]));
});
