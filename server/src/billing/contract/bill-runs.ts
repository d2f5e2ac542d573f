import { amount, contract, currency, day, id, instant, line, listing, minor, pageOf } from '@isp/values/wire';
import { z } from 'zod';

export const BillRun = z.object({
  id,
  /** A dry run makes nothing: its numbers are what a run would have made. */
  kind: z.enum(['run', 'dry']),
  as_of: day,
  zone: z.string(),
  /** Whose accounts only; null: everybody's of the zone. */
  legal_entity_id: id.nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  started_by: z.string(),
  started_at: instant,
  finished_at: instant.nullable(),
  due: z.int(),
  /** Accounts that were looked at. */
  done: z.int(),
  /** Real time at work, in milliseconds. */
  worked_ms: z.int(),
  invoices: z.int(),
  gross_minor: minor,
  credit_notes: z.int(),
  credited_minor: minor,
  held: z.int(),
  /** Who asked it to stop. */
  cancelled_by: z.string().nullable(),
  error: z.string().nullable(),
});
export type BillRun = z.output<typeof BillRun>;

export const ListBillRuns = contract({
  summary: 'Bill runs, newest first',
  input: z.strictObject({ ...listing, kind: BillRun.shape.kind.optional() }),
  reply: pageOf(BillRun),
});

/** What a bill is beside the one a period before, with tax and less credit notes. */
export const BillClass = z.enum([
  'same',
  'new',
  'gone',
  'ended',
  'up',
  'down',
  'zero',
  'negative',
  'outlier',
  'unbillable',
]);
export const HoldableClass = z.enum(['new', 'up', 'down', 'zero', 'negative', 'outlier']);

export const BillClassSum = z.object({
  class: BillClass,
  currency: z.string(),
  accounts: z.int(),
  /** Those of them that had a bill a period before. */
  before_accounts: z.int(),
  now_minor: minor,
  before_minor: minor,
});
export type BillClassSum = z.output<typeof BillClassSum>;

export const BillRunPage = z.object({ ...BillRun.shape, classes: z.array(BillClassSum) });
export type BillRunPage = z.output<typeof BillRunPage>;

export const GetBillRun = contract({
  summary:
    'One bill run: how far it is, and what it found by class, beside the period before; of a run that is not dry, what it held',
  input: z.strictObject({ id }),
  reply: BillRunPage,
});

export const CancelBillRun = contract({
  summary: 'Stop a bill run after the accounts in work; what it made stays, and another run makes the rest',
  input: z.strictObject({ id }),
  reply: BillRun,
});

export const ReleaseHolds = contract({
  summary: 'Release held bills, these or all of a class or a run; the next run makes them',
  input: z
    .strictObject({
      ids: z.array(id).min(1).max(10_000).optional(),
      class: HoldableClass.optional(),
      bill_run_id: id.optional(),
      note: line(200).nullable().default(null),
    })
    .refine((i) => i.ids !== undefined || i.class !== undefined || i.bill_run_id !== undefined, {
      message: 'name the holds, a class or a run',
      path: ['ids'],
    }),
  reply: z.object({ released: z.int() }),
});
export type ReleaseHolds = z.output<typeof ReleaseHolds.input>;

const holdPolicyFields = {
  /** Held by themselves in a run; what cannot be billed is held in any case. */
  classes: z.array(HoldableClass).max(6),
  /** A bill is up or down when it differs by more than so many per cent of the one before, … */
  change_percent: z.int().min(1).max(1000),
  /** … and by at least so much. */
  minimum_minor: amount,
  /** An outlier charges more than so many times the list price of its plans; null: none does. */
  outlier_times: z.int().min(2).max(1000).nullable(),
  /** An outlier comes to more than this; null: none does. */
  outlier_minor: amount.refine((a) => a > 0n, 'must be more than nothing').nullable(),
};

export const EntityHoldPolicy = z.object({
  legal_entity_id: id,
  legal_entity_name: z.string(),
  currency,
  ...holdPolicyFields,
});
export type EntityHoldPolicy = z.output<typeof EntityHoldPolicy>;

export const ListHoldPolicies = contract({
  summary: 'What bill runs hold by themselves, by legal entity',
  input: z.strictObject({ ...listing }),
  reply: z.object({ items: z.array(EntityHoldPolicy), next_cursor: z.null() }),
});

export const SetHoldPolicy = contract({
  summary: 'Say what a legal entity’s bill runs hold by themselves, and from where on a bill counts as changed',
  input: z.strictObject({ legal_entity_id: id, ...holdPolicyFields }),
  reply: EntityHoldPolicy,
});
export type SetHoldPolicy = z.output<typeof SetHoldPolicy.input>;
