import { addMs, epochMs, type Instant } from '@isp/values';

/** How failures of one kind are slowed: the first `free` cost nothing, each after that doubles the wait from `base_s` up to `most_s`; `forget_s` without one forgets all. */
export interface Pace {
  readonly free: number;
  readonly base_s: number;
  readonly most_s: number;
  readonly forget_s: number;
}

/**
 * One person from one address is stopped soon; one person from everywhere is slowed only, so that an attacker cannot lock somebody out;
 * one address may be an office or a carrier's NAT, so it has room.
 */
export const PACES = {
  pair: { free: 5, base_s: 5, most_s: 900, forget_s: 3600 },
  person: { free: 20, base_s: 2, most_s: 60, forget_s: 3600 },
  address: { free: 50, base_s: 5, most_s: 900, forget_s: 900 },
} as const satisfies Record<string, Pace>;

/** What is remembered of one key. */
export interface Tally {
  readonly failures: number;
  readonly last_at: Instant;
  readonly blocked_until: Instant;
}

const waitS = (failures: number, pace: Pace): number =>
  failures <= pace.free ? 0 : Math.min(pace.most_s, pace.base_s * 2 ** Math.min(failures - pace.free - 1, 20));

/** Seconds until the next attempt is heard; 0 when it is heard now. */
export const blockedFor = (tallies: readonly Tally[], now: Instant): number =>
  Math.max(0, ...tallies.map((t) => Math.ceil((epochMs(t.blocked_until) - epochMs(now)) / 1000)));

/** The tally after one more failure. An attempt is counted before its password is looked at, so many at once are counted too. */
export const afterFailure = (tally: Tally, pace: Pace, now: Instant): Tally => {
  const forgotten = addMs(tally.last_at, pace.forget_s * 1000) <= now;
  const failures = forgotten ? 1 : tally.failures + 1;
  return { failures, last_at: now, blocked_until: addMs(now, waitS(failures, pace) * 1000) };
};
