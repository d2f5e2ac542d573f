import type { Ctx } from '../kernel/ctx.ts';
import { BooksClosed } from './faults.ts';
import { insertPostings, type PostingRow } from './store/ledger.ts';

/** Posts whole ledger transactions. Refuses with `BooksClosed` what is of a day that is closed; the transaction is then to be rolled back. */
export const postTransactions = async (ctx: Ctx, rows: readonly PostingRow[]): Promise<void> => {
  try {
    await insertPostings(ctx.tx, rows);
  } catch (error) {
    const { constraint, detail } = error as { constraint?: string; detail?: string };
    throw constraint === 'posting_closed' ? BooksClosed(JSON.parse(detail ?? '{}')) : error;
  }
};
