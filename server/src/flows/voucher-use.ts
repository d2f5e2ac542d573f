import { addMs, dayIn, epochMs, type Id, type Instant, startOfDay } from '@isp/values';
import { lockVouchers, standVouchers, type VoucherRowFacts } from '../aaa/index.ts';
import type { Ctx } from '../kernel/ctx.ts';
import type { Tx } from '../kernel/db.ts';
import { type LiveUse, liveOf, type UseAsk, usesOf } from '../views/limit-use.ts';

/** A session that has been silent for longer has no time counted beyond its last record. */
const FRESH_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

type Asked = Pick<VoucherRowFacts, 'account_id' | 'id' | 'zone' | 'created_at'>;

/** All use since the day before it was made: a session's begin may bear an earlier time than the batch. */
const askOf = ({ account_id, id, zone, created_at }: Asked): UseAsk => {
  const from_on = dayIn(addMs(created_at, -DAY_MS), zone);
  return { account_id, subscription_id: id, zone, from_on, from_at: startOfDay(from_on, zone), to_at: null };
};

const runningS = (live: readonly LiveUse[], now: Instant): number =>
  live.reduce((sum, { heard_at }) => sum + Math.max(0, epochMs(now) - epochMs(heard_at)), 0) / 1000;

/** What was used of vouchers up to now, in their order, by one reading: what sessions live since their last record is in it. */
export const voucherUses = async (tx: Tx, vouchers: readonly Asked[], now: Instant) => {
  const sums = await usesOf(tx, vouchers.map(askOf));
  const keys = vouchers.map(({ account_id, id }) => ({ account_id, subscription_id: id }));
  const live = Map.groupBy(await liveOf(tx, keys, addMs(now, -FRESH_MS)), (one) => one.subscription_id);
  return vouchers.map(({ id }, i) => {
    const sum = sums[i] ?? { down: 0, up: 0, seconds: 0 };
    const online = live.get(id) ?? [];
    return {
      seconds: Math.floor(sum.seconds + runningS(online, now)),
      octets: sum.down + sum.up,
      online: online.length,
    };
  });
};

/** Derives anew how vouchers stand; keys that are none are left out. */
export const deriveVouchers = async (
  ctx: Ctx,
  keys: readonly { readonly account_id: Id; readonly subscription_id: Id }[],
  cause: string,
): Promise<void> => {
  const locked = await lockVouchers(ctx.tx, keys);
  if (locked.length === 0) return;
  const uses = await voucherUses(ctx.tx, locked, ctx.now);
  await standVouchers(
    ctx,
    locked.flatMap((facts, i) => (uses[i] === undefined ? [] : [{ facts, use: uses[i] }])),
    cause,
  );
};
