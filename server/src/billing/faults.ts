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
export const BillRunTakenUp = defineFault(
  'billing.bill-run-taken-up',
  409,
  (p: { id: string }) => `The bill run ${p.id} lost its connection and was taken up by another process meanwhile.`,
  'Nothing is to be done: the other process bills what is left.',
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
export const DiscountNotFound = defineFault(
  'billing.discount-not-found',
  404,
  (p: { id: string }) => `There is no discount ${p.id}.`,
  'List the discounts of the account and use the id of one.',
);
export const DiscountEnded = defineFault(
  'billing.discount-ended',
  409,
  (p: { on: string }) => `This discount was ended already, from ${p.on} on.`,
  'Give another one if it is to go on.',
);
export const CouponUsed = defineFault(
  'billing.coupon-used',
  409,
  () => 'This account has redeemed that coupon already.',
  'Give a discount by hand if it is to have it again.',
);
export const DiscountEndsInPast = defineFault(
  'billing.discount-ends-in-past',
  422,
  (p: { today: string }) => `A discount ends today (${p.today}) at the earliest.`,
  'Choose today or a day to come; credit an invoice to take back what was discounted before.',
);
export const CreditNoteSpent = defineFault(
  'billing.credit-note-spent',
  409,
  (p: { number: string; left: string; currency: string }) =>
    `${p.left} ${p.currency} are left of credit note ${p.number}; what is paid out is more than nothing and at most that.`,
  'Pay out at most what is left.',
);
export const WriteOffTooLarge = defineFault(
  'billing.write-off-too-large',
  409,
  (p: { number: string; open: string; currency: string }) =>
    `${p.open} ${p.currency} of invoice ${p.number} are open; what is written off is more than nothing and at most that.`,
  'Write off at most what is open.',
);
export const NotWrittenOff = defineFault(
  'billing.not-written-off',
  409,
  (p: { number: string }) => `Nothing is written off of invoice ${p.number}.`,
  'Look at the invoice: it says what was written off of it.',
);
export const AlreadyVoid = defineFault(
  'billing.already-void',
  409,
  (p: { number: string }) => `Invoice ${p.number} is void already.`,
  'Look at the credit note that voids it.',
);
export const NothingToVoid = defineFault(
  'billing.nothing-to-void',
  409,
  (p: { number: string }) => `All of invoice ${p.number} was credited; nothing is left of it to void.`,
  'Leave it as it is: its credit notes gave all of it back.',
);
export const VoidLeavesOpen = defineFault(
  'billing.void-leaves-open',
  409,
  (p: { number: string; open: string; currency: string }) =>
    `${p.open} ${p.currency} of invoice ${p.number} were credited and went elsewhere while it was not paid: so much would stay to be paid.`,
  'Record the payment of so much, or take back the refund of its credit note, then void it.',
);
export const BooksClosed = defineFault(
  'billing.books-closed',
  409,
  (p: { name: string; through: string }) =>
    `The books of ${p.name} are closed through ${p.through}; nothing is posted up to that day any more.`,
  'Use a later day, or have the closing taken back under Ledger, Closed periods.',
);
export const BooksAlreadyClosed = defineFault(
  'billing.books-already-closed',
  409,
  (p: { through: string }) => `The books are closed through ${p.through} already.`,
  'Close them through a later day.',
);
export const BooksBusy = defineFault(
  'billing.books-busy',
  409,
  () => 'Documents are being posted to these books; nothing was done.',
  'Wait until the bill run is done, or a minute, and try again.',
);
export const BooksUnbalanced = defineFault(
  'billing.books-unbalanced',
  409,
  (p: { currency: string; difference_minor: bigint }) =>
    `Debits and credits in ${p.currency} differ by ${p.difference_minor} minor units.`,
  'Do not go on: restore the ledger, whose transactions the database holds at zero, from a backup.',
);
export const ClosingNotFound = defineFault(
  'billing.closing-not-found',
  404,
  (p: { id: string }) => `There is no closing ${p.id}.`,
  'List the closings and use the id of one.',
);
export const ClosingReopened = defineFault(
  'billing.closing-reopened',
  409,
  (p: { reopened_by: string }) => `This closing was taken back already, by ${p.reopened_by}.`,
  'Nothing is to be done.',
);
export const ClosedLater = defineFault(
  'billing.closed-later',
  409,
  (p: { through: string }) => `The books were closed again since, through ${p.through}.`,
  'Take the last closing back first.',
);
export const LedgerAccountTwice = defineFault(
  'billing.ledger-account-twice',
  422,
  (p: { ledger_account: string }) => `${p.ledger_account} is there twice.`,
  'Name each ledger account once.',
);
export const ChartIncomplete = defineFault(
  'billing.chart-incomplete',
  422,
  (p: { format: string; missing: readonly string[] }) =>
    `The chart of accounts does not do for ${p.format} yet: ${p.missing.join(', ')}.`,
  'Fill it in under Ledger, Chart of accounts, and export again.',
);
export const DatevNumbersMissing = defineFault(
  'billing.datev-numbers-missing',
  422,
  () => 'DATEV wants to know the consultant’s and the client’s number.',
  'Write both under Ledger, Chart of accounts; the accountant knows them.',
);
export const FiscalYearsMixed = defineFault(
  'billing.fiscal-years-mixed',
  422,
  (p: { begins: string }) => `A DATEV file is of one fiscal year, and another one begins on ${p.begins}.`,
  'Export the days before and the days from then on apart.',
);
export const DatevRowsTooMany = defineFault(
  'billing.datev-rows-too-many',
  422,
  (p: { most: number }) => `These are more than the ${p.most} booking rows that a DATEV file may have.`,
  'Export fewer days at once, or a sum a day.',
);
export const BillRunOver = defineFault(
  'billing.bill-run-over',
  409,
  () => 'This bill run is over: there is nothing to stop.',
  'Look at what it made; what is still due another run makes.',
);
export const ChargeNotFound = defineFault(
  'billing.charge-not-found',
  404,
  (p: { id: string }) => `There is no charge ${p.id}.`,
  'List the charges of the account and use the id of one.',
);
export const ChargeTaxUnknown = defineFault(
  'billing.charge-tax-unknown',
  422,
  (p: { code: string }) => `There is no tax ${p.code}.`,
  'List the taxes and use the code of one, or none.',
);
export const ChargeOver = defineFault(
  'billing.charge-over',
  409,
  (p: { state: string; invoice: string | null }) =>
    p.state === 'billed'
      ? `This charge is billed already, by invoice ${p.invoice}.`
      : 'This charge is cancelled already.',
  'To give back what is billed, make a credit note of the invoice.',
);
export const NothingHeld = defineFault(
  'billing.nothing-held',
  409,
  () => 'None of these bills is held.',
  'List the held bills again: somebody may have released them already.',
);
