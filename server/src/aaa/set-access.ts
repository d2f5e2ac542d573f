import type { Id, Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import type { Mode } from './core/access.ts';
import { storeAccess } from './store/access.ts';

/** The access a subscription should have. */
export interface WantedAccess {
  readonly account_id: Id;
  readonly subscription_id: Id;
  readonly mode: Mode;
  /** What a person reads in the log of log-ins. */
  readonly reason: string;
  readonly rate_down_kbps: number | null;
  readonly rate_up_kbps: number | null;
  /** Always this address; null leaves it to the NAS. */
  readonly framed_ip: string | null;
  readonly session_timeout_s: number | null;
  /** The entitlement's end; no session outlives it. */
  readonly ends_at?: Instant | null;
  /** Sessions at once. */
  readonly simultaneous?: number;
}

/**
 * Stores what access a subscription deserves; gives whether that is a change. A change is answered from by RADIUS within milliseconds of the
 * commit, and its live sessions are told by the job this commit queues.
 */
export const setAccess = async (ctx: Ctx, access: WantedAccess, cause: string): Promise<boolean> => {
  const { account_id, subscription_id } = access;
  const whole = { ...access, ends_at: access.ends_at ?? null, simultaneous: access.simultaneous ?? 1 };
  const stored = await storeAccess(ctx.tx, whole, ctx.now);
  if (stored === undefined) return false;
  if (stored === 'changed')
    await addJobs(ctx.tx, [
      {
        task: 'aaa.reconcile',
        key: `aaa.reconcile:${subscription_id}`,
        payload: { account_id, subscription_id, cause, requested_at: ctx.now },
      },
    ]);
  return true;
};
