import { contract, currency, day, id, instant, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';
import { BillClass, HoldableClass } from '../../billing/contract.ts';

const comparedFields = {
  account_id: id,
  id,
  account_number: z.string(),
  account_name: z.string(),
  currency,
  /** Invoice less credit notes, with tax. */
  now_minor: minor,
  before_minor: minor,
  /** The day of the bill it is compared with; null: there was none. */
  before_on: day.nullable(),
  reason: z.string().nullable(),
};

/** An account whose bill is not the same as a period before, or that cannot be billed. */
export const BillFinding = z.object({
  ...comparedFields,
  class: BillClass,
  change_minor: minor,
  /** Its hold, while it is held. */
  hold_id: id.nullable(),
});

export const ListBillFindings = contract({
  summary: 'What a bill run found: accounts whose bill is not the same as a period before, the greatest change first',
  input: z.strictObject({
    ...listing,
    bill_run_id: id,
    class: BillClass.exclude(['same']).optional(),
    q: z.string().max(100).optional(),
  }),
  reply: pageOf(BillFinding),
});
export type ListBillFindings = z.output<typeof ListBillFindings.input>;

export const BillHold = z.object({
  ...comparedFields,
  bill_run_id: id.nullable(),
  as_of: day,
  class: HoldableClass,
  state: z.enum(['held', 'released']),
  held_by: z.string(),
  held_at: instant,
  note: z.string().nullable(),
  released_by: z.string().nullable(),
  released_at: instant.nullable(),
  release_note: z.string().nullable(),
});

export const ListBillHolds = contract({
  summary: 'Bills that are held, or were, with who did what',
  input: z.strictObject({
    ...listing,
    state: BillHold.shape.state.optional(),
    class: HoldableClass.optional(),
    bill_run_id: id.optional(),
    account_id: id.optional(),
    q: z.string().max(100).optional(),
  }),
  reply: pageOf(BillHold),
});
export type ListBillHolds = z.output<typeof ListBillHolds.input>;
