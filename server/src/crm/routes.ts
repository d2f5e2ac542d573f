import { get, may, patch, post, type Route } from '../kernel/http/route.ts';
import { addNote } from './add-note.ts';
import { closeQuote } from './close-quote.ts';
import { DeclineQuote, ListQuotes, WithdrawQuote } from './contract/quotes.ts';
import * as c from './contract.ts';
import { getAccount } from './get-account.ts';
import { listQuotes } from './quote-store.ts';
import { listNotes } from './store.ts';
import { updateAccount } from './update-account.ts';

export const routes: readonly Route[] = [
  get('/accounts/:id', may('crm.read'), c.GetAccount, getAccount),
  patch('/accounts/:id', may('crm.write'), c.UpdateAccount, updateAccount),
  get('/accounts/:account_id/notes', may('crm.notes'), c.ListNotes, (ctx, input) => listNotes(ctx.tx, input)),
  post('/accounts/:account_id/notes', may('crm.notes'), c.AddNote, addNote),
  get('/quotes', may('crm.read'), ListQuotes, (ctx, input) => listQuotes(ctx.tx, input)),
  post('/quotes/:id/decline', may('crm.quotes'), DeclineQuote, (ctx, input) =>
    closeQuote(ctx, { ...input, state: 'declined' }),
  ),
  post('/quotes/:id/withdraw', may('crm.quotes'), WithdrawQuote, (ctx, input) =>
    closeQuote(ctx, { ...input, state: 'withdrawn' }),
  ),
];
