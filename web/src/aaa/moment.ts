import { instantText } from '../kit/format.ts';

/** The reader's own zone, by its name. */
export const OWN_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

const two = (n: number): string => `${n}`.padStart(2, '0');

/** What is written in a box for date and time, `2026-11-24T20:14:05`, read in the reader's zone or in UTC; nothing when it is no moment. */
export const momentOf = (written: string, inUtc: boolean): string | undefined => {
  const ms = Date.parse(inUtc ? `${written}Z` : written);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
};

/** A moment as such a box takes it, to the second. */
export const writtenMoment = (at: string, inUtc: boolean): string => {
  const d = new Date(at);
  if (Number.isNaN(d.getTime())) return '';
  if (inUtc) return d.toISOString().slice(0, 19);
  const day = `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
  return `${day}T${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
};

/** A moment to be read, to the second: in UTC it says so. */
export const momentText = (at: string, inUtc: boolean): string =>
  inUtc ? `${at.slice(0, 10)} ${at.slice(11, 19)} UTC` : instantText(at);
