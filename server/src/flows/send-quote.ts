import { dayIn, type Id } from '@isp/values';
import { allotNumbers } from '../billing/index.ts';
import {
  closeQuote,
  getAccount,
  getQuote,
  holdQuote,
  isOver,
  markQuoteSent,
  type Quote,
  QuoteOver,
} from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { draftsOf, fixVersions } from '../subscriptions/index.ts';
import type { ShownQuote } from './contract/quotes.ts';
import { QuoteValidPast } from './faults.ts';
import { offerOf } from './offer-of.ts';
import { showQuote } from './show-quote.ts';

/** The quote that it takes the place of cannot be accepted any more. */
const endReplaced = async (ctx: Ctx, replaces_id: Id, number: string): Promise<void> => {
  const replaced = await getQuote(ctx, { id: replaces_id });
  if (replaced.state === 'accepted') throw QuoteOver({ number: replaced.number ?? '', state: replaced.state });
  if (replaced.state !== 'sent') return;
  await closeQuote(ctx, { id: replaces_id, state: 'withdrawn', reason: `replaced by ${number}` });
};

/** A draft is sent: number, terms and what it comes to are fixed. */
export const fixQuote = async (ctx: Ctx, id: Id): Promise<Quote> => {
  const quote = await holdQuote(ctx, { id });
  if (quote.number !== null) throw QuoteOver({ number: quote.number, state: quote.state });
  const { zone } = await getAccount(ctx, { id: quote.account_id });
  const today = dayIn(ctx.now, zone);
  if (isOver(quote, today)) throw QuoteValidPast({ today });
  const { offer, charges } = await offerOf(ctx, quote, await draftsOf(ctx.tx, quote));
  const { account_id, legal_entity_id, replaces_id } = quote;
  await fixVersions(
    ctx.tx,
    offer.services.map(({ id: draft, plan_version }) => ({ account_id, id: draft, plan_version })),
  );
  const [number = ''] = await allotNumbers(ctx, 'quote', [{ legal_entity_id, issued_on: today }]);
  if (replaces_id !== null) await endReplaced(ctx, replaces_id, number);
  return markQuoteSent(ctx, quote, { number, charges, offer });
};

/** Marks a draft as sent. */
export const sendQuote = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<ShownQuote> =>
  showQuote(ctx, await fixQuote(ctx, id));
