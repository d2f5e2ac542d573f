import { defineFault } from '@isp/values';

export const LegalEntityNotFound = defineFault(
  'billing.legal-entity-not-found',
  404,
  (p: { id: string }) => `There is no legal entity ${p.id}.`,
  'List the legal entities and use the id of one.',
);
export const LegalEntityExists = defineFault(
  'billing.legal-entity-exists',
  409,
  (p: { code: string }) => `There is a legal entity ${p.code} already.`,
  'Choose another code.',
);
export const NumberPatternInvalid = defineFault(
  'billing.number-pattern-invalid',
  400,
  (p: { pattern: string; reason: string }) => `${p.pattern} is no pattern for invoice numbers (${p.reason}).`,
  'Write a pattern such as INV-{YYYY}-{000000}: one counter of zeros, and {YYYY}, {YY} or {MM} where you like.',
);
export const NumberSeriesMissing = defineFault(
  'billing.number-series-missing',
  409,
  (p: { legal_entity_id: string }) => `The legal entity ${p.legal_entity_id} has no series of invoice numbers.`,
  'Create the legal entity through the API, which makes its series.',
);
export const TaxExists = defineFault(
  'billing.tax-exists',
  409,
  (p: { code: string }) => `There is a tax ${p.code} already.`,
  'A tax keeps its rate for good; add a new code for a new rate.',
);
export const TaxPercentInvalid = defineFault(
  'billing.tax-percent-invalid',
  400,
  (p: { percent: string }) => `${p.percent} is no tax rate.`,
  'Write a percentage from 0 to 1000 with at most 6 digits after the point, such as "20" or "8.875".',
);
export const InvoiceNotFound = defineFault(
  'billing.invoice-not-found',
  404,
  (p: { id: string }) => `There is no invoice ${p.id}.`,
  'Find the invoice by its number or account and use its id.',
);
export const AlreadyBilled = defineFault(
  'billing.already-billed',
  409,
  () => 'One of these periods was billed meanwhile; nothing was issued.',
  'Read what is billed again and draft anew; the bill run does so by itself.',
);
export const AllocationTooLarge = defineFault(
  'billing.allocation-too-large',
  409,
  (p: { invoice_id: string; open_minor: bigint }) =>
    `Only ${p.open_minor} minor units of invoice ${p.invoice_id} can be put there.`,
  'Look at what is open on the invoice and allocate at most that.',
);
export const BillRunNotFound = defineFault(
  'billing.bill-run-not-found',
  404,
  (p: { id: string }) => `There is no bill run ${p.id}.`,
  'List the bill runs and use the id of one.',
);
export const DunningPolicyNotFound = defineFault(
  'billing.dunning-policy-not-found',
  404,
  (p: { code: string }) => `There is no dunning policy ${p.code}.`,
  'List the dunning policies and use the code of one.',
);
export const DunningStepTwice = defineFault(
  'billing.dunning-step-twice',
  400,
  (p: { kind: string; days: number }) => `The step ${p.kind} after ${p.days} days is there twice.`,
  'Leave one of them out.',
);
export const CreditNoteNotFound = defineFault(
  'billing.credit-note-not-found',
  404,
  (p: { id: string }) => `There is no credit note ${p.id}.`,
  'List the credit notes of the account and use one of their ids.',
);
export const InvoiceLineNotFound = defineFault(
  'billing.invoice-line-not-found',
  422,
  (p: { line_no: number }) => `The invoice has no line ${p.line_no}.`,
  'Use the numbers that its lines have.',
);
export const CreditTooLarge = defineFault(
  'billing.credit-too-large',
  422,
  (p: { line_no: number; left_minor: bigint }) =>
    `Of line ${p.line_no} at most ${p.left_minor} minor units are left to credit, and a credit is more than nothing.`,
  'Credit that much or less.',
);
export const CreditLineTwice = defineFault(
  'billing.credit-line-twice',
  422,
  (p: { line_no: number }) => `Line ${p.line_no} is named twice.`,
  'Name each line once, with the whole amount.',
);
export const BillRunOver = defineFault(
  'billing.bill-run-over',
  409,
  () => 'This bill run is over: there is nothing to stop.',
  'Look at what it made; what is still due another run makes.',
);
export const NothingHeld = defineFault(
  'billing.nothing-held',
  409,
  () => 'None of these bills is held.',
  'List the held bills again: somebody may have released them already.',
);
