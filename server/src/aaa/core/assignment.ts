import type { Id, Instant } from '@isp/values';
import type { PoolKind } from './pool.ts';

/** Whose an address is. */
export interface Key {
  readonly account_id: Id;
  readonly subscription_id: Id;
}

/** What a subscription should have of one kind: a fixed address, one of a pool, or (both null) none of ours. */
export interface Wanted extends Key {
  readonly kind: PoolKind;
  readonly address: string | null;
  readonly pool_id: Id | null;
}

/** An address or prefix that a subscription has, as CIDR. */
export interface Held extends Key {
  readonly kind: PoolKind;
  readonly address: string;
  readonly pool_id: Id | null;
  readonly fixed: boolean;
  readonly used_at: Instant;
}

/** What to do so that what is held becomes what is wanted. */
interface Differences {
  readonly release: readonly Held[];
  readonly fix: readonly Wanted[];
  readonly lacking: readonly Wanted[];
}

const isRight = (held: Held, wanted: Wanted): boolean =>
  wanted.address === null
    ? !held.fixed && wanted.pool_id !== null && held.pool_id === wanted.pool_id
    : held.fixed && held.address === wanted.address;

const slotOf = ({ subscription_id, kind }: Key & { readonly kind: PoolKind }): string => `${subscription_id} ${kind}`;

/** Compares what subscriptions have with what they should have. */
export const differencesOf = (wanted: readonly Wanted[], held: readonly Held[]): Differences => {
  const bySlot = new Map(held.map((one) => [slotOf(one), one]));
  const isMissing = (one: Wanted): boolean => {
    const has = bySlot.get(slotOf(one));
    return has === undefined || !isRight(has, one);
  };
  const right = new Set(wanted.filter((one) => !isMissing(one)).map(slotOf));
  return {
    release: held.filter((one) => !right.has(slotOf(one))),
    fix: wanted.filter((one) => one.address !== null && isMissing(one)),
    lacking: wanted.filter((one) => one.address === null && one.pool_id !== null && isMissing(one)),
  };
};

/** An address that might be taken back: when it was used last, as it was thought and as its holder's sessions say. */
export interface Candidate {
  readonly address: string;
  readonly thought_at: Instant;
  readonly last_at: Instant;
  readonly is_online: boolean;
}

/**
 * Of candidates, least lately used first as it was thought, those to take: never one whose holder is online, the one that is unused the longest first, and none
 * that somebody who was not looked at may be unused longer than. `before` is when one must have been used last; `isAll` says that nobody else was before it.
 */
export const leastUsed = (
  candidates: readonly Candidate[],
  { before, isAll, count }: { readonly before: Instant; readonly isAll: boolean; readonly count: number },
): Candidate[] => {
  const last = candidates.at(-1)?.thought_at;
  if (last === undefined) return [];
  return candidates
    .filter((one) => !one.is_online && one.last_at < before && (isAll || one.last_at <= last))
    .sort((a, b) => (a.last_at < b.last_at ? -1 : 1))
    .slice(0, count);
};
