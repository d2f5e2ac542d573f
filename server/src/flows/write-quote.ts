import { addDays, type Day, dayIn, type Id } from '@isp/values';
import {
  type Account,
  AccountClosed,
  draftQuote,
  dropQuote,
  getAccount,
  getQuote,
  holdQuote,
  isOver,
  type Quote,
  type QuoteCharge,
  QuoteOver,
} from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { type Draft, draftSubscriptions } from '../subscriptions/index.ts';
import type { CreateQuote, RewriteQuote, ShownQuote } from './contract/quotes.ts';
import { QuoteLineUnclear, QuoteOfOther, QuoteValidPast } from './faults.ts';
import { foreseeQuote } from './offer-of.ts';
import { showQuote } from './show-quote.ts';
import { withinAYear } from './within-a-year.ts';

type Content = Omit<RewriteQuote, 'id'>;
type Key = Pick<Quote, 'account_id' | 'id'>;

const VALID_DAYS = 30;

const lastDay = ({ valid_until }: Content, today: Day): Day => {
  const last = withinAYear(valid_until ?? addDays(today, VALID_DAYS), today);
  if (isOver({ valid_until: last }, today)) throw QuoteValidPast({ today });
  return last;
};

/** The draft that a line names by its number. */
const named = (ids: readonly Id[], on_line: number, of: string): Id => {
  const id = ids[on_line - 1];
  if (id === undefined) throw QuoteLineUnclear({ of, why: `there is no line ${on_line}` });
  return id;
};

const parentOf = (ids: readonly Id[], lines: Content['lines'], at: number): Id | null => {
  const { on_line = null, parent_id = null } = lines[at] ?? {};
  const of = `line ${at + 1}`;
  if (on_line === null) return parent_id;
  if (parent_id !== null) throw QuoteLineUnclear({ of, why: 'it goes on a line and on a subscription' });
  const under = lines[on_line - 1];
  if (under && (under.on_line !== null || under.parent_id !== null))
    throw QuoteLineUnclear({ of, why: `line ${on_line} is an add-on itself` });
  return named(ids, on_line, of);
};

const draftsFrom = ({ account_id, id: quote_id }: Key, ids: readonly Id[], lines: Content['lines']): Draft[] =>
  lines.map(({ on_line: _, parent_id: __, ...line }, at) => ({
    ...line,
    account_id,
    id: ids[at] as Id,
    quote_id,
    line_no: at + 1,
    plan_version: null,
    parent_id: parentOf(ids, lines, at),
  }));

const chargesFrom = (ctx: Ctx, ids: readonly Id[], charges: Content['charges']): QuoteCharge[] =>
  charges.map(({ on_line, ...charge }, at) => ({
    ...charge,
    id: ctx.newId(),
    plan_version: null,
    draft_id: on_line === null ? null : named(ids, on_line, `charge ${at + 1}`),
  }));

const write = async (
  ctx: Ctx,
  account: Account,
  { id, made, input }: { readonly id: Id; readonly made: Parameters<typeof draftQuote>[2]; readonly input: Content },
): Promise<ShownQuote> => {
  const today = dayIn(ctx.now, account.zone);
  const key = { account_id: account.id, id };
  const ids = input.lines.map(() => ctx.newId());
  const drafts = draftsFrom(key, ids, input.lines);
  const charges = chargesFrom(ctx, ids, input.charges);
  const { start_on, anchor_day } = input;
  const words = input.words === '' ? null : input.words;
  const content = { ...key, start_on, anchor_day, words, charges, valid_until: lastDay(input, today) };
  const quote = await draftQuote(ctx, content, made);
  await draftSubscriptions(ctx, quote, drafts);
  await foreseeQuote(ctx, quote, drafts);
  return showQuote(ctx, quote);
};

/** Refuses to replace what is of another account, is a draft, or was accepted. */
const checkReplaced = async (ctx: Ctx, account_id: Id, id: Id | null): Promise<void> => {
  if (id === null) return;
  const { account_id: of, state, number } = await getQuote(ctx, { id });
  if (of !== account_id) throw QuoteOfOther();
  if (number === null) throw QuoteOver({ number: 'that is to be replaced', state: 'a draft, which can be changed' });
  if (state === 'accepted') throw QuoteOver({ number, state });
};

/** Writes a quote for an account, as a draft; what could not be ordered today is refused. */
export const createQuote = async (ctx: Ctx, input: CreateQuote): Promise<ShownQuote> => {
  const account = await getAccount(ctx, { id: input.account_id });
  if (account.state === 'closed') throw AccountClosed(account);
  const { legal_entity_id, currency } = account;
  const { replaces_id } = input;
  await checkReplaced(ctx, account.id, replaces_id);
  return write(ctx, account, { id: ctx.newId(), made: { legal_entity_id, currency, replaces_id }, input });
};

const holdDraft = async (ctx: Ctx, id: Id): Promise<Quote> => {
  const quote = await holdQuote(ctx, { id });
  if (quote.number !== null) throw QuoteOver({ number: quote.number, state: quote.state });
  return quote;
};

/** Writes another content of a draft. */
export const rewriteQuote = async (ctx: Ctx, { id, ...input }: RewriteQuote): Promise<ShownQuote> => {
  const { account_id } = await holdDraft(ctx, id);
  return write(ctx, await getAccount(ctx, { id: account_id }), { id, made: null, input });
};

/** Throws a draft away with its draft subscriptions. */
export const throwQuoteAway = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<void> => {
  const quote = await holdDraft(ctx, id);
  await draftSubscriptions(ctx, quote, []);
  await dropQuote(ctx, quote);
};
