import { type Day, ok, type Result, refused } from '@isp/values';

export type State = 'pending' | 'active' | 'paused' | 'suspended' | 'ended';
/** Why service rests: unpaid invoices, by hand, or a pause the customer asked for. They are kept apart, and service returns when none is left. */
export type Reason = 'unpaid' | 'manual' | 'pause';

export interface Standing {
  readonly state: State;
  readonly suspended_for: readonly Reason[];
}

const standing = (suspended_for: readonly Reason[]): Standing => {
  if (suspended_for.length === 0) return { state: 'active', suspended_for };
  return { state: suspended_for.every((reason) => reason === 'pause') ? 'paused' : 'suspended', suspended_for };
};

/** Adds a reason for rest. `undefined` when it holds already; an ended one is refused. */
export const suspended = (s: Standing, reason: Reason): Result<Standing | undefined, 'ended'> => {
  if (s.state === 'ended') return refused('ended');
  if (s.suspended_for.includes(reason)) return ok(undefined);
  return ok(standing([...s.suspended_for, reason].sort()));
};

/** Takes a reason for rest away. `undefined` when it does not hold. */
export const resumed = (s: Standing, reason: Reason): Standing | undefined =>
  s.suspended_for.includes(reason) ? standing(s.suspended_for.filter((r) => r !== reason)) : undefined;

/** True when it is suspended: at rest for more than a pause. */
export const isSuspended = (s: Standing): boolean => s.suspended_for.some((reason) => reason !== 'pause');

/** Local days of a pause; `to_on` is null while nobody knows. */
export interface PauseDays {
  readonly from_on: Day;
  readonly to_on: Day | null;
}

/** True when a pause holds on a day. */
export const isPausedOn = (pauses: readonly PauseDays[], on: Day): boolean =>
  pauses.some(({ from_on, to_on }) => from_on <= on && (to_on === null || on < to_on));

/** The pause that a new one would overlap. */
export const overlapping = <P extends PauseDays>(pauses: readonly P[], wanted: PauseDays): P | undefined =>
  pauses.find(
    ({ from_on, to_on }) =>
      (to_on === null || wanted.from_on < to_on) && (wanted.to_on === null || from_on < wanted.to_on),
  );

/** Whether an end holds on a day: with the day it is on, or, when that day is still served, with the next. */
export const hasEndedBy = (ended_on: Day, lastDay: 'served' | 'not-served', on: Day): boolean =>
  lastDay === 'served' ? ended_on < on : ended_on <= on;
