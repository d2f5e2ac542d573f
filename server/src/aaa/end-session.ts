import type { Id, Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { toldBy } from './core/access.ts';
import { isGone } from './core/coa-answer.ts';
import { type Speak, speakToNas } from './speak-to-nas.ts';
import { closeGone, liveSession, storeTold } from './store/sessions.ts';

interface SessionEnd {
  readonly account_id: Id;
  readonly session_id: Id;
  readonly cause: string;
  readonly requested_at?: Instant | undefined;
}

const NOTHING = { mode: 'deny', rate_down_kbps: null, rate_up_kbps: null } as const;

/**
 * Asks the NAS to end one session, by `speak`. A session that has ended, or that its NAS said it let go, is left alone. Throws when the NAS
 * did not answer: the job is tried again later.
 */
export const endSession = async (kernel: Kernel, input: SessionEnd, speak: Speak): Promise<void> => {
  const session = await liveSession(kernel.db, input.account_id, input.session_id);
  if (!session || session.told_mode === 'gone') return;
  const { cause, requested_at } = input;
  const answer = await speakToNas(kernel, { kind: 'disconnect', session, wanted: NOTHING, cause, requested_at }, speak);
  if (answer.outcome === 'ack') await storeTold(kernel.db, session, toldBy(NOTHING));
  else if (isGone(answer)) await closeGone(kernel.db, session);
  else if (answer.outcome === 'timeout' || answer.outcome === 'unreachable')
    throw new Error(`the NAS of session ${input.session_id} did not answer`);
};
