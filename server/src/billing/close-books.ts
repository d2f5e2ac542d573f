import { currency as currencyOf, type Day, type Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Closing } from './contract.ts';
import { postDeferral } from './core/ledger.ts';
import { ledgerRows } from './core/ledger-rows.ts';
import { BooksAlreadyClosed, BooksBusy, BooksUnbalanced } from './faults.ts';
import { postTransactions } from './post-transactions.ts';
import { readDeferredRevenue } from './read-deferred-revenue.ts';
import { closedThrough, insertClosing, lockBooks } from './store/closings.ts';
import { turnover } from './store/ledger.ts';

export interface CloseBooks {
  readonly legal_entity_id: Id;
  readonly through: Day;
}

const sameTurnover = (a: Awaited<ReturnType<typeof turnover>>, b: typeof a): boolean =>
  a.length === b.length &&
  a.every(
    ({ debit_minor, credit_minor }, i) => debit_minor === b[i]?.debit_minor && credit_minor === b[i]?.credit_minor,
  );

/** One transaction a currency, of the legal entity's own account: what is not earned at the end of the day leaves revenue, what was deferred before and is earned by now comes back. */
const postDeferrals = async (
  ctx: Ctx,
  closing: CloseBooks & { readonly id: Id },
  deferred: Awaited<ReturnType<typeof readDeferredRevenue>>,
): Promise<void> => {
  for (const [code, rows] of Map.groupBy(deferred, (row) => row.currency)) {
    const postings = rows.flatMap(({ kind, deferred_minor, ledger_minor }) =>
      postDeferral(deferred_minor - ledger_minor, currencyOf(code), kind),
    );
    const { id: document_id, legal_entity_id, through: posted_on } = closing;
    const document = { account_id: legal_entity_id, legal_entity_id, document_id, posted_on, posted_at: ctx.now };
    await postTransactions(
      ctx,
      ledgerRows({ ...document, transaction_id: ctx.newId(), document_kind: 'closing' }, postings),
    );
  }
};

/**
 * Closes a legal entity's books through a day that is over: revenue billed for later days is deferred, and from now on nothing is posted up to that day. Refuses a day that is closed
 * already, and books that do not balance or to which something was posted while it looked.
 */
export const closeBooks = async (ctx: Ctx, input: CloseBooks): Promise<Closing> => {
  const { legal_entity_id, through } = input;
  const seen = await turnover(ctx.tx, legal_entity_id, through);
  const deferred = await readDeferredRevenue(ctx, { legal_entity_id, on: through });
  if (!(await lockBooks(ctx.tx, legal_entity_id))) throw BooksBusy();
  const closed = await closedThrough(ctx.tx, legal_entity_id);
  if (closed !== undefined && closed >= through) throw BooksAlreadyClosed({ through: closed });
  if (!sameTurnover(seen, await turnover(ctx.tx, legal_entity_id, through))) throw BooksBusy();
  const odd = seen.find(({ debit_minor, credit_minor }) => debit_minor !== credit_minor);
  if (odd) throw BooksUnbalanced({ ...odd, difference_minor: odd.debit_minor - odd.credit_minor });
  const id = ctx.newId();
  await postDeferrals(ctx, { ...input, id }, deferred);
  const closing = await insertClosing(ctx.tx, {
    id,
    legal_entity_id,
    closed_through: through,
    closed_by: ctx.actor.name,
    closed_at: ctx.now,
  });
  await publish(ctx.tx, 'billing.closings', { legal_entity_id });
  return closing;
};
