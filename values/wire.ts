/**
 * The wire's primitives, for every room's contract: how a `Day`, an `Instant`, money or an id looks in JSON, with its limits.
 * All are codecs or plain strings, so a contract both decodes a request and encodes a reply.
 */
import { z } from 'zod';
import type { Day } from './day.ts';
import type { Id } from './id.ts';
import { type Instant, instantFromEpochMs } from './instant.ts';

/** An id: a UUID in lower case. */
export const id = z.guid().toLowerCase() as z.ZodType<Id, string>;

/** A calendar day, `'2026-11-23'`. */
export const day = z.iso.date() as unknown as z.ZodType<Day, string>;

/** A moment: any ISO 8601 date-time with an offset is read, `'2026-11-23T20:52:00.000Z'` is written. */
export const instant = z.codec(z.iso.datetime({ offset: true }), z.custom<Instant>(), {
  decode: (text) => instantFromEpochMs(Date.parse(text)),
  encode: (at) => at,
});

/** Integer minor units of a currency (cents, fils): an integer in JSON, a `bigint` in code, within ±2^53. */
export const minor = z.codec(z.int(), z.bigint(), {
  decode: (n) => BigInt(n),
  encode: (b, payload) => {
    const n = Number(b);
    if (!Number.isSafeInteger(n)) payload.issues.push({ code: 'custom', message: 'amount out of range', input: b });
    return n;
  },
});

/** A price or fee: minor units, not negative. */
export const amount = minor.refine((b) => b >= 0n, 'must not be negative');

/** A count of octets (or another large whole number): an integer in JSON, a `bigint` in code. */
export const bigCount = minor.refine((b) => b >= 0n, 'must not be negative');

/** An exact decimal, up to 18 digits before and 12 after the point: `'0.50'`. Never a float. */
export const decimal = z.string().regex(/^-?\d{1,18}(\.\d{1,12})?$/, 'write an exact decimal such as "0.50"');

/** An ISO 4217 currency code. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'write a three-letter ISO 4217 code such as "EUR"');

const printable = (text: string) => !text.includes('\u0000');

/** One line of text from a person: trimmed, 1 to `max` characters. */
export const line = (max = 200) => z.string().trim().min(1).max(max).refine(printable, 'has a NUL character');

/** Text of several lines from a person, up to `max` characters. */
export const text = (max = 10_000) => z.string().trim().max(max).refine(printable, 'has a NUL character');

/** A code that people type: letters, digits, `-`, `_` and `.`, 1–40. */
export const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'use letters, digits, "-", "_" and ".", at most 40');

/** A percentage that is taken off: above 0 and up to 100. */
export const percentOff = decimal.refine(
  (d) => /^(100(\.0+)?|\d{1,2}(\.\d{1,6})?)$/.test(d) && /[1-9]/.test(d),
  'write a percentage above 0 and up to 100, with at most 6 digits after the point',
);

/** An e-mail address, lower-cased. */
export const email = z.email().max(254).toLowerCase();

/** An IANA time zone, `'Europe/Berlin'`. */
export const zone = z
  .string()
  .max(64)
  .refine((name) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      return true;
    } catch {
      return false;
    }
  }, 'is not a time zone name such as "Europe/Berlin"');

/** The part of a list's input that every list shares: `limit` (1–500, default 50), `cursor` of the page before, `sort` (a field, `-` first for descending), `fields` (names, comma-separated). */
export const listing = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
  sort: z.string().max(60).optional(),
  fields: z.string().max(2000).optional(),
};

/** One page of a list. `next_cursor` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next_cursor: z.string().nullable(), total: z.int().optional() });

/** What a route takes and gives: `input` merges path, query (GET, DELETE) or body; unknown fields are refused. */
export interface Contract<I extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly input: I;
  readonly reply: R;
  /** Success status; 200 unless said. */
  readonly status?: 200 | 201 | 202 | 204;
}

/** Declares a contract; keeps the types of its parts. */
export const contract = <I extends z.ZodType, R extends z.ZodType>(c: Contract<I, R>): Contract<I, R> => c;

/** The reply of a route that gives nothing (204). */
export const nothing = z.void();
