import { epochMs, type Id, type Instant, instantFromEpochMs } from '@isp/values';
import type { Ctx } from '../kernel/ctx.ts';
import { differencesOf, type Held, type Key, leastUsed, type Wanted } from './core/assignment.ts';
import { addressesAt, readUnits } from './core/pool.ts';
import { AddressInUse, AddressNotOfPool, AddressTaken } from './faults.ts';
import {
  comeBack,
  fix,
  freshRange,
  handOver,
  heldBy,
  inTheWay,
  leastUsedOf,
  makeReady,
  noteUse,
  oneAtATime,
  rangeAround,
  release,
  renew,
  takeFree,
  wantedBy,
} from './store/assignments.ts';
import { poolFacts } from './store/pools.ts';

/** Addresses made ready at once: whoever finds none ready waits for the one who makes some, so it is not done often. */
const READY = 1024n;
/** Holders looked at at once when a pool is full. */
const LOOKED_AT = 1000;

const fixFor = async ({ tx, now }: Ctx, wanted: Wanted): Promise<void> => {
  const address = wanted.address ?? '';
  await oneAtATime(tx);
  const obstacle = await inTheWay(tx, wanted);
  if (obstacle?.is_held) throw AddressTaken({ address, taken: obstacle.address });
  if (obstacle) throw AddressInUse({ address: obstacle.address });
  const range = await rangeAround(tx, address);
  const isOfPool = range === undefined || (range.kind === wanted.kind && address.endsWith(`/${range.length}`));
  if (!isOfPool) throw AddressNotOfPool({ address, code: range.code });
  await fix(tx, wanted, range, now);
};

const without = (wanted: readonly Wanted[], given: readonly Held[]): Wanted[] => {
  const has = new Set(given.map((one) => `${one.subscription_id} ${one.kind}`));
  return wanted.filter((one) => !has.has(`${one.subscription_id} ${one.kind}`));
};

/** Makes more of a pool ready, and gives it out, until nobody is left or nothing. */
const takeFresh = async ({ tx, now }: Ctx, pool_id: Id, wanted: readonly Wanted[]): Promise<Wanted[]> => {
  let left = [...wanted];
  while (left.length > 0) {
    const range = await freshRange(tx, pool_id);
    left = without(left, await takeFree(tx, pool_id, left, now));
    if (range === undefined || left.length === 0) return left;
    const units = readUnits(range.kind, range.range, range.length);
    if (units === undefined) return left;
    const end = range.next_offset + READY < range.end_offset ? range.next_offset + READY : range.end_offset;
    await makeReady(tx, { id: range.id, pool_id }, addressesAt(units, { first: range.next_offset, end }));
  }
  return left;
};

/** Takes addresses back from whoever is offline the longest, and gives them out. */
const takeBack = async (
  { tx, now }: Ctx,
  pool_id: Id,
  before: Instant,
  wanted: readonly Wanted[],
): Promise<Wanted[]> => {
  let left = [...wanted];
  while (left.length > 0) {
    const candidates = await leastUsedOf(tx, pool_id, before, LOOKED_AT);
    if (candidates.length === 0) return left;
    const isAll = candidates.length < LOOKED_AT;
    const taken = leastUsed(candidates, { before, isAll, count: left.length }).map((one) => one.address);
    const learned = candidates
      .filter((one) => !taken.includes(one.address) && (one.is_online || one.last_at > one.thought_at))
      .map((one) => ({ address: one.address, at: one.is_online ? now : one.last_at }));
    await noteUse(tx, learned);
    if (taken.length > 0) left = without(left, await handOver(tx, taken, left, now));
    if (isAll) return left;
  }
  return left;
};

const assignFrom = async (ctx: Ctx, pool_id: Id, wanted: readonly Wanted[], mayTakeBack: boolean): Promise<void> => {
  const first = without(wanted, await takeFree(ctx.tx, pool_id, wanted, ctx.now));
  const left = await takeFresh(ctx, pool_id, first);
  if (left.length === 0 || !mayTakeBack) return;
  const pool = (await poolFacts(ctx.tx)).find(({ id }) => id === pool_id);
  if (pool === undefined) return;
  const before = instantFromEpochMs(epochMs(ctx.now) - pool.keep_offline_s * 1000);
  await takeBack(ctx, pool_id, before, left);
};

/**
 * Makes what subscriptions have of addresses what their access says: keeps what they have, gives up what they should not have, fixes what is fixed, and gives one
 * of the pool to whom one is lacking. A log-in moves on how long an address is theirs for sure, and may take one from whoever is offline the longest;
 * a change of access only takes what is free. Gives what they have then; where a pool is full, some have none.
 */
export const assignAddresses = async (
  ctx: Ctx,
  keys: readonly Key[],
  { is_log_in }: { readonly is_log_in: boolean },
): Promise<Held[]> => {
  const wanted = await wantedBy(ctx.tx, keys);
  const held = await (is_log_in ? renew(ctx.tx, keys, ctx.now) : heldBy(ctx.tx, keys));
  const differences = differencesOf(wanted, held);
  const { fix: fixed, lacking } = differences;
  if (differences.release.length + fixed.length + lacking.length === 0) return held;
  await release(ctx.tx, differences.release, ctx.now);
  for (const one of fixed) await fixFor(ctx, one);
  const strangers = without(lacking, await comeBack(ctx.tx, lacking, ctx.now));
  for (const [pool_id, group] of Map.groupBy(strangers, (one) => one.pool_id))
    if (pool_id !== null) await assignFrom(ctx, pool_id, group, is_log_in);
  return heldBy(ctx.tx, keys);
};
