import { addDays, addMonths, type Day } from '@isp/values';

/** Octets of one step of time; a day or the first day of a month, or the moment of an hour. */
export interface UsageStep {
  readonly at: string;
  readonly input_octets: number;
  readonly output_octets: number;
}

export type Bucket = 'hour' | 'day' | 'month';

const HOUR_MS = 3_600_000;
const HOURS = 48;
const DAYS = 30;
const MONTHS = 12;

const dayIn = (ms: number, zone: string): Day =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: zone }).format(ms) as Day;

const monthOf = (day: Day): Day => `${day.slice(0, 7)}-01` as Day;
const isoHour = (ms: number): string => new Date(Math.floor(ms / HOUR_MS) * HOUR_MS).toISOString();

/** The steps a chart shows up to now, oldest first: 48 hours, 30 days or 12 months. */
export const stepsUpTo = (bucket: Bucket, nowMs: number, zone: string): readonly string[] => {
  const today = dayIn(nowMs, zone);
  if (bucket === 'hour') return Array.from({ length: HOURS }, (_, i) => isoHour(nowMs - (HOURS - 1 - i) * HOUR_MS));
  if (bucket === 'day') return Array.from({ length: DAYS }, (_, i) => addDays(today, i + 1 - DAYS));
  return Array.from({ length: MONTHS }, (_, i) => addMonths(monthOf(today), i + 1 - MONTHS, 1));
};

const keyOf = (at: string, bucket: Bucket, zone: string): string => {
  if (bucket === 'hour') return isoHour(Date.parse(at));
  const day = dayIn(Date.parse(at), zone);
  return bucket === 'day' ? day : monthOf(day);
};

/** Every step with what was used in it; the server leaves out those in which nothing was. */
export const fillSteps = (
  steps: readonly string[],
  used: readonly UsageStep[],
  bucket: Bucket,
  zone: string,
): readonly UsageStep[] => {
  const byKey = new Map(used.map((step) => [keyOf(step.at, bucket, zone), step]));
  return steps.map((at) => {
    const step = byKey.get(at);
    return { at, input_octets: step?.input_octets ?? 0, output_octets: step?.output_octets ?? 0 };
  });
};
