import { sql, type Tx } from './db.ts';

/** Records in the audit that this transaction's actor asked `question` of `relation`. The route that leads here is `audited`. */
export const auditRead = async (tx: Tx, relation: string, question: object): Promise<void> => {
  await sql`select kernel.audit_read(${relation}, ${JSON.stringify(question)}::jsonb)`.execute(tx);
};
