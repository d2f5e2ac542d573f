import type { Id } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import type { Grant } from './core/access.ts';
import { isGone } from './core/coa-answer.ts';
import { type Speak, speakToNas } from './speak-to-nas.ts';
import { noteOnline } from './store/online.ts';
import { closeGone, type LiveSession, liveSessions } from './store/sessions.ts';

const asTold = (session: LiveSession): Grant => ({
  mode: session.told_mode === 'walled' ? 'walled' : 'allow',
  rate_down_kbps: session.told_rate_down_kbps,
  rate_up_kbps: session.told_rate_up_kbps,
});

const probe = async (kernel: Kernel, session: LiveSession, speak: Speak): Promise<void> => {
  const cause = 'does it live? a log-in was rejected because of it';
  const message = { kind: 'coa', session, wanted: asTold(session), cause, is_probe: true } as const;
  if (isGone(await speakToNas(kernel, message, speak))) await closeGone(kernel.db, session);
};

/**
 * Asks the NAS of each open session of a subscription, by a CoA that names it and changes nothing, whether it lives; one the NAS does not know (503) is
 * closed. Whatever else the NAS answers, and when it answers nothing, the session counts on, until it was silent for long: the limit
 * fails closed. The packets' way reads anew who is online, so the next log-in is decided on what is true.
 */
export const probeSessions = async (
  kernel: Kernel,
  key: { readonly account_id: Id; readonly subscription_id: Id },
  speak: Speak,
): Promise<void> => {
  const sessions = await liveSessions(kernel.db, key.account_id, key.subscription_id);
  await Promise.all(
    sessions.filter(({ told_mode }) => told_mode !== 'gone').map((session) => probe(kernel, session, speak)),
  );
  await noteOnline(kernel.db, key);
};
