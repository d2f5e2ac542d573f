/**
 * Billing: what is owed, proven to the cent.
 *
 * A **legal entity** issues documents and numbers them without gaps. An **invoice** has **lines**; once issued nothing of it changes but how much
 * is **open**. A **credit note** gives back some of what was invoiced. A **bill run** makes every invoice that is due; a subscription's period is billed once for each kind of charge. A **posting** is one side of
 * a ledger transaction, which sums to zero. **Dunning** takes the steps of a **policy** against what is overdue.
 * `core/` computes all of it as plain values; this room does not know what a service is, nor how money comes in.
 */

export type { BillClassSum, BillRun, CreditNotePage } from './contract.ts';
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
  type BillingCatalogue,
  billingCatalogue,
  type PlanSegment,
  type PlanTerms,
  type Rest,
  type TaxTerms,
  type UsageTotal,
} from './core/billable.ts';
export {
  type Drafted,
  draftInvoice,
  type LinesWanted,
  linesWanted,
  type UsageWanted,
  usageWanted,
} from './core/draft-invoice.ts';
export type { StoredCredit, StoredLine } from './core/lines.ts';
export { type ChangeDirection, changeDirection } from './core/plan-change.ts';
export { creditInvoice } from './credit-invoice.ts';
export { defaultLegalEntity } from './default-legal-entity.ts';
export { ensureBillingDefaults } from './ensure-billing-defaults.ts';
export { DunningStepTaken } from './events.ts';
export { AlreadyBilled } from './faults.ts';
export { finishBillRun } from './finish-bill-run.ts';
export { getCreditNote } from './get-credit-note.ts';
export { issueCreditNotes } from './issue-credit-notes.ts';
export { issueInvoices } from './issue-invoices.ts';
export { listHoldPolicies } from './list-hold-policies.ts';
export { postPayment } from './post-payment.ts';
export { runDunning } from './run-dunning.ts';
export { settleDunning } from './settle-dunning.ts';
export { settleInvoices } from './settle-invoices.ts';
export { spendCreditNotes } from './spend-credit-notes.ts';
export { startBillRun } from './start-bill-run.ts';
export { billedBefore, clearFindings, findingsOf, insertFindings } from './store/findings.ts';
export { type ActiveHold, activeHolds, insertHolds, releasedBills } from './store/holds.ts';
export { openInvoices } from './store/invoices.ts';
export { forgetDryRuns, lastRunBefore, runById } from './store/runs.ts';
export { tellProgress } from './tell-progress.ts';
