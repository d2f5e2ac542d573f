import { type Day, day } from './day.ts';

/**
 * A moment, `'YYYY-MM-DDTHH:MM:SS.mmmZ'`: always UTC, always three decimals, so instants are ordered by `<`.
 * Precision is the millisecond; what is finer is cut off.
 */
export type Instant = string & { readonly __instant: unique symbol };

/** The instant `ms` milliseconds after 1970-01-01T00:00Z. */
export const instantFromEpochMs = (ms: number): Instant => new Date(ms).toISOString() as Instant;

/** Milliseconds since 1970-01-01T00:00Z. */
export const epochMs = (at: Instant): number => Date.parse(at);

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads an ISO 8601 date-time with an offset, or gives `undefined`. */
export const parseInstant = (text: string): Instant | undefined => {
  if (!ISO.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : instantFromEpochMs(ms);
};

/** An instant from text that is known to be one. Throws a `RangeError` on anything else: for literals and rows, not for users' input. */
export const instant = (text: string): Instant => {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new RangeError(`not an instant: ${text}`);
  return parsed;
};

/** The instant `ms` milliseconds later (earlier when negative). */
export const addMs = (at: Instant, ms: number): Instant => instantFromEpochMs(epochMs(at) + ms);

/** True when `zone` is an IANA time zone this machine knows. */
export const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

/** The calendar day it is at `at` in an IANA time zone. */
export const dayIn = (at: Instant, zone: string): Day =>
  day(Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString());

/** Seconds of the local calendar since the day began, 0 to 86399: by the clock on the wall, where every day has 86400. */
export const secondIn = (at: Instant, zone: string): number => {
  const { hour, minute, second } = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  return hour * 3600 + minute * 60 + second;
};

/** The first moment of a day in a zone (not always midnight: a clock change may skip it), with `time` as `'HH:MM'` the moment of that wall time. */
export const startOfDay = (d: Day, zone: string, time = '00:00'): Instant =>
  instant(Temporal.PlainDate.from(d).toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant().toString());
