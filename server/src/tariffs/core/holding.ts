import { addMs, epochMs, type Instant, instantFromEpochMs } from '@isp/values';
import { endOfHours, type Hours, nextTurn } from './hours.ts';
import type { Rule } from './limit-rules.ts';
import { momentText, rolledText, ruleText, speedText } from './limit-words.ts';
import type { Meter, TopUp } from './meter.ts';

/** Hours with a speed of their own, or free, or both. */
export interface HoursTerms extends Hours {
  readonly free: boolean;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
}

/** All that decides what holds now. */
export interface Standing {
  readonly now: Instant;
  readonly zone: string;
  /** The plan's own. */
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  readonly rules: readonly Rule[];
  readonly hours: readonly HoursTerms[];
  readonly meters: readonly Meter[];
  readonly top_ups: readonly TopUp[];
  /** Sessions online now: each uses up time. */
  readonly online: number;
}

/** What limits, fair use and hours make of a subscription now, and what may change that. */
export interface Holding {
  readonly mode: 'allow' | 'walled' | 'deny';
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  /** In a person's words; null when nothing but the plan holds. */
  readonly reason: string | null;
  /** The next moment at which something may change without any use. */
  readonly changes_at: Instant | null;
  /** Octets, of both directions, after which something may change: never more than there are. */
  readonly octets_left: number | null;
  /** Octets after which access ends: what a NAS can be told (`total` limits of both directions). */
  readonly ends_after_octets: number | null;
  /** Seconds connected after which access ends. */
  readonly ends_after_s: number | null;
  /** What ends one session. */
  readonly session_octets: number | null;
  readonly session_s: number | null;
  /** True when time is counted: each session that begins or ends moves `changes_at`. */
  readonly counts_time: boolean;
}

const least = (numbers: readonly number[]): number | null => (numbers.length === 0 ? null : Math.min(...numbers));

const slower = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

interface Speed {
  readonly down: number | null;
  readonly up: number | null;
  readonly reason: string | null;
}

const until = (at: Instant | null | undefined, zone: string): string =>
  at === null || at === undefined ? '' : ` until ${momentText(epochMs(at), zone)}`;

/** The speed of the hour that holds, the plan's when none does. */
const speedOfHour = ({ now, zone, hours, rate_down_kbps, rate_up_kbps }: Standing): Speed => {
  for (const hour of hours) {
    const end = endOfHours([hour], now, zone);
    if (end === undefined || hour.rate_down_kbps === null) continue;
    const speed = speedText(hour.rate_down_kbps, hour.rate_up_kbps);
    const reason = `${hour.free ? 'free hours' : 'hours'} from ${hour.from} to ${hour.to}: ${speed}${until(end, zone)}`;
    return { down: hour.rate_down_kbps, up: hour.rate_up_kbps, reason };
  }
  return { down: rate_down_kbps, up: rate_up_kbps, reason: null };
};

const usedUp = ({ rule, window, top_ups, rolled }: Meter, standing: Standing, speed: string): string => {
  const extra = standing.top_ups.some(
    (t) => rule.cost === null && t.what === rule.what && t.granted_at >= window.from_at,
  )
    ? ' and what was topped up'
    : '';
  const end = top_ups.length > 0 ? '' : until(window.to_at, standing.zone);
  const verb = rule.cost === null ? 'used' : 'spent';
  return `${rule.name}: ${ruleText(rule)}${rolledText(rolled)}${extra} ${verb}${speed}${end}`;
};

const SEVERITY = { deny: 2, wall: 1, slow: 0 } as const;

/** The slower of the speed of the hour and of all rules that slow down. */
const slowed = (standing: Standing, over: readonly Meter[]): Speed => {
  let speed = speedOfHour(standing);
  for (const meter of over) {
    const { rate_down_kbps, rate_up_kbps } = meter.rule;
    const down = slower(speed.down, rate_down_kbps);
    const up = slower(speed.up, rate_up_kbps);
    if (down === speed.down && up === speed.up) continue;
    speed = { down, up, reason: usedUp(meter, standing, `, ${speedText(down, up)}`) };
  }
  return speed;
};

const MODES = { deny: 'deny', wall: 'walled' } as const;

type Verdict = Pick<Holding, 'mode' | 'rate_down_kbps' | 'rate_up_kbps' | 'reason'>;

const verdictOf = (standing: Standing, isFree: boolean): Verdict => {
  const over = isFree ? [] : standing.meters.filter((m) => m.left <= 0);
  const [worst] = [...over].sort((a, b) => SEVERITY[b.rule.action] - SEVERITY[a.rule.action]);
  const { down, up, reason } = slowed(
    standing,
    over.filter((m) => m.rule.action === 'slow'),
  );
  const rates = { rate_down_kbps: down, rate_up_kbps: up };
  if (worst === undefined || worst.rule.action === 'slow') return { mode: 'allow', ...rates, reason };
  return { mode: MODES[worst.rule.action], ...rates, reason: usedUp(worst, standing, '') };
};

/** Whatever ends by itself: hours, windows of what is used up, ends access or has more than the next one, top-ups, and time that runs. */
const moments = (standing: Standing, isFree: boolean): number[] => {
  const { now, zone, hours, meters, top_ups, online } = standing;
  const isTurning = isFree || meters.some((m) => m.left <= 0) || hours.some((h) => h.rate_down_kbps !== null);
  const turn = isTurning ? nextTurn(hours, now, zone) : undefined;
  const windows = meters.flatMap(({ rule, left, next, window }) =>
    window.to_at !== null && (left <= 0 || left > next || rule.action === 'deny') ? [epochMs(window.to_at)] : [],
  );
  const ends = top_ups.flatMap(({ ends_at }) => (ends_at !== null && ends_at > now ? [epochMs(ends_at)] : []));
  const runs = meters.flatMap(({ rule, left }) =>
    rule.what === 'time' && left > 0 && online > 0 && !isFree
      ? [epochMs(addMs(now, Math.ceil((left / online) * 1000)))]
      : [],
  );
  return [...(turn === undefined ? [] : [epochMs(turn)]), ...windows, ...ends, ...runs];
};

const leftOf = (meters: readonly Meter[], which: (rule: Rule) => boolean): number | null =>
  least(meters.filter(({ rule, left }) => left > 0 && which(rule)).map(({ left }) => left));

/** Seconds after which access ends, of those that are used up before their window ends. */
const timeLeft = ({ meters, now }: Standing): number | null =>
  least(
    meters.flatMap(({ rule, left, window }) => {
      if (rule.what !== 'time' || rule.action !== 'deny' || left <= 0) return [];
      return window.to_at !== null && epochMs(now) + left * 1000 >= epochMs(window.to_at) ? [] : [left];
    }),
  );

const ofSession = (rules: readonly Rule[], what: Rule['what']): number | null =>
  least(rules.filter((r) => r.per === 'session' && r.what === what && r.direction === 'both').map((r) => r.amount));

const isEndOfData = (rule: Rule): boolean =>
  rule.what === 'data' && rule.action === 'deny' && rule.per === 'total' && rule.direction === 'both';

/**
 * What holds now, and what may change it. In free hours no limit and no fair use holds and nothing counts against them; else the strictest
 * of what is used up does: no access, the walled garden, the slowest speed. With free hours a NAS is told no end by use, as it would count those, too.
 */
export const holdingOf = (standing: Standing): Holding => {
  const { rules, hours, meters, now, zone } = standing;
  const free = hours.filter((h) => h.free);
  const isFree = endOfHours(free, now, zone) !== undefined;
  const next = least(moments(standing, isFree));
  const told = <T>(of: T): T | null => (free.length > 0 ? null : of);
  return {
    ...verdictOf(standing, isFree),
    changes_at: next === null ? null : instantFromEpochMs(next),
    octets_left: isFree ? null : leftOf(meters, (r) => r.what === 'data'),
    ends_after_octets: told(leftOf(meters, isEndOfData)),
    ends_after_s: told(timeLeft(standing)),
    session_octets: ofSession(rules, 'data'),
    session_s: ofSession(rules, 'time'),
    counts_time: meters.some(({ rule }) => rule.what === 'time'),
  };
};
