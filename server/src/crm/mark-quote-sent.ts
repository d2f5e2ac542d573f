import { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { Offer, type Quote, QuoteCharge } from './contract/quotes.ts';
import { canBecome } from './core/quote.ts';
import { QuoteOver } from './faults.ts';
import { quoteOf } from './get-quote.ts';
import { updateQuoteRow } from './quote-store.ts';

export interface SentQuote {
  readonly charges: readonly QuoteCharge[];
  readonly number: string;
  readonly offer: Offer;
}

/** A draft is sent: from now on it has a number, and says the same for ever. */
export const markQuoteSent = async (ctx: Ctx, quote: Quote, { number, charges, offer }: SentQuote): Promise<Quote> => {
  if (!canBecome(quote.state, 'sent')) throw QuoteOver({ number: quote.number ?? '', state: quote.state });
  const row = await updateQuoteRow(ctx.tx, quote, {
    state: 'sent',
    number,
    charges: JSON.stringify(z.encode(z.array(QuoteCharge), [...charges])),
    offer: JSON.stringify(z.encode(Offer, offer)),
    first_minor: offer.bills[0]?.gross_minor ?? 0n,
    sent_by: ctx.actor.name,
    sent_at: ctx.now,
  });
  await publish(ctx.tx, 'crm.quotes', { account_id: quote.account_id });
  return quoteOf(row);
};
