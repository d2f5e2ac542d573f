import { sql, type Tx } from '../../kernel/db.ts';

/** Marks a place in the transaction, to which what comes after can be taken back. */
export const setMark = async (tx: Tx): Promise<void> => {
  await sql`savepoint aaa_mark`.execute(tx);
};

/** Takes back what was written since the mark. */
export const takeBackToMark = async (tx: Tx): Promise<void> => {
  await sql`rollback to savepoint aaa_mark`.execute(tx);
};
