import type { Day } from '@isp/values';
import { z } from 'zod';
import type { Ctx } from '../kernel/ctx.ts';
import { type Quote, QuoteCharge } from './contract/quotes.ts';
import { quoteOf } from './get-quote.ts';
import { insertQuote, updateQuoteRow } from './quote-store.ts';

/** What is written on a quote; its draft subscriptions are not of this room. */
export interface QuoteContent
  extends Pick<Quote, 'account_id' | 'id' | 'start_on' | 'anchor_day' | 'words' | 'charges'> {
  readonly valid_until: Day;
}

/** Writes a new draft of a quote, or another content of one. */
export const draftQuote = async (
  ctx: Ctx,
  { account_id, id, charges, ...content }: QuoteContent,
  made: Pick<Quote, 'legal_entity_id' | 'currency' | 'replaces_id'> | null,
): Promise<Quote> => {
  const written = { ...content, charges: JSON.stringify(z.encode(z.array(QuoteCharge), [...charges])) };
  if (made === null) return quoteOf(await updateQuoteRow(ctx.tx, { account_id, id }, written));
  const by = { made_by: ctx.actor.name, made_at: ctx.now };
  return quoteOf(await insertQuote(ctx.tx, { ...written, ...made, ...by, account_id, id }));
};
