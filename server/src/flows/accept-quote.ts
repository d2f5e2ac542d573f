import { dayIn, type Id } from '@isp/values';
import { closeQuote, getAccount, holdQuote, isOver, type Quote, QuoteExpired, QuoteOver } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { draftsOf } from '../subscriptions/index.ts';
import type { Accepted } from './contract/quotes.ts';
import { orderQuote } from './order-quote.ts';
import { fixQuote } from './send-quote.ts';
import { showQuote } from './show-quote.ts';

const refuseOver = async (ctx: Ctx, { account_id, number, state, ...quote }: Quote): Promise<void> => {
  if (state !== 'sent') throw QuoteOver({ number: number ?? '', state });
  const { zone } = await getAccount(ctx, { id: account_id });
  if (isOver(quote, dayIn(ctx.now, zone))) throw QuoteExpired({ number: number ?? '', valid_until: quote.valid_until });
};

/**
 * A quote is accepted: its draft subscriptions are ordered and its charges made, by the versions and prices it was sent with, all of it or nothing. A draft is sent first; one that was accepted before
 * is given as it is, and nothing is made again.
 */
export const acceptQuote = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<Accepted> => {
  const held = await holdQuote(ctx, { id });
  if (held.state === 'accepted') return { quote: await showQuote(ctx, held), log_ins: [] };
  const quote = held.state === 'draft' ? await fixQuote(ctx, id) : held;
  await refuseOver(ctx, quote);
  const { activated } = await orderQuote(ctx, quote, await draftsOf(ctx.tx, quote));
  await closeQuote(ctx, { id, state: 'accepted', reason: null });
  return {
    quote: await showQuote(ctx, quote),
    log_ins: activated.flatMap(({ subscription, username, generated_password }) =>
      username === null ? [] : [{ subscription_id: subscription.id, username, generated_password }],
    ),
  };
};
