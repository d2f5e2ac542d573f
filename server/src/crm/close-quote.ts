import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Quote } from './contract/quotes.ts';
import { canBecome } from './core/quote.ts';
import { QuoteDraft, QuoteOver } from './faults.ts';
import { holdQuote } from './hold-quote.ts';
import { updateQuoteRow } from './quote-store.ts';

interface Closing extends Pick<Quote, 'id' | 'reason'> {
  readonly state: 'accepted' | 'declined' | 'withdrawn';
}

/** A quote that was sent is accepted, declined or withdrawn. */
export const closeQuote = async (ctx: Ctx, { id, state, reason }: Closing): Promise<Quote> => {
  const quote = await holdQuote(ctx, { id });
  if (quote.number === null) throw QuoteDraft();
  if (!canBecome(quote.state, state)) throw QuoteOver({ number: quote.number, state: quote.state });
  const change = { state, reason, closed_by: ctx.actor.name, closed_at: ctx.now };
  const closed = await updateQuoteRow(ctx.tx, quote, change);
  await publish(ctx.tx, 'crm.quotes', { account_id: quote.account_id });
  return closed;
};
