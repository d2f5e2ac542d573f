import type { Currency, Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { postRefund as postings, reversalOf } from './core/ledger.ts';
import { ledgerRows } from './core/ledger-rows.ts';
import { postTransactions } from './post-transactions.ts';
import { openDayFrom } from './store/closings.ts';

export interface PostedRefund {
  readonly account_id: Id;
  readonly legal_entity_id: Id;
  readonly refund_id: Id;
  readonly currency: Currency;
  readonly amount_minor: bigint;
  readonly method: string;
  readonly on: Day;
  /** It came back. */
  readonly reversed: boolean;
}

/** Posts money that was paid out (the customer's credit to cash by method), or its coming back; of a day that is closed, on the first that is open. */
export const postRefund = async (ctx: Ctx, refund: PostedRefund): Promise<void> => {
  const { account_id, legal_entity_id, refund_id, amount_minor, currency, method, on, reversed } = refund;
  const forward = postings(amount_minor, currency, method);
  const document = {
    account_id,
    legal_entity_id,
    transaction_id: ctx.newId(),
    document_id: refund_id,
    document_kind: reversed ? 'reversal' : 'refund',
    posted_on: await openDayFrom(ctx.tx, legal_entity_id, on),
    posted_at: ctx.now,
  } as const;
  await postTransactions(ctx, ledgerRows(document, reversed ? reversalOf(forward) : forward));
};
