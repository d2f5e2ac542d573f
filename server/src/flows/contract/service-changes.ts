/** The fields by which a service is changed, paused or ended: as commands, foreseen and rehearsed. */
import { amount, day, id, line } from '@isp/values/wire';
import { z } from 'zod';

export const quantity = z.int().min(1).max(1_000_000);

export const change = {
  /** The one it has unless said. */
  plan_id: id.optional(),
  /** How many of it; as many as it has unless said. */
  quantity: quantity.optional(),
  /** Of the plan it has: whether it keeps the version it has (so unless said), or gets the one that is sold. */
  terms: z.enum(['kept', 'newest']).optional(),
  when: z.enum(['now', 'period-end']).optional(),
  /** A day it takes effect on, past or to come, instead. */
  on: day.optional(),
  price_override_minor: amount.optional(),
  /** Day of the month that periods begin on from then on. */
  anchor_day: z.int().min(1).max(31).optional(),
  /** Whether periods go on from where they began (so unless said), or begin anew at the billing day before the change. */
  periods: z.enum(['kept', 'anew']).optional(),
  /** Whether the contract that binds it goes on (so unless said), or one by the new terms begins with the change. */
  contract: z.enum(['kept', 'renewed']).optional(),
  /** Why it gets a plan that is not sold at the account’s address. */
  out_of_area: line(200).optional(),
};
export const paused = {
  /** Its first day at rest; today unless said. */
  from_on: day.optional(),
  /** The day it resumes by itself; null: when somebody ends the pause. */
  to_on: day.nullable().default(null),
  /** Price of a whole period at rest; as its plan says when left out. */
  hold_fee_minor: amount.nullable().optional(),
  note: line(200).nullable().default(null),
};
export const lasts = ({ from_on, to_on }: { from_on?: string | undefined; to_on: string | null }): boolean =>
  from_on === undefined || to_on === null || from_on < to_on;
export const tooShort = { path: ['to_on'], message: 'a pause lasts a day at least' };
export const unpaused = { on: day.optional() };
export const ended = {
  on: day.nullable().optional(),
  /** Why what ending it within its contract costs is not charged. */
  waive_fee: line(200).optional(),
};
