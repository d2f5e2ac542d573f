import type { Ctx } from '../kernel/ctx.ts';
import type { Page } from '../kernel/page.ts';
import type { ListSessions, Session } from './contract.ts';
import { hiddenCode } from './core/voucher-code.ts';
import { listSessions as readSessions } from './store/sessions.ts';
import { endingsOf } from './store/voucher-standing.ts';

/** Sessions, open or ended; the name of one by a voucher is hidden where its code is a password. */
export const listSessions = async (ctx: Ctx, input: ListSessions): Promise<Page<Session>> => {
  const page = await readSessions(ctx.tx, input);
  const endings = await endingsOf(
    ctx.tx,
    page.items.map((one) => one.subscription_id),
  );
  const shown = (one: Session): Session => {
    const ending = one.subscription_id === null ? undefined : endings.get(one.subscription_id);
    return ending === undefined ? one : { ...one, username: hiddenCode(ending) };
  };
  return { ...page, items: page.items.map(shown) };
};
