import { dayIn, type Id } from '@isp/values';
import { setAccess, type WantedAccess } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import { type AccessInput, accessInput } from '../views/access-inputs.ts';

const WALLED: Readonly<Record<'unpaid' | 'manual', string>> = {
  unpaid: 'suspended: unpaid invoices',
  manual: 'suspended by staff',
};

const modeOf = (s: AccessInput): Pick<WantedAccess, 'mode' | 'reason'> => {
  if (s.state === 'ended') return { mode: 'deny', reason: 'the subscription has ended' };
  if (s.state === 'pending') return { mode: 'deny', reason: 'the subscription has not begun' };
  const [reason] = [...s.suspended_for].sort();
  return reason ? { mode: 'walled', reason: WALLED[reason] } : { mode: 'allow', reason: 'active' };
};

const NO_POOLS = { ipv4_pool: null, ipv6_prefix_pool: null, ipv6_delegated_pool: null };
const NOTHING_FIXED = { framed_ip: null, framed_ipv6_prefix: null, delegated_ipv6_prefix: null };

type Addresses = Pick<AccessInput, keyof typeof NO_POOLS | keyof typeof NOTHING_FIXED>;

/** What is fixed is kept for one that has not begun; one that has ended gives everything back. */
const addressesOf = (s: AccessInput): Addresses => {
  const { framed_ip, framed_ipv6_prefix, delegated_ipv6_prefix, ipv4_pool, ipv6_prefix_pool, ipv6_delegated_pool } = s;
  const pools = s.state === 'pending' ? NO_POOLS : { ipv4_pool, ipv6_prefix_pool, ipv6_delegated_pool };
  const fixed = { framed_ip, framed_ipv6_prefix, delegated_ipv6_prefix };
  return s.state === 'ended' ? { ...NOTHING_FIXED, ...NO_POOLS } : { ...fixed, ...pools };
};

/** What access a subscription deserves: the one place that decides it. `undefined` for a plan that is no Internet access. */
export const deservedAccess = (s: AccessInput): WantedAccess | undefined =>
  s.kind === 'internet'
    ? {
        account_id: s.account_id,
        subscription_id: s.subscription_id,
        ...modeOf(s),
        rate_down_kbps: s.rate_down_kbps,
        rate_up_kbps: s.rate_up_kbps,
        ...addressesOf(s),
        session_timeout_s: s.session_timeout_s,
        simultaneous: s.simultaneous,
      }
    : undefined;

/** Stores the access a subscription deserves now; when it is another one, the live session is told by the commit's jobs. Gives whether it changed. */
export const grantAccess = async (
  ctx: Ctx,
  subscription: { readonly account_id: Id; readonly id: Id; readonly zone: string },
  cause: string,
): Promise<boolean> => {
  const { account_id, id: subscription_id, zone } = subscription;
  const input = await accessInput(ctx.tx, { account_id, subscription_id }, dayIn(ctx.now, zone));
  const access = input && deservedAccess(input);
  const changed = access ? await setAccess(ctx, access, cause) : false;
  if (changed) await publish(ctx.tx, 'subscriptions.subscriptions', { account_id });
  return changed;
};
