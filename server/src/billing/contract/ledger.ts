import { contract, currency, day, id, instant, line, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

/** Books closed through a day by somebody; `reopened_*` say when, by whom and why that was taken back. */
export const Closing = z.object({
  id,
  legal_entity_id: id,
  closed_through: day,
  closed_by: z.string(),
  closed_at: instant,
  reopened_by: z.string().nullable(),
  reopened_at: instant.nullable(),
  reopened_reason: z.string().nullable(),
});
export type Closing = z.output<typeof Closing>;

export const ListClosings = contract({
  summary: 'When books were closed and opened again, the latest day first',
  input: z.strictObject({ ...listing, legal_entity_id: id.optional() }),
  reply: pageOf(Closing),
});
export type ListClosings = z.output<typeof ListClosings.input>;

export const ReopenBooks = contract({
  summary: 'Take the last closing of a legal entity’s books back, with what it posted',
  input: z.strictObject({ id, reason: line(200) }),
  reply: Closing,
});
export type ReopenBooks = z.output<typeof ReopenBooks.input>;

export const DeferredRevenue = contract({
  summary:
    'What was billed for days after a day, by currency and kind of line, in which months it will be earned, and what the ledger has of it',
  input: z.strictObject({ legal_entity_id: id, on: day.optional() }),
  reply: z.object({
    on: day,
    rows: z.array(
      z.object({
        currency,
        kind: z.string(),
        deferred_minor: minor,
        /** What `deferred_revenue:<kind>` says at the end of that day, positive: as of the last closing by then. */
        ledger_minor: minor,
        months: z.array(z.object({ month: z.string(), earned_minor: minor })),
      }),
    ),
  }),
});
export type DeferredRevenue = z.output<typeof DeferredRevenue.reply>;

export const LedgerMovements = contract({
  summary: 'What was debited and credited to one ledger account by month or day, with its balance at the end of each',
  input: z.strictObject({
    legal_entity_id: id,
    currency,
    ledger_account: z.string().max(120),
    by: z.enum(['month', 'day']).default('month'),
    from: day.optional(),
    to: day.optional(),
  }),
  reply: z.object({
    /** Before the first row. */
    opening_minor: minor,
    rows: z.array(
      z.object({ from_on: day, to_on: day, debit_minor: minor, credit_minor: minor, balance_minor: minor }),
    ),
  }),
});
export type LedgerMovements = z.output<typeof LedgerMovements.input>;
export type LedgerMovement = z.output<typeof LedgerMovements.reply>['rows'][number];
