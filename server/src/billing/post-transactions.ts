import type { Ctx } from '../kernel/ctx.ts';
import { BooksClosed } from './faults.ts';
import { insertPostings, type PostingRow } from './store/ledger.ts';

/** Posts whole ledger transactions. Refuses with `BooksClosed` what is of a day that is closed; the transaction is then to be rolled back. */
export const postTransactions = (ctx: Ctx, rows: readonly PostingRow[]): Promise<void> =>
  insertPostings(ctx.tx, rows).catch((error: { readonly constraint?: string; readonly detail?: string }) => {
    throw error.constraint === 'posting_closed' ? BooksClosed(JSON.parse(error.detail ?? '{}')) : error;
  });
