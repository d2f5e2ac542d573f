import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { SessionNotFound } from './faults.ts';
import { coaOf, quartersOf, sessionById } from './store/sessions.ts';

/** One session with its use by quarter of an hour and the packets about it. */
export const getSession = async (ctx: Ctx, { id }: { readonly id: Id }) => {
  const session = await sessionById(ctx.tx, id);
  if (!session) throw SessionNotFound({ id });
  const quarters = await quartersOf(ctx.tx, session);
  return { session, quarters, coa: await coaOf(ctx.tx, session.account_id, id) };
};
