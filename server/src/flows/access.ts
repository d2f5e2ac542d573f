import { dayIn, type Id } from '@isp/values';
import { lockAccess, setAccess, setAllowance, type WantedAccess } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { publish } from '../kernel/publish.ts';
import type { Holding } from '../tariffs/index.ts';
import { type AccessInput, accessInput, accessInputs } from '../views/access-inputs.ts';
import { type Limited, limitsOf } from './limits.ts';
import { watchingPacks } from './pack-watch.ts';
import { deriveVouchers } from './voucher-use.ts';

const WALLED: Readonly<Record<'unpaid' | 'manual' | 'pause', string>> = {
  unpaid: 'suspended: unpaid invoices',
  manual: 'suspended by staff',
  pause: 'paused',
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

const shorter = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** What limits, fair use and hours leave of it, while nothing else takes it away. */
const held = (
  s: AccessInput,
  holding: Holding | undefined,
): Pick<WantedAccess, 'mode' | 'reason' | 'rate_down_kbps' | 'rate_up_kbps'> => {
  const { rate_down_kbps, rate_up_kbps } = holding ?? s;
  const own = modeOf(s);
  if (own.mode !== 'allow' || holding === undefined) return { ...own, rate_down_kbps, rate_up_kbps };
  return { mode: holding.mode, reason: holding.reason ?? own.reason, rate_down_kbps, rate_up_kbps };
};

/** What access a subscription deserves, as its limits stand: the one place that decides it. `undefined` for a plan that is no Internet access. */
export const deservedAccess = (s: AccessInput, holding?: Holding): WantedAccess | undefined =>
  s.kind === 'internet'
    ? {
        account_id: s.account_id,
        subscription_id: s.subscription_id,
        ...held(s, holding),
        ...addressesOf(s),
        session_timeout_s: shorter(s.session_timeout_s, holding?.session_s ?? null),
        simultaneous: s.simultaneous,
      }
    : undefined;

/** Stores what one deserves, and how far that holds. Gives whether it changed. */
const store = async (ctx: Ctx, s: AccessInput, limited: Limited | undefined, cause: string): Promise<boolean> => {
  const access = deservedAccess(s, limited?.holding);
  await setAllowance(ctx, s, access && s.state !== 'ended' ? limited?.holding : undefined);
  if (!access) return false;
  const reason = limited?.holding.reason ?? undefined;
  const changed = await setAccess(ctx, access, reason === undefined ? cause : `${cause}; ${reason}`);
  return changed;
};

/** Stores the access that each of these deserves now; their rows must have been locked before they were read. Gives those it changed. */
export const grantAll = async (ctx: Ctx, inputs: readonly AccessInput[], cause: string): Promise<AccessInput[]> => {
  const limits = await watchingPacks(ctx, inputs, await limitsOf(ctx, inputs));
  const changed: AccessInput[] = [];
  for (const input of inputs)
    if (await store(ctx, input, limits.get(input.subscription_id), cause)) changed.push(input);
  return changed;
};

/** Derives the access of some subscriptions anew, each on its account's day, and how vouchers among them stand. What changed is told to live sessions by the commit's jobs. */
export const deriveAccess = async (
  ctx: Ctx,
  keys: readonly { readonly account_id: Id; readonly subscription_id: Id }[],
  cause: string,
): Promise<void> => {
  if (ctx.is_rehearsal) return;
  await lockAccess(ctx.tx, keys);
  const inputs = await accessInputs(ctx.tx, keys, ctx.now);
  const changed = await grantAll(ctx, inputs, cause);
  for (const account_id of new Set(changed.map((c) => c.account_id)))
    await publish(ctx.tx, 'subscriptions.subscriptions', { account_id });
  if (inputs.length < keys.length) await deriveVouchers(ctx, keys, cause);
};

/** Stores the access a subscription deserves now; when it is another one, the live session is told by the commit's jobs. Gives whether it changed. */
export const grantAccess = async (
  ctx: Ctx,
  subscription: { readonly account_id: Id; readonly id: Id; readonly zone: string },
  cause: string,
): Promise<boolean> => {
  if (ctx.is_rehearsal) return false;
  const { account_id, id: subscription_id, zone } = subscription;
  await lockAccess(ctx.tx, [{ account_id, subscription_id }]);
  const input = await accessInput(ctx.tx, { account_id, subscription_id }, dayIn(ctx.now, zone));
  const changed = input ? (await grantAll(ctx, [input], cause)).length > 0 : false;
  if (changed) await publish(ctx.tx, 'subscriptions.subscriptions', { account_id });
  return changed;
};
