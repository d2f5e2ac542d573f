/**
 * Billing: what is owed, proven to the cent.
 *
 * A **legal entity** issues documents and numbers them without gaps. An **invoice** has **lines**; once issued nothing of it changes but how much
 * is **open**. A **write-off** gives some of it up. A **credit note** gives back some of what was invoiced. A **bill run** makes every invoice that is due; a subscription's period is billed once for each kind of charge. A **posting** is one side of
 * a ledger transaction, which sums to zero. **Dunning** takes the steps of a **policy** against what is overdue.
 * `core/` computes all of it as plain values; this room does not know what a service is, nor how money comes in.
 */

export { allotNumbers } from './allot-numbers.ts';
export { cancelCharge } from './cancel-charge.ts';
export { checkTax } from './check-tax.ts';
export { closeBooks } from './close-books.ts';
export type { Charge } from './contract/charges.ts';
export type { Discount } from './contract/discounts.ts';
export type { TaxExemption } from './contract/taxes.ts';
export type { BillClassSum, BillRun, Closing, CreditNotePage, InvoicePage } from './contract.ts';
export { afterDraft } from './core/after-draft.ts';
export { allocateOldestFirst, allocateToNamed, type OpenInvoice } from './core/allocation.ts';
export {
  type BillDrafted,
  billWanted,
  DEFAULT_POLICY,
  HOLDABLE,
  type HoldableClass,
  type HoldPolicy,
  type Reviewed,
  reviewBill,
} from './core/bill-review.ts';
export {
  type BillableAccount,
  type BillableSubscription,
  type BilledUsage,
  type BilledUsageLine,
  type BillingCatalogue,
  billingCatalogue,
  type Party,
  type PastUse,
  type PlanSegment,
  type PlanTerms,
  planKey,
  type Rest,
  type UsageTotal,
  type WaitingCharge,
} from './core/billable.ts';
export type { BilledPart, BundlePart } from './core/bundle-part.ts';
export type { JournalFormat } from './core/chart.ts';
export type { GivenDiscount } from './core/discount.ts';
export {
  type Drafted,
  draftInvoice,
  type LinesWanted,
  linesWanted,
  type MetersWanted,
  metersWanted,
  type UsageWanted,
  usageWanted,
} from './core/draft-invoice.ts';
export type { JournalEntry } from './core/journal-entry.ts';
export type { StoredCredit, StoredLine } from './core/lines.ts';
export type { MeterCharge, MeterTotal } from './core/meter-charge.ts';
export { type ChangeDirection, changeDirection } from './core/plan-change.ts';
export {
  billDays,
  type RunningSubscription,
  runningBills,
  runningMeters,
  runningSubscriptions,
  runningUsage,
} from './core/running-bill.ts';
export type { TaxGroup, TaxTerms } from './core/tax-terms.ts';
export { creditInvoice } from './credit-invoice.ts';
export { defaultLegalEntity } from './default-legal-entity.ts';
export { dunAccount } from './dun-account.ts';
export { endDiscount } from './end-discount.ts';
export { endExemption } from './end-exemption.ts';
export { ensureBillingDefaults } from './ensure-billing-defaults.ts';
export { entriesByDay } from './entries-by-day.ts';
export { DunningStepTaken } from './events.ts';
export { exemptAccount } from './exempt-account.ts';
export { AlreadyBilled, BooksClosed } from './faults.ts';
export { finishBillRun } from './finish-bill-run.ts';
export { freeCreditNotes } from './free-credit-notes.ts';
export { getCreditNote } from './get-credit-note.ts';
export { getInvoice } from './get-invoice.ts';
export { giveDiscount, type NewDiscount } from './give-discount.ts';
export { holdBillRun } from './hold-bill-run.ts';
export { issueCreditNotes } from './issue-credit-notes.ts';
export { issueInvoices } from './issue-invoices.ts';
export { listHoldPolicies } from './list-hold-policies.ts';
export { makeCharge, type NewCharge } from './make-charge.ts';
export { postPayment } from './post-payment.ts';
export { postRefund } from './post-refund.ts';
export { type PreparedJournal, prepareJournal } from './prepare-journal.ts';
export { putBackOnCreditNote } from './put-back-on-credit-note.ts';
export { readDeferredRevenue } from './read-deferred-revenue.ts';
export { roomToVoid } from './room-to-void.ts';
export { runDunning } from './run-dunning.ts';
export { settleDunning } from './settle-dunning.ts';
export { settleInvoices } from './settle-invoices.ts';
export { spendCreditNotes } from './spend-credit-notes.ts';
export { startBillRun } from './start-bill-run.ts';
export { closedThrough } from './store/closings.ts';
export { copyDiscounts, copyDocuments, copyLegalEntity, copySeries, copyTerms } from './store/copies.ts';
export { dunnedOf } from './store/dunning.ts';
export { billedBefore, clearFindings, findingsOf, insertFindings } from './store/findings.ts';
export { type ActiveHold, activeHolds, insertHolds, releasedBills } from './store/holds.ts';
export { openInvoices } from './store/invoices.ts';
export { turnover } from './store/ledger.ts';
export { insertLateUsage, setUsageRecounts } from './store/recounts.ts';
export { forgetDryRuns, lastRunBefore, runById } from './store/runs.ts';
export { takeFromCreditNote } from './take-from-credit-note.ts';
export { tellProgress } from './tell-progress.ts';
export { undoWriteOff } from './undo-write-off.ts';
export { voidInvoice } from './void-invoice.ts';
export { writeJournal } from './write-journal.ts';
export { writeOffInvoice } from './write-off-invoice.ts';
