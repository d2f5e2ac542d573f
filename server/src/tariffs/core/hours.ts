import { addDays, type Day, dayIn, epochMs, type Instant, instantFromEpochMs, startOfDay, weekday } from '@isp/values';

/** Hours of a wall clock on some days of the week: `'22:00'` to `'06:00'` is over midnight, of the day it begins on. */
export interface Hours {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** A stretch of time, `[from_ms, to_ms)`, in milliseconds since 1970. */
export interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}

const QUARTER_MIN = 15;
const QUARTER_MS = QUARTER_MIN * 60_000;
const DAY_MIN = 1440;
const DAY_MS = DAY_MIN * 60_000;

const minuteOf = (time: string): number =>
  Number.parseInt(time.slice(0, 2), 10) * 60 + Number.parseInt(time.slice(3), 10);

/** The minutes of a day that the hours hold, `[from, to)`: what begins on it, and what goes on from the day before. */
const minutesOn = (hours: Hours, on: Day): (readonly [from: number, to: number])[] => {
  const [from, to] = [minuteOf(hours.from), minuteOf(hours.to)];
  const isOverMidnight = to <= from;
  const begins = hours.days.includes(weekday(on));
  const goesOn = isOverMidnight && hours.days.includes(weekday(addDays(on, -1)));
  return [
    ...(goesOn && to > 0 ? [[0, to] as const] : []),
    ...(begins ? [[from, isOverMidnight ? DAY_MIN : to] as const] : []),
  ];
};

const wallMinute = (ms: number, zone: string): number => {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  return hour * 60 + minute;
};

const isIn = (minutes: readonly (readonly [number, number])[], minute: number): boolean =>
  minutes.some(([from, to]) => minute >= from && minute < to);

/** On a day of 24 hours minutes are counted from its beginning; on another, each quarter is asked what the wall clock shows. */
const spansOn = (hours: Hours, on: Day, zone: string): Span[] => {
  const minutes = minutesOn(hours, on);
  if (minutes.length === 0) return [];
  const begin = epochMs(startOfDay(on, zone));
  const end = epochMs(startOfDay(addDays(on, 1), zone));
  if (end - begin === DAY_MS)
    return minutes.map(([from, to]) => ({ from_ms: begin + from * 60_000, to_ms: begin + to * 60_000 }));
  const spans: Span[] = [];
  for (let ms = begin; ms < end; ms += QUARTER_MS)
    if (isIn(minutes, wallMinute(ms, zone))) spans.push({ from_ms: ms, to_ms: ms + QUARTER_MS });
  return spans;
};

/** Spans in order, with those that touch or overlap put together. */
const merged = (spans: readonly Span[]): Span[] => {
  const out: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from_ms - b.from_ms)) {
    const last = out.at(-1);
    if (last && span.from_ms <= last.to_ms)
      out[out.length - 1] = { from_ms: last.from_ms, to_ms: Math.max(last.to_ms, span.to_ms) };
    else out.push(span);
  }
  return out;
};

/** When within `[from, to)` the wall clock of a zone shows a time in any of the hours: exact to the quarter over clock changes, an hour shown twice is in twice. */
export const spansOf = (all: readonly Hours[], from: Instant, to: Instant, zone: string): Span[] => {
  if (all.length === 0) return [];
  const spans: Span[] = [];
  const last = dayIn(to, zone);
  for (let on = dayIn(from, zone); on <= last; on = addDays(on, 1))
    for (const hours of all) spans.push(...spansOn(hours, on, zone));
  const [first, end] = [epochMs(from), epochMs(to)];
  return merged(spans).flatMap(({ from_ms, to_ms }) => {
    const cut = { from_ms: Math.max(from_ms, first), to_ms: Math.min(to_ms, end) };
    return cut.from_ms < cut.to_ms ? [cut] : [];
  });
};

const AHEAD_MS = 9 * DAY_MS;

/** When the hours that hold at `at` end, null when they never do; `undefined` when none hold. */
export const endOfHours = (all: readonly Hours[], at: Instant, zone: string): Instant | null | undefined => {
  const [span] = spansOf(all, at, instantFromEpochMs(epochMs(at) + AHEAD_MS), zone);
  if (span?.from_ms !== epochMs(at)) return undefined;
  return span.to_ms === epochMs(at) + AHEAD_MS ? null : instantFromEpochMs(span.to_ms);
};

/** The next moment at which some of the hours begin or end. */
export const nextTurn = (all: readonly Hours[], at: Instant, zone: string): Instant | undefined => {
  const now = epochMs(at);
  const edges = all
    .flatMap((hours) => spansOf([hours], at, instantFromEpochMs(now + AHEAD_MS), zone))
    .flatMap(({ from_ms, to_ms }) => [from_ms, to_ms])
    .filter((ms) => ms > now && ms < now + AHEAD_MS);
  return edges.length === 0 ? undefined : instantFromEpochMs(Math.min(...edges));
};
