import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Quote } from './contract/quotes.ts';
import { insertQuote, updateQuoteRow } from './quote-store.ts';

/** What is written on a quote; its draft subscriptions are not of this room. */
export interface QuoteContent
  extends Pick<Quote, 'account_id' | 'id' | 'start_on' | 'anchor_day' | 'words' | 'charges'> {
  readonly valid_until: Day;
}

/** Writes a new draft of a quote, or another content of one. */
export const draftQuote = (
  ctx: Ctx,
  { account_id, id, ...content }: QuoteContent,
  made: Pick<Quote, 'legal_entity_id' | 'currency' | 'replaces_id'> | null,
): Promise<Quote> => {
  if (made === null) return updateQuoteRow(ctx.tx, { account_id, id }, content);
  const by = { made_by: ctx.actor.name, made_at: ctx.now };
  return insertQuote(ctx.tx, { ...content, ...made, ...by, account_id, id });
};
