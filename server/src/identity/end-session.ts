import type { Id } from '@isp/values';
import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { SessionNotFound } from './faults.ts';
import { endSessionRow, openSession } from './store/sessions.ts';

/** Ends one session; with `of`, only when it is that person's. */
export const endSession = async (ctx: Ctx, { id, of }: { readonly id: Id; readonly of?: Id }): Promise<void> => {
  const session = await openSession(ctx.tx, id);
  if (!session || (of !== undefined && session.person_id !== of)) throw SessionNotFound({ id });
  await endSessionRow(ctx.tx, id, realNow());
};
