import { bigCount, code, contract, id, instant, line, zone } from '@isp/values/wire';
import { z } from 'zod';
import { attributes, Numbers, serviceNumber } from '../../metering/contract.ts';

/** One use, as it is told. */
export const NewUsageRecord = z.strictObject({
  /** Its id, one of its numbers, or the name of its log-in. */
  subscription: line(253),
  /** By its code. */
  meter: code,
  /** What tells the record from all others of the meter: sent again it is counted once. */
  external_id: line(120),
  used_at: instant,
  /** Counted things, whole: seconds, bit/s, cents; of a meter that counts records it may be left out. */
  quantity: bigCount.default(1n),
  attributes: attributes.optional(),
});
export type NewUsageRecord = z.output<typeof NewUsageRecord>;

export const RecordUsage = contract({
  summary:
    'Record use by meters, up to 1,000 records at once. What becomes of each is said in their order; a record that was sent before is a duplicate, so that a request can be repeated safely',
  input: z.strictObject({ records: z.array(NewUsageRecord).min(1).max(1000) }),
  reply: z.object({
    recorded: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    results: z.array(
      z.object({
        external_id: z.string(),
        outcome: z.enum(['recorded', 'duplicate', 'refused']),
        /** Why it was refused. */
        reason: z.string().nullable(),
      }),
    ),
  }),
});
export type RecordUsage = z.output<typeof RecordUsage.input>;

const column = z.string().trim().min(1).max(100);

export const ImportUsage = contract({
  summary:
    'Record use from a CSV file with a header, up to 5,000 rows at once: a row that cannot be recorded is named by its line; the same file again adds nothing',
  input: z.strictObject({
    csv: z.string().min(1).max(1_000_000),
    /** Which column is what. */
    columns: z
      .strictObject({
        subscription: column.default('subscription'),
        external_id: column.default('external_id'),
        used_at: column.default('used_at'),
        quantity: column.default('quantity'),
        meter: column.optional(),
        /** Kept with the record. */
        attributes: z.array(column).max(16).default([]),
      })
      .prefault({}),
    /** Of all rows, where no column says it. */
    meter: code.optional(),
    /** Of times that have no offset. */
    zone: zone.default('UTC'),
    /** The line that the first row stands on, of a file sent in pieces, each with the header. */
    first_line: z.int().min(2).default(2),
    /** Looks at everything and records nothing. */
    dry_run: z.boolean().default(false),
  }),
  reply: z.object({
    dry_run: z.boolean(),
    rows: z.int(),
    recorded: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    problems: z.array(z.object({ line: z.int(), message: z.string() })),
  }),
});
export type ImportUsage = z.output<typeof ImportUsage.input>;

export const SetNumbers = contract({
  summary: 'Set the numbers that records of use name a subscription by; a number is of one subscription at a time',
  input: z.strictObject({ id, numbers: z.array(serviceNumber).max(1000) }),
  reply: Numbers,
});
export type SetNumbers = z.output<typeof SetNumbers.input>;
