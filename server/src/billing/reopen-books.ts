import { currency as currencyOf, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Closing, ReopenBooks } from './contract.ts';
import { BooksBusy, ClosedLater, ClosingNotFound, ClosingReopened } from './faults.ts';
import { postTransactions } from './post-transactions.ts';
import { closedThrough, closingForUpdate, lockBooks, setReopened } from './store/closings.ts';
import { postingsOfClosing } from './store/ledger.ts';

/** Each transaction of a closing with the other sign, on the same day. */
const takeBack = async (ctx: Ctx, { id, legal_entity_id, closed_through }: Closing): Promise<void> => {
  const postings = await postingsOfClosing(ctx.tx, legal_entity_id, id);
  const taken = new Map<Id, Id>(postings.map(({ transaction_id }) => [transaction_id, ctx.newId()]));
  await postTransactions(
    ctx,
    postings.map((posting) => ({
      ...posting,
      account_id: legal_entity_id,
      transaction_id: taken.get(posting.transaction_id) as Id,
      legal_entity_id,
      currency: currencyOf(posting.currency),
      amount_minor: -posting.amount_minor,
      posted_on: closed_through,
      document_kind: 'closing' as const,
      document_id: id,
      posted_at: ctx.now,
    })),
  );
};

/** Opens the books again that were closed last, for a reason: what the closing posted is taken back on its day. */
export const reopenBooks = async (ctx: Ctx, { id, reason }: ReopenBooks): Promise<Closing> => {
  const closing = await closingForUpdate(ctx.tx, id);
  if (!closing) throw ClosingNotFound({ id });
  if (closing.reopened_by !== null) throw ClosingReopened({ reopened_by: closing.reopened_by });
  if (!(await lockBooks(ctx.tx, closing.legal_entity_id))) throw BooksBusy();
  const through = await closedThrough(ctx.tx, closing.legal_entity_id);
  if (through !== undefined && through > closing.closed_through) throw ClosedLater({ through });
  const reopened = await setReopened(ctx.tx, id, {
    reopened_by: ctx.actor.name,
    reopened_at: ctx.now,
    reopened_reason: reason,
  });
  await takeBack(ctx, closing);
  await publish(ctx.tx, 'billing.closings', { legal_entity_id: closing.legal_entity_id });
  return reopened;
};
