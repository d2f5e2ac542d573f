import { contract, currency, day, id, minor } from '@isp/values/wire';
import { z } from 'zod';
import { Closing } from '../../billing/contract.ts';

const books = { legal_entity_id: id, through: day };

export const CloseBooks = contract({
  summary:
    'Close a legal entity’s books through a day that is over: revenue billed for later days is deferred, and nothing is posted up to that day any more',
  status: 201,
  input: z.strictObject(books),
  reply: Closing,
});
export type CloseBooks = z.output<typeof CloseBooks.input>;

export const CheckClosing = contract({
  summary: 'What there is to look at before a legal entity’s books are closed through a day',
  input: z.strictObject(books),
  reply: z.object({
    ...books,
    /** As the books are now; null when they were never closed. */
    closed_through: day.nullable(),
    /** Where that day is not over yet: then they cannot be closed through it. */
    not_over_in: z.array(z.string()),
    /** Accounts with something to bill up to that day; held ones are among them. */
    due: z.object({ count: z.int(), some: z.array(id).readonly() }),
    /** The last bill run of each zone. */
    runs: z.array(
      z.object({ zone: z.string(), as_of: day, state: z.enum(['running', 'done', 'failed']), held: z.int() }),
    ),
    /** What debits and credits differ by. */
    balance: z.array(z.object({ currency, difference_minor: minor })),
    unallocated: z.array(z.object({ currency, payments: z.int(), unallocated_minor: minor })),
    /** What closing would do: how much less revenue there is up to that day. */
    deferral: z.array(z.object({ currency, kind: z.string(), deferred_minor: minor, change_minor: minor })),
  }),
});
export type CheckClosing = z.output<typeof CheckClosing.reply>;
