import type { Id, Instant } from '@isp/values';
import type { Kernel } from '../kernel/ctx.ts';
import { askToEnd } from './ask-to-end.ts';
import type { Speak } from './speak-to-nas.ts';
import { liveSession } from './store/sessions.ts';

interface SessionEnd {
  readonly account_id: Id;
  readonly session_id: Id;
  readonly cause: string;
  readonly requested_at?: Instant | undefined;
}

/**
 * Asks the NAS to end one session, by `speak`. A session that has ended, or that its NAS said it let go, is left alone. Throws when the NAS
 * did not answer: the job is tried again later.
 */
export const endSession = async (kernel: Kernel, input: SessionEnd, speak: Speak): Promise<void> => {
  const session = await liveSession(kernel.db, input.account_id, input.session_id);
  if (!session || session.told_mode === 'gone') return;
  const { outcome } = await askToEnd(kernel, session, input, speak);
  if (outcome === 'timeout' || outcome === 'unreachable')
    throw new Error(`the NAS of session ${input.session_id} did not answer`);
};
