import type { Ctx } from '../kernel/ctx.ts';
import type { Quote } from './contract/quotes.ts';
import { deleteQuote } from './quote-store.ts';

/** Throws a draft of a quote away; that it is one, and without draft subscriptions, is the caller's to see. */
export const dropQuote = (ctx: Ctx, quote: Pick<Quote, 'account_id' | 'id'>): Promise<void> =>
  deleteQuote(ctx.tx, quote);
