import type { Day } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { expireQuoteRows } from './quote-store.ts';

/** Quotes that nobody answered by their last day are over, where a day begins. */
export const expireQuotes = async (
  ctx: Ctx,
  { zone, today }: { readonly zone: string; readonly today: Day },
): Promise<void> => {
  const ended = await expireQuoteRows(ctx.tx, zone, today, { name: ctx.actor.name, at: ctx.now });
  for (const account_id of new Set(ended)) await publish(ctx.tx, 'crm.quotes', { account_id });
};
