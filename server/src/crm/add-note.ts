import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import type { Note } from './contract.ts';
import { getAccount } from './get-account.ts';
import { insertNote } from './store.ts';

/** Writes a note on an account, in the actor's name. */
export const addNote = async (ctx: Ctx, input: { readonly account_id: Id; readonly body: string }): Promise<Note> => {
  await getAccount(ctx, { id: input.account_id });
  return insertNote(ctx.tx, { ...input, id: ctx.newId(), author: ctx.actor.name, created_at: ctx.now });
};
