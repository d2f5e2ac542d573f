import { dayIn, type Id } from '@isp/values';
import { getAccount } from '../crm/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import { getSubscription } from '../subscriptions/index.ts';
import { type Cost, costOf } from '../tariffs/index.ts';
import { accessInput } from '../views/access-inputs.ts';
import { deservedAccess } from './access.ts';
import type { ShownLimits } from './contract.ts';
import { type Limited, limitsOf } from './limits.ts';

/** A limit in money as it was said: in minor units. */
const inMoney = (used: number, rolled: number, { price, amount }: Cost) => {
  const spent = Number.parseInt(`${costOf(Math.max(0, used - rolled), price)}`, 10);
  return { what: 'money' as const, amount, used: spent, left: Math.max(0, amount - spent) };
};

const shownMeters = ({ meters }: Limited): ShownLimits['meters'] =>
  meters.map(({ rule: { cost, past: _, ...rule }, window, used, left, top_ups, rolled, whole }) => ({
    ...rule,
    ...(cost === null ? { used, left } : inMoney(used, whole - rule.amount, cost)),
    topped_up_left: top_ups.reduce((sum, t) => sum + t.left, 0),
    rolled_over: [...rolled],
    from_at: window.from_at,
    to_at: window.to_at,
  }));

const NONE = { meters: [], top_ups: [], hours: [], changes_at: null };

/** How much a subscription has used of its limits, what holds now and why, and what it was topped up with. */
export const showLimits = async (ctx: Ctx, { id }: { readonly id: Id }): Promise<ShownLimits> => {
  const { account_id } = await getSubscription(ctx, { id });
  const { zone } = await getAccount(ctx, { id: account_id });
  const input = await accessInput(ctx.tx, { account_id, subscription_id: id }, dayIn(ctx.now, zone));
  const limited = input && (await limitsOf(ctx, [input])).get(id);
  const access = input && deservedAccess(input, limited?.holding);
  const { mode = null, reason = null, rate_down_kbps = null, rate_up_kbps = null } = access ?? {};
  const now = {
    subscription_id: id,
    zone,
    currency: input?.currency ?? null,
    mode,
    reason,
    rate_down_kbps,
    rate_up_kbps,
  };
  if (!limited) return { ...now, ...NONE };
  const top_ups = limited.top_ups.map(({ used_at_grant, ...topUp }) => ({ ...topUp, account_id }));
  return {
    ...now,
    meters: shownMeters(limited),
    top_ups: top_ups.toReversed().slice(0, 50),
    hours: [...limited.hours],
    changes_at: limited.holding.changes_at,
  };
};
