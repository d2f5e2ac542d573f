import { addMs, instant } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { afterFailure, blockedFor, PACES, type Pace, type Tally } from './throttle.ts';

const now = instant('2026-11-23T12:00:00.000Z');
const none: Tally = { failures: 0, last_at: now, blocked_until: now };

const waitAfter = (failures: number, pace: Pace): number => {
  let tally = none;
  for (let i = 0; i < failures; i++) tally = afterFailure(tally, pace, now);
  return blockedFor([tally], now);
};

describe('the wait after n failures', () => {
  test.each([
    [PACES.pair, 5, 0],
    [PACES.pair, 6, 5],
    [PACES.pair, 7, 10],
    [PACES.pair, 12, 320],
    [PACES.pair, 14, 900],
    [PACES.pair, 500, 900],
    [PACES.person, 20, 0],
    [PACES.person, 21, 2],
    [PACES.person, 1000, 60],
    [PACES.address, 50, 0],
    [PACES.address, 51, 5],
  ])('%j: %d failures, %d s', (pace, failures, seconds) => expect(waitAfter(failures, pace)).toBe(seconds));
});

test('failures are forgotten after a while without one', () => {
  const tally: Tally = { failures: 400, last_at: addMs(now, -3_600_000), blocked_until: now };
  expect(afterFailure(tally, PACES.pair, now).failures).toBe(1);
});

test('the longest wait of several counts', () => {
  const blocked = (ms: number): Tally => ({ ...none, blocked_until: addMs(now, ms) });
  expect(blockedFor([blocked(1), blocked(4100), none], now)).toBe(5);
  expect(blockedFor([], now)).toBe(0);
});
