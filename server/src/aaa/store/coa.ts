import type { Id, Instant } from '@isp/values';
import type { Tx } from '../../kernel/db.ts';
import type { CoaPacket } from '../contract.ts';

/** Notes a packet before it is sent. */
export const insertCoa = (
  tx: Tx,
  row: Omit<CoaPacket, 'nas_name' | 'attempts' | 'outcome' | 'error_cause' | 'answered_at' | 'wanted'> & {
    readonly wanted: object;
  },
) =>
  tx
    .insertInto('aaa.coa')
    .values({ ...row, wanted: JSON.stringify(row.wanted), outcome: 'sent' })
    .execute();

/** Notes what came of it. */
export const finishCoa = (
  tx: Tx,
  key: { readonly account_id: Id; readonly id: Id },
  result: Pick<CoaPacket, 'attempts' | 'outcome' | 'error_cause'> & { readonly answered_at: Instant | null },
) => tx.updateTable('aaa.coa').set(result).where('account_id', '=', key.account_id).where('id', '=', key.id).execute();
