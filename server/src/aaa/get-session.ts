import type { Id } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { hiddenCode } from './core/voucher-code.ts';
import { SessionNotFound } from './faults.ts';
import { coaOf, quartersOf, sessionById } from './store/sessions.ts';
import { endingsOf } from './store/voucher-standing.ts';

/** One session with its use by quarter of an hour and the packets about it. */
export const getSession = async (ctx: Ctx, { id }: { readonly id: Id }) => {
  const session = await sessionById(ctx.tx, id);
  if (!session) throw SessionNotFound({ id });
  const quarters = await quartersOf(ctx.tx, session);
  const ending = (await endingsOf(ctx.tx, [session.subscription_id])).get(session.subscription_id ?? '');
  const shown = ending === undefined ? session : { ...session, username: hiddenCode(ending) };
  return { session: shown, quarters, coa: await coaOf(ctx.tx, session.account_id, id) };
};
