import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Quote } from './contract/quotes.ts';
import { QuoteNotFound } from './faults.ts';
import { quoteForUpdate } from './quote-store.ts';

/** One quote that nobody else changes before this ends, or `QuoteNotFound`. */
export const holdQuote = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Quote> => {
  const quote = await quoteForUpdate(ctx.tx, id);
  if (!quote) throw QuoteNotFound({ id });
  return quote;
};
