import type { Currency, Day, Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { postPayment as postings, reversalOf } from './core/ledger.ts';
import { ledgerRows } from './core/ledger-rows.ts';
import { postTransactions } from './post-transactions.ts';
import { openDayFrom } from './store/closings.ts';

export interface PostedPayment {
  readonly account_id: Id;
  readonly legal_entity_id: Id;
  readonly payment_id: Id;
  readonly currency: Currency;
  readonly amount_minor: bigint;
  readonly method: string;
  readonly on: Day;
  /** It was taken back. */
  readonly reversed: boolean;
}

/** Posts money that came in (cash by method to the customer's credit), or its being taken back; of a day that is closed, on the first that is open. */
export const postPayment = async (ctx: Ctx, payment: PostedPayment): Promise<void> => {
  const { amount_minor, currency, method, reversed } = payment;
  const forward = postings(amount_minor, currency, method);
  const document = {
    ...payment,
    transaction_id: ctx.newId(),
    document_id: payment.payment_id,
    posted_on: await openDayFrom(ctx.tx, payment.legal_entity_id, payment.on),
    posted_at: ctx.now,
  };
  await postTransactions(
    ctx,
    ledgerRows(
      { ...document, document_kind: reversed ? 'reversal' : 'payment' },
      reversed ? reversalOf(forward) : forward,
    ),
  );
};
