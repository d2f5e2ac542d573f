import type { Id } from '@isp/values';
import { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { Offer, type Quote, QuoteCharge } from './contract/quotes.ts';
import { QuoteNotFound } from './faults.ts';
import { quoteById, quoteForUpdate, type StoredQuote } from './quote-store.ts';

/** A stored quote with what it charges once, and what it comes to, as values. */
export const quoteOf = ({ charges, offer, ...row }: StoredQuote): Quote => ({
  ...row,
  charges: z.decode(z.array(QuoteCharge), charges as z.input<typeof QuoteCharge>[]),
  offer: offer === null ? null : z.decode(Offer, offer as z.input<typeof Offer>),
});

/** One quote, or `QuoteNotFound`. */
export const getQuote = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Quote> => {
  const row = await quoteById(ctx.tx, id);
  if (!row) throw QuoteNotFound({ id });
  return quoteOf(row);
};

/** One quote that nobody else changes before this ends, or `QuoteNotFound`. */
export const holdQuote = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Quote> => {
  const row = await quoteForUpdate(ctx.tx, id);
  if (!row) throw QuoteNotFound({ id });
  return quoteOf(row);
};
