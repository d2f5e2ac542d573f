import { sql } from './db.ts';
import type { Schedule } from './schedule.ts';

/**
 * Puts the rows of each key of every tally together. A tally (`kernel.tally`) is a table of sums to which every change adds a row, so that no two changes wait for one row; who reads it
 * sums. Folding changes no sum at any moment.
 */
export const foldTallies: Schedule = {
  name: 'fold-tallies',
  when: { minutes: 5, at_end: true },
  run: async (kernel) => {
    await sql`select kernel.fold_tallies()`.execute(kernel.db);
  },
};
