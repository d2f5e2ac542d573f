import type { Id, Instant } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { addJobs } from '../kernel/queue.ts';
import { assignAddresses } from './assign-addresses.ts';
import type { Access, Mode } from './core/access.ts';
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
  /** Always this address; null takes one of the pool, and without a pool the NAS chooses. */
  readonly framed_ip: string | null;
  /** Always these IPv6 prefixes, as CIDR; one of /128 is an address. */
  readonly framed_ipv6_prefix?: string | null;
  readonly delegated_ipv6_prefix?: string | null;
  /** The pools that what is not fixed comes from. */
  readonly ipv4_pool?: string | null;
  readonly ipv6_prefix_pool?: string | null;
  readonly ipv6_delegated_pool?: string | null;
  readonly session_timeout_s: number | null;
  /** The entitlement's end; no session outlives it. */
  readonly ends_at?: Instant | null;
  /** Sessions at once. */
  readonly simultaneous?: number;
}

/** With everything said; what is fixed comes from no pool. */
const whole = (access: WantedAccess): Access => {
  const { framed_ip, framed_ipv6_prefix = null, delegated_ipv6_prefix = null } = access;
  const { ipv4_pool, ipv6_prefix_pool, ipv6_delegated_pool } = access;
  return {
    ...access,
    framed_ipv6_prefix,
    delegated_ipv6_prefix,
    ipv4_pool: framed_ip === null ? (ipv4_pool ?? null) : null,
    ipv6_prefix_pool: framed_ipv6_prefix === null ? (ipv6_prefix_pool ?? null) : null,
    ipv6_delegated_pool: delegated_ipv6_prefix === null ? (ipv6_delegated_pool ?? null) : null,
    ends_at: access.ends_at ?? null,
    simultaneous: access.simultaneous ?? 1,
  };
};

/**
 * Stores what access a subscription deserves, and what addresses it has by it; gives whether that is a change. A change is answered from by RADIUS within milliseconds of the
 * commit, and its live sessions are told by the job this commit queues.
 */
export const setAccess = async (ctx: Ctx, access: WantedAccess, cause: string): Promise<boolean> => {
  const { account_id, subscription_id } = access;
  const stored = await storeAccess(ctx.tx, whole(access), ctx.now);
  if (stored === undefined) return false;
  await assignAddresses(ctx, [access], { is_log_in: false });
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
