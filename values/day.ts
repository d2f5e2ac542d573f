/**
 * A calendar day in some zone, `'YYYY-MM-DD'`, years 0001–9999.
 *
 * A branded string: the same value in a row, on the wire and in code, ordered by `<`. Arithmetic is on days since 1970-01-01, in integers.
 */
export type Day = string & { readonly __day: unique symbol };

const PATTERN = /^\d{4}-\d{2}-\d{2}$/;

const digits2 = (s: string, at: number) => (s.charCodeAt(at) - 48) * 10 + s.charCodeAt(at + 1) - 48;
const pad2 = (n: number) => (n < 10 ? `0${n}` : `${n}`);

/** Year of a day. */
export const yearOf = (day: Day): number => digits2(day, 0) * 100 + digits2(day, 2);
/** Month of a day, 1–12. */
export const monthOf = (day: Day): number => digits2(day, 5);
/** Day of the month, 1–31. */
export const dayOfMonth = (day: Day): number => digits2(day, 8);

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Number of days in a month (`month` 1–12). */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (LENGTHS[month - 1] ?? 0);

const textOf = (year: number, month: number, dayInMonth: number): Day =>
  `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(dayInMonth)}` as Day;

const [FIRST_YEAR, LAST_YEAR] = [1900, 2199];
/** The days of these years asked for so far: billing a million accounts asks for the same few, and their text is made once. */
const known = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (): (Day | undefined)[] => []);

/** The day with these parts; the day of the month is clamped to the month's end (31 in February is 28 or 29). */
export const dayFrom = (year: number, month: number, dayInMonth: number): Day => {
  const day = Math.min(dayInMonth, daysInMonth(year, month));
  const ofYear = known[year - FIRST_YEAR];
  if (ofYear === undefined) return textOf(year, month, day);
  const place = month * 32 + day;
  const text = ofYear[place] ?? textOf(year, month, day);
  ofYear[place] = text;
  return text;
};

/** Reads a day, or gives `undefined` when the text is not a real calendar day. */
export const parseDay = (text: string): Day | undefined => {
  if (!PATTERN.test(text)) return undefined;
  const day = text as Day;
  const month = monthOf(day);
  if (month < 1 || month > 12 || yearOf(day) < 1) return undefined;
  const last = daysInMonth(yearOf(day), month);
  return dayOfMonth(day) >= 1 && dayOfMonth(day) <= last ? day : undefined;
};

/** A day from text that is known to be one. Throws a `RangeError` on anything else: for literals and rows, not for users' input. */
export const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(`not a calendar day: ${text}`);
  return parsed;
};

/** Days since 1970-01-01 of a civil date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil). */
const daysFromCivil = (year: number, month: number, dayInMonth: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayInMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
};

/** Days since 1970-01-01. */
export const epochDay = (d: Day): number => daysFromCivil(yearOf(d), monthOf(d), dayOfMonth(d));

/** The day that is `epoch` days after 1970-01-01 (civil_from_days of the same paper). */
export const dayFromEpoch = (epoch: number): Day => {
  const z = epoch + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  return dayFrom(year, month, doy - Math.floor((153 * mp + 2) / 5) + 1);
};

/** The day `n` days later (earlier when negative). */
export const addDays = (d: Day, n: number): Day => dayFromEpoch(epochDay(d) + n);

/** How many days from `from` to `to`: negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => epochDay(to) - epochDay(from);

/** The day `n` months later, its day of the month `dayInMonth` (default its own) clamped to that month's end. */
export const addMonths = (d: Day, n: number, dayInMonth: number = dayOfMonth(d)): Day => {
  const index = yearOf(d) * 12 + monthOf(d) - 1 + n;
  return dayFrom(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, dayInMonth);
};

/** Day of the week, ISO 8601: 1 Monday – 7 Sunday. */
export const weekday = (d: Day): number => ((((epochDay(d) + 3) % 7) + 7) % 7) + 1;

/** The earlier of two days. */
export const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
/** The later of two days. */
export const later = (a: Day, b: Day): Day => (a > b ? a : b);
