import {
  code,
  contract,
  currency,
  day,
  decimal,
  email,
  id,
  instant,
  line,
  listing,
  minor,
  pageOf,
  zone,
} from '@isp/values/wire';
import { z } from 'zod';
import { LineDiscount } from './contract/discounts.ts';
import { InvoicePart, Recipient } from './contract/parts.ts';

export * from './contract/bill-runs.ts';
export { CancelCharge, ListCharges } from './contract/charges.ts';
export * from './contract/chart.ts';
export { ListDiscounts } from './contract/discounts.ts';
export * from './contract/ledger.ts';
export { Recipient } from './contract/parts.ts';
export * from './contract/taxes.ts';

const country = z.string().regex(/^[A-Z]{2}$/, 'write a two-letter ISO 3166 code such as "DE"');

const entityFields = {
  name: line(200),
  street: line(200).nullable(),
  postal_code: line(20).nullable(),
  city: line(100).nullable(),
  country,
  tax_id: line(40).nullable(),
  email: email.nullable(),
  iban: line(40).nullable(),
  currency,
  zone,
  payment_days: z.int().min(0).max(365),
};

export const LegalEntity = z.object({ id, code, ...entityFields, created_at: instant });
export type LegalEntity = z.output<typeof LegalEntity>;

export const ListLegalEntities = contract({
  summary: 'The legal entities that issue invoices',
  input: z.strictObject({ ...listing }),
  reply: pageOf(LegalEntity),
});

export const CreateLegalEntity = contract({
  summary: 'Add a legal entity with the series its invoices, credit notes and quotes are numbered by',
  status: 201,
  input: z.strictObject({
    code,
    ...entityFields,
    street: entityFields.street.default(null),
    postal_code: entityFields.postal_code.default(null),
    city: entityFields.city.default(null),
    tax_id: entityFields.tax_id.default(null),
    email: entityFields.email.default(null),
    iban: entityFields.iban.default(null),
    payment_days: entityFields.payment_days.default(14),
    /** One counter of zeros, and {YYYY}, {YY} or {MM} of the issue day. Series of different entities should not look alike. */
    number_pattern: line(40),
    /** Of its credit notes; "CN-" before that of its invoices when left out. */
    credit_number_pattern: line(40).optional(),
    /** Of its quotes; "Q-{YYYY}-{000000}" when left out. */
    quote_number_pattern: line(40).optional(),
  }),
  reply: LegalEntity,
});
export type CreateLegalEntity = z.output<typeof CreateLegalEntity.input>;

export const UpdateLegalEntity = contract({
  summary: 'Change a legal entity’s particulars; issued invoices keep the old ones',
  input: z.strictObject({ id, ...z.object(entityFields).partial().shape }),
  reply: LegalEntity,
});
export type UpdateLegalEntity = z.output<typeof UpdateLegalEntity.input>;

export const InvoiceTax = z.object({
  tax_code: z.string(),
  name: z.string(),
  percent: decimal,
  base_minor: minor,
  tax_minor: minor,
  /** Why it is not charged on `base_minor`: the account is exempt. */
  exempt: z.string().optional(),
});

/** One tax on a line. */
export const LineTax = z.object({ tax_code: z.string(), base_minor: minor, tax_minor: minor });

export const InvoiceLine = z.object({
  line_no: z.int(),
  /** Whose service it is: the invoice’s account, or one that it pays for. */
  account_id: id,
  kind: z.enum(['recurring', 'hold_fee', 'usage', 'one_time', 'late_fee']),
  subscription_id: id.nullable(),
  plan_id: id.nullable(),
  plan_version: z.int().nullable(),
  description: z.string(),
  period_from: day.nullable(),
  period_to: day.nullable(),
  quantity: decimal,
  unit_price_minor: decimal,
  days: z.int().nullable(),
  of_days: z.int().nullable(),
  /** After `discount_minor` was taken off: net + tax = gross. */
  net_minor: minor,
  discount_minor: minor,
  /** Its tax; with several of them the group. */
  tax_code: z.string().nullable(),
  tax_minor: minor,
  gross_minor: minor,
  /** In the order they were charged; they sum to `tax_minor`. */
  taxes: z.array(LineTax),
  /** Its price had the tax inside. */
  tax_inclusive: z.boolean(),
  /** What credit notes gave back of it since, with tax. */
  credited_minor: minor,
  /** What is left to credit, in the price’s own terms: with tax when `tax_inclusive`, else without. */
  creditable_minor: minor,
  /** Which discounts took what off it. */
  discounts: z.array(LineDiscount),
  /** How the amount came about. */
  trace: z.unknown(),
});

/** `overdue` when it should be paid; of those with nothing open: `void`, `written-off` when some of it was given up, else `paid`. */
export const InvoiceState = z.enum(['open', 'overdue', 'paid', 'written-off', 'void']);

export const Invoice = z.object({
  account_id: id,
  id,
  legal_entity_id: id,
  number: z.string(),
  bill_run_id: id.nullable(),
  currency,
  /** Whose days these are: the account's zone when it was issued. */
  zone: z.string(),
  issued_on: day,
  due_on: day,
  issued_at: instant,
  net_minor: minor,
  discount_minor: minor,
  tax_minor: minor,
  gross_minor: minor,
  open_minor: minor,
  /** Of it, given up. */
  written_off_minor: minor,
  state: InvoiceState,
  recipient: Recipient,
});
export type Invoice = z.output<typeof Invoice>;

export const ListInvoices = contract({
  summary: 'Issued invoices, newest first',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    state: InvoiceState.optional(),
    number: z.string().max(60).optional(),
    bill_run_id: id.optional(),
    /** With lines of this account, on whose invoice they ever are. */
    for_account_id: id.optional(),
    issued_from: day.optional(),
    issued_to: day.optional(),
  }),
  reply: pageOf(Invoice),
});
export type ListInvoices = z.output<typeof ListInvoices.input>;

/** Some of an invoice given up; a negative amount undoes it. */
export const WriteOff = z.object({
  account_id: id,
  id,
  invoice_id: id,
  invoice_number: z.string(),
  amount_minor: minor,
  currency,
  reason: z.string(),
  written_off_on: day,
  made_by: z.string(),
  at: instant,
});
export type WriteOff = z.output<typeof WriteOff>;

export const ListWriteOffs = contract({
  summary: 'What was written off of invoices, and undone (negative amounts), newest first',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    written_off_from: day.optional(),
    written_off_to: day.optional(),
  }),
  reply: pageOf(WriteOff),
});
export type ListWriteOffs = z.output<typeof ListWriteOffs.input>;

export const InvoicePage = z.object({
  ...Invoice.shape,
  lines: z.array(InvoiceLine),
  /** Whose lines it has, in their order; none where all are of the account that pays it. */
  parts: z.array(InvoicePart),
  taxes: z.array(InvoiceTax),
  legal_entity: LegalEntity,
  write_offs: z.array(WriteOff),
  /** The credit note it is void by. */
  voided_by: z.object({ id, number: z.string(), issued_on: day, reason: z.string() }).nullable(),
});
export type InvoicePage = z.output<typeof InvoicePage>;

export const GetInvoice = contract({
  summary: 'One invoice with its lines, taxes and issuer, and what was written off of it',
  input: z.strictObject({ id }),
  reply: InvoicePage,
});

export const CreditNoteLine = z.object({
  line_no: z.int(),
  invoice_id: id,
  invoice_number: z.string(),
  invoice_line_no: z.int(),
  /** Unused days of the line, an amount somebody wrote, or use that was billed and was none. */
  kind: z.enum(['unused', 'by-hand', 'recount']),
  description: z.string(),
  period_from: day.nullable(),
  period_to: day.nullable(),
  /** Days given back of the line's, with all given back before. */
  days: z.int().nullable(),
  of_days: z.int().nullable(),
  net_minor: minor,
  tax_code: z.string().nullable(),
  tax_minor: minor,
  gross_minor: minor,
  taxes: z.array(LineTax),
  trace: z.unknown(),
});

/** `open` while something of it is neither put to an invoice nor paid out. */
export const CreditNoteState = z.enum(['open', 'used']);

export const CreditNote = z.object({
  account_id: id,
  id,
  legal_entity_id: id,
  number: z.string(),
  bill_run_id: id.nullable(),
  reason: z.string(),
  by_hand: z.boolean(),
  to_refund: z.boolean(),
  /** The invoice that is void by it. */
  voids_invoice_id: id.nullable(),
  currency,
  zone: z.string(),
  issued_on: day,
  issued_at: instant,
  net_minor: minor,
  tax_minor: minor,
  gross_minor: minor,
  open_minor: minor,
  state: CreditNoteState,
  recipient: Recipient,
});
export type CreditNote = z.output<typeof CreditNote>;

export const ListCreditNotes = contract({
  summary: 'Credit notes, newest first',
  input: z.strictObject({
    ...listing,
    account_id: id.optional(),
    state: CreditNoteState.optional(),
    to_refund: z.stringbool().optional(),
    number: z.string().max(60).optional(),
    bill_run_id: id.optional(),
    invoice_id: id.optional(),
    issued_from: day.optional(),
    issued_to: day.optional(),
  }),
  reply: pageOf(CreditNote),
});
export type ListCreditNotes = z.output<typeof ListCreditNotes.input>;

export const CreditNotePage = z.object({
  ...CreditNote.shape,
  lines: z.array(CreditNoteLine),
  taxes: z.array(InvoiceTax),
  legal_entity: LegalEntity,
  /** Where it went. */
  allocations: z.array(z.object({ invoice_id: id, invoice_number: z.string(), amount_minor: minor, at: instant })),
});
export type CreditNotePage = z.output<typeof CreditNotePage>;

export const GetCreditNote = contract({
  summary: 'One credit note with its lines, taxes, issuer, and where it went',
  input: z.strictObject({ id }),
  reply: CreditNotePage,
});

export const TrialBalance = contract({
  summary:
    'The trial balance of the ledger at the end of a day: each ledger account’s debits, credits and balance, by legal entity and currency',
  input: z.strictObject({ on: day.optional() }),
  reply: z.object({
    on: day,
    rows: z.array(
      z.object({
        legal_entity_id: id,
        currency,
        ledger_account: z.string(),
        debit_minor: minor,
        credit_minor: minor,
        balance_minor: minor,
      }),
    ),
  }),
});

export const DunningStep = z.object({ kind: z.enum(['reminder', 'suspend']), days: z.int().min(0).max(365) });
export const DunningPolicy = z.object({
  code,
  name: z.string(),
  steps: z.array(DunningStep),
  minimum_debt_minor: minor,
  created_at: instant,
});
export type DunningPolicy = z.output<typeof DunningPolicy>;
export const ListDunningPolicies = contract({
  summary: 'Dunning policies',
  input: z.strictObject({ ...listing }),
  reply: z.object({ items: z.array(DunningPolicy), next_cursor: z.null() }),
});
export const UpdateDunningPolicy = contract({
  summary: 'Change when reminders go out and service is suspended',
  input: z.strictObject({
    code,
    name: line(120).optional(),
    steps: z.array(DunningStep).min(1).max(20).optional(),
    minimum_debt_minor: minor.optional(),
  }),
  reply: DunningPolicy,
});
export type UpdateDunningPolicy = z.output<typeof UpdateDunningPolicy.input>;
