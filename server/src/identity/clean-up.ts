import { addMs } from '@isp/values';
import { realNow } from '../kernel/clock.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { forgetOidc } from './store/oidc.ts';
import { forgetSessions } from './store/sessions.ts';
import { forgetTalliesBefore } from './store/throttle.ts';

const DAY_MS = 86_400_000;
const KEEP_SESSIONS_MS = 90 * DAY_MS;

/** Forgets what has expired: the provider's rows and failed sign-ins at once, sessions after 90 days. By real time. */
export const cleanUp = async (ctx: Ctx): Promise<void> => {
  const now = realNow();
  await forgetOidc(ctx.tx, now);
  await forgetTalliesBefore(ctx.tx, addMs(now, -DAY_MS));
  await forgetSessions(ctx.tx, addMs(now, -KEEP_SESSIONS_MS));
};
