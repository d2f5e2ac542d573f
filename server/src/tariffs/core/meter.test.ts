import { addMs, day, epochMs, type Instant, instant, startOfDay } from '@isp/values';
import { describe, expect, test } from 'vitest';
import type { Used, WindowRule } from './limit-rules.ts';
import { type Ask, asksOf, markKey, meterOf, type TopUp } from './meter.ts';
import { type Per, type Place, windowAt } from './windows.ts';

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

const place = (zone: string): Place => ({
  zone,
  started_on: day('2026-01-31'),
  anchor: { anchor_on: day('2026-01-31'), anchor_day: 31 },
  cycle: { unit: 'month', count: 1 },
});

test.each([
  ['day', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['week', '2026-03-29T12:00:00Z', '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['month', '2026-03-31T21:59:59Z', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
  ['period', '2026-02-28T12:00:00Z', '2026-02-27T23:00:00.000Z', '2026-03-30T22:00:00.000Z'],
  ['period', '2026-03-31T12:00:00Z', '2026-03-30T22:00:00.000Z', '2026-04-29T22:00:00.000Z'],
  ['total', '2026-03-31T12:00:00Z', '2026-01-30T23:00:00.000Z', null],
] as const)('the %s that holds %s in Berlin', (per, now, from_at, to_at) => {
  expect(windowAt(per, instant(now), place('Europe/Berlin'))).toMatchObject({ from_at, to_at });
});

const rule = (per: Per, amount: number): WindowRule => ({
  name: 'limit',
  what: 'data',
  direction: 'down',
  per,
  amount,
  action: 'slow',
  rate_down_kbps: 1000,
  rate_up_kbps: 1000,
  cost: null,
});

/** Something used at a moment, an octet at a time. */
interface Drop {
  readonly at: Instant;
  readonly octets: number;
}

const within = (drops: readonly Drop[], { from_at, to_at }: Omit<Ask, 'from_on'>): Used => ({
  down: drops.filter((d) => d.at >= from_at && (to_at === null || d.at < to_at)).reduce((sum, d) => sum + d.octets, 0),
  up: 0,
  seconds: 0,
});

/** The slow way: one octet after the other takes from what ends soonest first, and what ended or is of another window is not there. */
const slowly = (
  of: WindowRule,
  topUps: readonly TopUp[],
  drops: readonly Drop[],
  now: Instant,
  where: Place,
): { left: number; used: number } => {
  const left = new Map<string, number>(topUps.map((t) => [t.id, t.amount]));
  const endOf = (t: TopUp): string => t.ends_at ?? windowAt(of.per, t.granted_at, where).to_at ?? '9';
  const bases = new Map<string, number>();
  const open = (at: Instant) => {
    const window = windowAt(of.per, at, where);
    const base = { key: markKey(window), ends: window.to_at ?? '9' };
    if (!bases.has(base.key)) bases.set(base.key, of.amount);
    const own = topUps.filter((t) => t.granted_at <= at && endOf(t) > at);
    return { window, base, own };
  };
  for (const drop of [...drops].sort((a, b) => (a.at < b.at ? -1 : 1)))
    for (let i = 0; i < drop.octets; i++) {
      const { base, own } = open(drop.at);
      const from = [{ id: '', ends: base.ends }, ...own.map((t) => ({ id: t.id as string, ends: endOf(t) }))]
        .sort((a, b) => (a.ends === b.ends ? 0 : a.ends < b.ends ? -1 : 1))
        .find(({ id }) => (id === '' ? (bases.get(base.key) ?? 0) : (left.get(id) ?? 0)) > 0);
      if (from?.id === '') bases.set(base.key, (bases.get(base.key) ?? 0) - 1);
      else if (from) left.set(from.id, (left.get(from.id) ?? 0) - 1);
    }
  const { window, base, own } = open(now);
  return {
    used: within(drops, window).down,
    left: own.reduce((sum, t) => sum + (left.get(t.id) ?? 0), bases.get(base.key) ?? 0),
  };
};

const STARTS = ['2026-03-27', '2026-10-23', '2026-01-31', '2026-02-26', '2026-12-30'];
const ZONES = ['Europe/Berlin', 'America/Santiago', 'Asia/Kathmandu', 'UTC'];
const PERS: readonly Per[] = ['day', 'week', 'month', 'period', 'total'];

describe(`meters by dice (FC_SEED=${seed})`, () => {
  test('what is left is what is left octet by octet, over windows, ends of top-ups and changes of the clock', () => {
    const roll = dice(seed);
    for (let run = 0; run < 300; run++) {
      const where = place(ZONES[roll(ZONES.length)] as string);
      const start = startOfDay(day(STARTS[roll(STARTS.length)] as string), where.zone);
      const span = 40 + roll(1400);
      const moment = (from = 0) => addMs(start, (from + roll(span)) * QUARTER_MS);
      const now = addMs(start, span * QUARTER_MS + 1 + roll(QUARTER_MS - 1));
      const of = rule(PERS[roll(PERS.length)] as Per, 1 + roll(40));
      const drops: Drop[] = Array.from({ length: roll(25) }, () => ({
        at: addMs(moment(), 1 + roll(QUARTER_MS - 1)),
        octets: roll(12),
      }));
      const topUps = Array.from({ length: roll(5) }, (_, i): TopUp => {
        const granted_at = addMs(moment(), roll(QUARTER_MS));
        const window = windowAt(of.per, granted_at, where);
        const quarter = Math.floor(epochMs(granted_at) / QUARTER_MS) * QUARTER_MS;
        const ends =
          roll(3) === 0 ? null : addMs(granted_at, quarter + (1 + roll(900)) * QUARTER_MS - epochMs(granted_at));
        return {
          id: `t${i}`,
          what: 'data',
          amount: 1 + roll(30),
          granted_at,
          ends_at: ends,
          used_at_grant: { [markKey(window)]: within(drops, { from_at: window.from_at, to_at: granted_at }) },
        };
      });
      const asked = asksOf([of], topUps, now, where);
      const useOf = (ask: Ask): Used => {
        expect([...asked.keys()]).toContain(`${ask.from_at} ${ask.to_at ?? ''}`);
        return within(drops, ask);
      };
      const meter = meterOf(of, topUps, useOf, now, where);
      const what = JSON.stringify({ run, of, topUps, drops, now, where });
      expect({ used: meter.used, left: meter.left }, what).toEqual(slowly(of, topUps, drops, now, where));
    }
  });
});
