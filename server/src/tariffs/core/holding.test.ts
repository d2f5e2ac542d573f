import { addMs, day, epochMs, type Instant, instant } from '@isp/values';
import { describe, expect, test } from 'vitest';
import { type Holding, type HoursTerms, holdingOf } from './holding.ts';
import { endOfHours } from './hours.ts';
import { type Rule, rulesOf, type Used, windowRules } from './limit-rules.ts';
import { type Ask, markKey, meterOf, type TopUp } from './meter.ts';
import type { Place } from './windows.ts';

const seed = Number.parseInt(process.env.FC_SEED ?? `${Math.floor(Math.random() * 2 ** 31)}`, 10);
const GB = 1_000_000_000;

const PLACE: Place = {
  zone: 'Europe/Berlin',
  started_on: day('2026-01-31'),
  anchor: { anchor_on: day('2026-01-31'), anchor_day: 31 },
  cycle: { unit: 'month', count: 1 },
};

const UNPRICED = {
  currency: 'EUR',
  included_bytes: null,
  overage_unit_bytes: null,
  overage_unit_price_minor: null,
};

const rule = (change: Partial<Rule>): Rule => ({
  name: 'limit',
  what: 'data',
  direction: 'both',
  per: 'month',
  amount: 100 * GB,
  action: 'deny',
  rate_down_kbps: null,
  rate_up_kbps: null,
  cost: null,
  ...change,
});
const step = (after: number, kbps: number) =>
  rulesOf({
    ...UNPRICED,
    limits: [],
    fair_use: [{ per: 'month', direction: 'both', after, rate_down_kbps: kbps, rate_up_kbps: kbps }],
  })[0] as Rule;

interface Case {
  readonly rules: readonly Rule[];
  readonly hours?: readonly HoursTerms[];
  readonly used?: Used;
  readonly top_ups?: readonly TopUp[];
  readonly now?: Instant;
  readonly online?: number;
  readonly useOf?: (ask: Ask) => Used;
}

const NOW = instant('2026-11-25T12:00:00Z');

const holding = ({ rules, hours = [], used, top_ups = [], now = NOW, online = 0, useOf }: Case): Holding => {
  const of = useOf ?? (() => used ?? { down: 0, up: 0, seconds: 0 });
  const meters = windowRules(rules).map((r) => meterOf(r, top_ups, of, now, PLACE));
  const zone = PLACE.zone;
  return holdingOf({ now, zone, rate_down_kbps: 50_000, rate_up_kbps: 10_000, rules, hours, meters, top_ups, online });
};

const octets = (down: number, up = 0): Used => ({ down, up, seconds: 0 });
const hours = (change: Partial<HoursTerms>): HoursTerms => ({
  days: [1, 2, 3, 4, 5, 6, 7],
  from: '00:00',
  to: '06:00',
  free: false,
  rate_down_kbps: null,
  rate_up_kbps: null,
  ...change,
});
const NIGHT = instant('2026-11-25T01:00:00Z');
const MONTH_END = instant('2026-11-30T23:00:00Z');

test.each<[string, Case, Partial<Holding>]>([
  [
    'nothing used',
    { rules: [rule({})] },
    { mode: 'allow', reason: null, octets_left: 100 * GB, changes_at: MONTH_END },
  ],
  ['one octet short', { rules: [rule({})], used: octets(60 * GB, 40 * GB - 1) }, { mode: 'allow', octets_left: 1 }],
  [
    'used up',
    { rules: [rule({})], used: octets(60 * GB, 40 * GB) },
    {
      mode: 'deny',
      reason: 'limit: 100 GB of the month used until 1 December',
      octets_left: null,
      changes_at: MONTH_END,
    },
  ],
  [
    'of one direction',
    { rules: [rule({ direction: 'up', action: 'wall', amount: 5 * GB })], used: octets(60 * GB, 5 * GB) },
    { mode: 'walled', reason: 'limit: 5 GB up of the month used until 1 December' },
  ],
  [
    'the slower of two steps',
    { rules: [step(50 * GB, 4000), step(80 * GB, 1000)], used: octets(80 * GB) },
    {
      rate_down_kbps: 1000,
      rate_up_kbps: 1000,
      reason: 'fair use: 80 GB of the month used, 1 Mbit/s until 1 December',
    },
  ],
  [
    'a step never makes faster',
    { rules: [step(50 * GB, 40_000)], used: octets(50 * GB) },
    {
      rate_down_kbps: 40_000,
      rate_up_kbps: 10_000,
      reason: 'fair use: 50 GB of the month used, 40/10 Mbit/s until 1 December',
    },
  ],
  [
    'no access comes before the wall, the wall before less speed',
    {
      rules: [step(GB, 1000), rule({ action: 'wall', amount: 2 * GB }), rule({ per: 'total', amount: 3 * GB })],
      used: octets(3 * GB),
    },
    { mode: 'deny', reason: 'limit: 3 GB in all used' },
  ],
  [
    'fair use slows nobody down while it lasts',
    { rules: [step(50 * GB, 1000)], used: octets(GB) },
    { changes_at: null, octets_left: 49 * GB, ends_after_octets: null },
  ],
  [
    'in free hours nothing holds and nothing is counted down',
    { rules: [rule({})], used: octets(100 * GB), now: NIGHT, hours: [hours({ free: true })] },
    { mode: 'allow', reason: null, octets_left: null, changes_at: instant('2026-11-25T05:00:00Z') },
  ],
  [
    'with free hours the NAS is told no end by use',
    { rules: [rule({ per: 'day' }), rule({ what: 'time', amount: 600 })], hours: [hours({ free: true })] },
    { ends_after_octets: null, ends_after_s: null },
  ],
  [
    'hours have their speed, the first that names one',
    {
      rules: [],
      now: NIGHT,
      hours: [
        hours({ free: true }),
        hours({ rate_down_kbps: 99_000, rate_up_kbps: 99_000 }),
        hours({ rate_down_kbps: 1, rate_up_kbps: 1 }),
      ],
    },
    { rate_down_kbps: 99_000, reason: 'hours from 00:00 to 06:00: 99 Mbit/s until 25 November 06:00' },
  ],
  [
    'time left ends a session that comes sooner than the window',
    { rules: [rule({ what: 'time', per: 'day', amount: 7200 })], used: { down: 0, up: 0, seconds: 1200 }, online: 2 },
    { ends_after_s: 6000, counts_time: true, changes_at: addMs(NOW, 3_000_000) },
  ],
  [
    'time that outlasts the window ends nothing',
    { rules: [rule({ what: 'time', per: 'day', amount: 40_000 })] },
    { ends_after_s: null, changes_at: instant('2026-11-25T23:00:00Z') },
  ],
  [
    'what a session may is told apart',
    {
      rules: [
        rule({ per: 'session', amount: GB }),
        rule({ per: 'session', what: 'time', amount: 3600 }),
        rule({ per: 'total' }),
      ],
    },
    { session_octets: GB, session_s: 3600, ends_after_octets: 100 * GB, octets_left: 100 * GB },
  ],
])('%s', (_, of, expected) => {
  expect(holding(of)).toMatchObject(expected);
});

const verdict = ({ mode, rate_down_kbps, rate_up_kbps, reason }: Holding) => ({
  mode,
  rate_down_kbps,
  rate_up_kbps,
  reason,
});

describe(`what holds by dice (FC_SEED=${seed})`, () => {
  let state = seed >>> 0;
  const roll = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
  const pick = <T>(of: readonly T[]): T => of[roll(of.length)] as T;
  const someRule = (): Rule => {
    const isTime = roll(4) === 0;
    const action = pick(['wall', 'deny', 'slow'] as const);
    const kbps = action === 'slow' ? 1000 * (1 + roll(60)) : null;
    const per = pick(['day', 'week', 'month', 'period', 'total'] as const);
    const direction = isTime ? 'both' : pick(['down', 'up', 'both'] as const);
    const amount = isTime ? 1 + roll(200_000) : 1 + roll(100);
    return rule({
      what: isTime ? 'time' : 'data',
      direction,
      per,
      amount,
      action,
      rate_down_kbps: kbps,
      rate_up_kbps: kbps,
    });
  };
  const someHours = (): HoursTerms => {
    const free = roll(2) === 0;
    const kbps = free && roll(2) === 0 ? null : 1000 * (1 + roll(90));
    const time = () => `${`${roll(24)}`.padStart(2, '0')}:${pick(['00', '15', '30', '45'])}`;
    return {
      days: [1, 2, 3, 4, 5, 6, 7].filter(() => roll(3) > 0),
      from: time(),
      to: time(),
      free,
      rate_down_kbps: kbps,
      rate_up_kbps: kbps,
    };
  };

  test('until the moment, and short of the octets that are named, nothing changes', () => {
    let looked = 0;
    for (let run = 0; run < 2000; run++) {
      const now = addMs(
        instant(pick(['2026-03-28T20:00:00Z', '2026-10-24T20:00:00Z', '2026-11-29T20:00:00Z'])),
        roll(10_000) * 17_000,
      );
      const rules = Array.from({ length: 1 + roll(4) }, someRule);
      const all = Array.from({ length: roll(3) }, someHours);
      const isFreeAt = (at: Instant) =>
        endOfHours(
          all.filter((h) => h.free),
          at,
          PLACE.zone,
        ) !== undefined;
      const online = roll(3);
      const before: Used = { down: roll(80), up: roll(80), seconds: roll(150_000) };
      const top_ups: TopUp[] = Array.from({ length: roll(2) }, (_, i) => ({
        id: `t${i}`,
        what: pick(['data', 'time'] as const),
        amount: 1 + roll(50),
        granted_at: now,
        ends_at:
          roll(2) === 0
            ? null
            : addMs(now, (Math.ceil(epochMs(now) / 900_000) + 1 + roll(100)) * 900_000 - epochMs(now)),
        used_at_grant: Object.fromEntries(
          windowRules(rules).map((r) => [markKey(meterOf(r, [], () => before, now, PLACE).window), before]),
        ),
      }));
      const first = holding({ rules, hours: all, top_ups, now, online, used: before });
      const horizon = first.changes_at === null ? 40 * 86_400_000 : epochMs(first.changes_at) - epochMs(now);
      const later = addMs(now, roll(Math.max(1, horizon)));
      // What is used meanwhile is short of what is named; of a window that begins meanwhile it is all there is.
      const room = first.octets_left === null ? 0 : first.octets_left - 1;
      const down = roll(room + 1);
      const up = roll(room - down + 1);
      const ran = isFreeAt(now) || isFreeAt(later) ? 0 : Math.floor((epochMs(later) - epochMs(now)) / 1000) * online;
      const more: Used = { down, up, seconds: ran };
      const useOf = (ask: Ask): Used => {
        if (ask.to_at !== null && ask.to_at <= now) return before;
        if (ask.from_at > now) return more;
        return { down: before.down + down, up: before.up + up, seconds: before.seconds + ran };
      };
      if (rules.some((r) => r.what === 'time') && all.some((h) => h.free)) continue;
      looked++;
      const second = holding({ rules, hours: all, top_ups, now: later, online, useOf });
      expect(verdict(second), JSON.stringify({ run, rules, all, now, later, before, more, top_ups, first })).toEqual(
        verdict(first),
      );
    }
    expect(looked).toBeGreaterThan(1000);
  });
});
