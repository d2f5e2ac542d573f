import { type Day, ok, type Result, refused } from '@isp/values';

/** What of a subscription says on which day a record of its use is billed. */
export interface MeteredService {
  /** Null while it has not begun. */
  readonly started_on: Day | null;
  /** The day it ends is still used. */
  readonly ended_on: Day | null;
  /** Use of days before this one is billed; null while none is. */
  readonly usage_to: Day | null;
  /** Something of it may still be billed. */
  readonly open: boolean;
  /** By day: from when on its plan charges by which meters. */
  readonly plans: readonly { readonly from_on: Day; readonly meters: readonly string[] }[];
}

/** The local day a record is billed by; late when its own day was billed before. */
export interface Place {
  readonly counted_on: Day;
  readonly late: boolean;
}

/**
 * The day by which use of the local day `used_on` is billed: that day, or, when its period is billed already, the first day that is not. Refused, with the reason, when it would never be billed: the
 * subscription had not begun or had ended, all of it is billed, or its plan of that day has no price by the meter.
 */
export const placeRecord = (service: MeteredService, meter: string, used_on: Day): Result<Place, string> => {
  const { started_on, ended_on, usage_to, open, plans } = service;
  if (started_on === null || used_on < started_on) return refused(`the subscription had not begun on ${used_on}`);
  if (ended_on !== null && used_on > ended_on) return refused(`the subscription ended on ${ended_on}`);
  if (!open) return refused('the subscription is over and all its use is billed');
  const late = usage_to !== null && used_on < usage_to;
  const counted_on = late ? usage_to : used_on;
  const plan = plans.findLast(({ from_on }) => from_on <= counted_on) ?? plans[0];
  return plan?.meters.includes(meter)
    ? ok({ counted_on, late })
    : refused(`its plan of ${counted_on} charges nothing by meter ${meter}`);
};
