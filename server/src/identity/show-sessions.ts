import type { Id } from '@isp/values';
import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { ListSessions, Session } from './contract.ts';
import { listSignIns } from './store/sessions.ts';

/** Lists sessions, saying which of them is the one that asks. */
export const showSessions = async (
  ctx: Ctx,
  { current, ...input }: ListSessions & { readonly current?: Id | undefined },
): Promise<{ items: Session[]; next_cursor: string | null }> => {
  const page = await listSignIns(ctx.tx, input, realNow());
  return { ...page, items: page.items.map((s) => ({ ...s, current: s.id === current })) };
};
