import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Quote } from './contract/quotes.ts';
import { QuoteNotFound } from './faults.ts';
import { quoteById } from './quote-store.ts';

/** One quote, or `QuoteNotFound`. */
export const getQuote = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Quote> => {
  const quote = await quoteById(ctx.tx, id);
  if (!quote) throw QuoteNotFound({ id });
  return quote;
};
