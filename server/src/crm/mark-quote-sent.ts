import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Offer, Quote, QuoteCharge } from './contract/quotes.ts';
import { canBecome } from './core/quote.ts';
import { QuoteOver } from './faults.ts';
import { updateQuoteRow } from './quote-store.ts';

export interface SentQuote {
  readonly charges: readonly QuoteCharge[];
  readonly number: string;
  readonly offer: Offer;
}

/** A draft is sent: from now on it has a number, and says the same for ever. */
export const markQuoteSent = async (ctx: Ctx, quote: Quote, { number, charges, offer }: SentQuote): Promise<Quote> => {
  if (!canBecome(quote.state, 'sent')) throw QuoteOver({ number: quote.number ?? '', state: quote.state });
  const sent = await updateQuoteRow(ctx.tx, quote, {
    state: 'sent',
    number,
    charges,
    offer,
    first_minor: offer.bills[0]?.gross_minor ?? 0n,
    sent_by: ctx.actor.name,
    sent_at: ctx.now,
  });
  await publish(ctx.tx, 'crm.quotes', { account_id: quote.account_id });
  return sent;
};
