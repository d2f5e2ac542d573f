import { contract, day, decimal, id, line, minor, zone } from '@isp/values/wire';
import { z } from 'zod';
import { InvoicePart } from '../../billing/contract/parts.ts';
import { BillRun, HoldableClass, InvoiceTax, Recipient } from '../../billing/contract.ts';

export const Preview = z.object({
  account_id: id,
  account_name: z.string(),
  legal_entity_id: id,
  recipient: Recipient,
  currency: z.string(),
  issued_on: day,
  due_on: day,
  net_minor: minor,
  discount_minor: minor,
  tax_minor: minor,
  gross_minor: minor,
  taxes: z.array(InvoiceTax),
  lines: z.array(
    z.object({
      kind: z.string(),
      description: z.string(),
      quantity: decimal,
      period_from: day.nullable(),
      period_to: day.nullable(),
      /** After `discount_minor` was taken off. */
      net_minor: minor,
      discount_minor: minor,
      tax_minor: minor,
      gross_minor: minor,
    }),
  ),
  /** Whose lines it has, in their order; none where all are of the account itself. */
  parts: z.array(InvoicePart),
});

const billRunFields = {
  /** Each zone’s own today when left out. */
  as_of: day.optional(),
  dry_run: z.boolean().default(false),
  /** Whose accounts only. */
  legal_entity_id: id.optional(),
};

export const StartBillRun = contract({
  summary: 'Make every invoice that is due. A dry run makes none and shows what it would make.',
  input: z.strictObject(billRunFields),
  reply: z.object({
    dry_run: z.boolean(),
    as_of: day,
    runs: z.array(id),
    invoices: z.int(),
    gross_minor: minor,
    credit_notes: z.int(),
    credited_minor: minor,
    held: z.array(z.object({ account_id: id, reason: z.string() })),
    /** The first 200 of a dry run. */
    preview: z.array(Preview),
  }),
});
export type StartBillRun = z.output<typeof StartBillRun.input>;

export const BeginBillRuns = contract({
  summary:
    'Begin to make every invoice that is due, or a dry run, and do not wait for it: each zone’s run says how far it is',
  status: 202,
  input: z.strictObject({
    ...billRunFields,
    /** One zone instead of all that accounts live in. */
    zone: zone.optional(),
  }),
  /** None where nothing is due. */
  reply: z.object({ runs: z.array(BillRun) }),
});
export type BeginBillRuns = z.output<typeof BeginBillRuns.input>;

export const HoldBills = contract({
  summary: 'Hold bills that a run found, of a class or of some accounts: no run makes them until they are released',
  input: z
    .strictObject({
      id,
      class: HoldableClass.optional(),
      account_ids: z.array(id).min(1).max(10_000).optional(),
      note: line(200).nullable().default(null),
    })
    .refine((i) => i.class !== undefined || i.account_ids !== undefined, {
      message: 'name a class or accounts',
      path: ['class'],
    }),
  /** `left` were billed meanwhile, or are held already. */
  reply: z.object({ held: z.int(), left: z.int() }),
});
export type HoldBills = z.output<typeof HoldBills.input>;

export const PreviewedCredit = z.object({
  gross_minor: minor,
  net_minor: minor,
  tax_minor: minor,
  to_refund: z.boolean(),
  lines: z.array(
    z.object({
      description: z.string(),
      period_from: day.nullable(),
      period_to: day.nullable(),
      days: z.int().nullable(),
      of_days: z.int().nullable(),
      net_minor: minor,
      tax_minor: minor,
      gross_minor: minor,
    }),
  ),
});

/** Documents that would be made. */
export const foreseen = z.object({
  /** The first is what would be made at once. Use that is yet to come is not in them. */
  documents: z.array(
    z.object({
      as_of: day,
      invoice: Preview.nullable(),
      credits: z.array(PreviewedCredit),
      held: z.string().nullable(),
    }),
  ),
});

export const PreviewInvoice = contract({
  summary: 'What the next invoice and credit notes of an account would be, if made on a day',
  input: z.strictObject({ account_id: id, as_of: day.optional() }),
  /** `held` says why it would not be made. */
  reply: z.object({
    invoice: Preview.nullable(),
    credits: z.array(PreviewedCredit),
    held: z.string().nullable(),
    as_of: day,
    /** The account on whose invoice these lines come to stand; null: its own. */
    payer_id: id.nullable(),
  }),
});
