import type { Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { toldBy } from './core/access.ts';
import { type CoaAnswer, isGone } from './core/coa-answer.ts';
import { type Speak, speakToNas } from './speak-to-nas.ts';
import { closeGone, type LiveSession, storeTold } from './store/sessions.ts';

const NOTHING = { mode: 'deny', rate_down_kbps: null, rate_up_kbps: null } as const;

/** Asks the NAS of a session, by `speak`, to end it, and keeps what it said. */
export const askToEnd = async (
  kernel: Kernel,
  session: LiveSession,
  why: { readonly cause: string; readonly requested_at?: Instant | undefined },
  speak: Speak,
): Promise<CoaAnswer> => {
  const { cause, requested_at } = why;
  const answer = await speakToNas(kernel, { kind: 'disconnect', session, wanted: NOTHING, cause, requested_at }, speak);
  if (answer.outcome === 'ack') await storeTold(kernel.db, session, toldBy(NOTHING));
  else if (isGone(answer)) await closeGone(kernel.db, session);
  return answer;
};
