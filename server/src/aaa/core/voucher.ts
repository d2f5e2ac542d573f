import { addDays, addMs, type Day, dayIn, epochMs, type Instant, instantFromEpochMs, startOfDay } from '@isp/values';
import { dayWords, durationWords, octetsWords, type VoucherGift } from './voucher-words.ts';

export type VoucherState = 'unused' | 'in-use' | 'used-up' | 'expired' | 'cancelled';

/** The states in which a voucher lets somebody on. */
export const LIVE: readonly VoucherState[] = ['unused', 'in-use'];

/** All of a voucher that its state depends on but its use. */
export interface VoucherFacts extends VoucherGift {
  /** The last day it may be used first, and the moment that day is over. */
  readonly use_by_on: Day | null;
  readonly use_before: Instant | null;
  readonly zone: string;
  readonly first_used_at: Instant | null;
  /** As it was stored last. */
  readonly state: VoucherState;
  readonly ended_at: Instant | null;
}

/** What was used of a voucher, and how many sessions are online. */
export interface VoucherUse {
  readonly seconds: number;
  readonly octets: number;
  readonly online: number;
}

/** How a voucher stands. */
export interface VoucherStanding {
  readonly state: VoucherState;
  /** What a person reads at the next log-in. */
  readonly reason: string;
  readonly expires_at: Instant | null;
  /** The next moment at which that may change without any use. */
  readonly changes_at: Instant | null;
  readonly ended_at: Instant | null;
}

/** The moment after the last day on which vouchers may be used first; null for any day. */
export const endOfUseBy = (use_by_on: Day | null, zone: string): Instant | null =>
  use_by_on === null ? null : startOfDay(addDays(use_by_on, 1), zone);

/** When a voucher is over that was first used at a moment; null for never. */
const expiryOf = (valid_s: number | null, first_used_at: Instant): Instant | null =>
  valid_s === null ? null : addMs(first_used_at, valid_s * 1000);

const isOver = (at: Instant | null, now: Instant): boolean => at !== null && at <= now;

/** With less time left it is used up: NASes count whole seconds, and end a session a little before its time rather than after. */
const LEAST_S = 10;

const isTimeUp = ({ time_s }: VoucherFacts, { seconds }: VoucherUse): boolean =>
  time_s !== null && time_s - seconds < LEAST_S;

const stateOf = (facts: VoucherFacts, use: VoucherUse, expires_at: Instant | null, now: Instant): VoucherState => {
  if (facts.state === 'cancelled') return 'cancelled';
  if (facts.first_used_at === null) return isOver(facts.use_before, now) ? 'expired' : 'unused';
  if (isTimeUp(facts, use) || use.octets >= (facts.octets ?? Infinity)) return 'used-up';
  return isOver(expires_at, now) ? 'expired' : 'in-use';
};

const usedUpWords = (facts: VoucherFacts, use: VoucherUse): string => {
  const { time_s, octets } = facts;
  if (time_s !== null && isTimeUp(facts, use)) return `${durationWords(time_s)} of ${durationWords(time_s)}`;
  return `${octetsWords(octets ?? 0)} of ${octetsWords(octets ?? 0)}`;
};

const expiredWords = ({ first_used_at, valid_s, use_by_on }: VoucherFacts): string =>
  first_used_at === null
    ? `it was to be used by ${use_by_on === null ? 'then' : dayWords(use_by_on)}`
    : `${durationWords(valid_s ?? 0)} from its first log-in were over`;

/** Why a voucher that was cancelled on a day is refused. */
export const cancelledWords = (on: Day): string => `voucher cancelled on ${dayWords(on)}`;

const reasonOf = (state: VoucherState, facts: VoucherFacts, use: VoucherUse, ended_at: Instant | null): string => {
  if (ended_at === null) return 'active';
  if (state === 'cancelled') return cancelledWords(dayIn(ended_at, facts.zone));
  const on = dayWords(dayIn(ended_at, facts.zone));
  if (state === 'used-up') return `voucher used up: ${usedUpWords(facts, use)} on ${on}`;
  return facts.first_used_at === null
    ? `voucher expired: ${expiredWords(facts)}`
    : `voucher expired: ${expiredWords(facts)} on ${on}`;
};

const earliest = (moments: readonly (Instant | null)[]): Instant | null => {
  const set = moments.filter((at) => at !== null).map(epochMs);
  return set.length === 0 ? null : instantFromEpochMs(Math.min(...set));
};

/** The moment at which those who are online now have used up the time that is left. */
const timeUpAt = ({ time_s }: VoucherFacts, { seconds, online }: VoucherUse, now: Instant): Instant | null =>
  time_s === null || online === 0 ? null : addMs(now, Math.ceil(((time_s - seconds) / online) * 1000));

/** The moment a voucher ended: the one stored, or that of its expiry, or now. */
const endOf = (state: VoucherState, facts: VoucherFacts, expires_at: Instant | null, now: Instant): Instant | null => {
  if (LIVE.includes(state)) return null;
  if (state === facts.state && facts.ended_at !== null) return facts.ended_at;
  if (state !== 'expired') return now;
  return facts.first_used_at === null ? facts.use_before : expires_at;
};

/** How a voucher stands, by what it gives, what was used, and the time. Sessions at once use up time each for themselves. */
export const standingOf = (facts: VoucherFacts, use: VoucherUse, now: Instant): VoucherStanding => {
  const expires_at = facts.first_used_at === null ? null : expiryOf(facts.valid_s, facts.first_used_at);
  const state = stateOf(facts, use, expires_at, now);
  const ended_at = endOf(state, facts, expires_at, now);
  const reason = reasonOf(state, facts, use, ended_at);
  if (state === 'unused') return { state, reason, expires_at, ended_at, changes_at: facts.use_before };
  const changes_at = state === 'in-use' ? earliest([expires_at, timeUpAt(facts, use, now)]) : null;
  return { state, reason, expires_at, ended_at, changes_at };
};
