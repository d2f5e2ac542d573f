import { dayIn } from '@isp/values';
import { get, may, patch, post, put, type Route } from '../kernel/http/route.ts';
import { cancelBillRun } from './cancel-bill-run.ts';
import { cancelCharge } from './cancel-charge.ts';
import { ListDiscounts } from './contract/discounts.ts';
import * as c from './contract.ts';
import { createLegalEntity } from './create-legal-entity.ts';
import { createTax } from './create-tax.ts';
import { getBillRun } from './get-bill-run.ts';
import { getChart } from './get-chart.ts';
import { getCreditNote } from './get-credit-note.ts';
import { getInvoice } from './get-invoice.ts';
import { listHoldPolicies } from './list-hold-policies.ts';
import { readDeferredRevenue } from './read-deferred-revenue.ts';
import { releaseHolds } from './release-holds.ts';
import { reopenBooks } from './reopen-books.ts';
import { setChart } from './set-chart.ts';
import { setHoldPolicy } from './set-hold-policy.ts';
import { dunningPolicies, listLegalEntities, listTaxes } from './store/catalogue.ts';
import { listCharges } from './store/charges.ts';
import { listClosings } from './store/closings.ts';
import { listCreditNotes } from './store/credit-notes.ts';
import { listDiscounts } from './store/discounts.ts';
import { listInvoices } from './store/invoices.ts';
import { ledgerMovements, trialRows } from './store/ledger.ts';
import { listRuns } from './store/runs.ts';
import { listWriteOffs } from './store/write-offs.ts';
import { updateDunningPolicy } from './update-dunning-policy.ts';
import { updateLegalEntity } from './update-legal-entity.ts';

const read = may('billing.read');
const write = may('billing.write');
const ledger = may('billing.ledger');

export const routes: readonly Route[] = [
  get('/invoices', read, c.ListInvoices, (ctx, input) => listInvoices(ctx.tx, ctx.now, input)),
  get('/invoices/:id', read, c.GetInvoice, getInvoice),
  get('/write-offs', read, c.ListWriteOffs, (ctx, input) => listWriteOffs(ctx.tx, input)),
  get('/credit-notes', read, c.ListCreditNotes, (ctx, input) => listCreditNotes(ctx.tx, input)),
  get('/credit-notes/:id', read, c.GetCreditNote, getCreditNote),
  get('/discounts', read, ListDiscounts, (ctx, input) => listDiscounts(ctx.tx, input)),
  get('/charges', read, c.ListCharges, (ctx, input) => listCharges(ctx.tx, input)),
  post('/charges/:id/cancel', may('billing.charges'), c.CancelCharge, cancelCharge, { idempotent: true }),
  get('/bill-runs', may('billing.runs'), c.ListBillRuns, (ctx, input) => listRuns(ctx.tx, input)),
  get('/bill-runs/:id', may('billing.runs'), c.GetBillRun, getBillRun),
  post('/bill-runs/:id/cancel', may('billing.issue'), c.CancelBillRun, cancelBillRun),
  post('/bill-holds/release', may('billing.issue'), c.ReleaseHolds, releaseHolds),
  get('/hold-policies', may('billing.runs'), c.ListHoldPolicies, async (ctx) => ({
    items: await listHoldPolicies(ctx),
    next_cursor: null,
  })),
  put('/hold-policies/:legal_entity_id', write, c.SetHoldPolicy, setHoldPolicy),
  get('/trial-balance', ledger, c.TrialBalance, async (ctx, input) => {
    const on = input.on ?? dayIn(ctx.now, 'UTC');
    return { on, rows: await trialRows(ctx.tx, on) };
  }),
  get('/ledger-movements', ledger, c.LedgerMovements, (ctx, input) => ledgerMovements(ctx.tx, input)),
  get('/deferred-revenue', ledger, c.DeferredRevenue, async (ctx, { legal_entity_id, on = dayIn(ctx.now, 'UTC') }) => ({
    on,
    rows: await readDeferredRevenue(ctx, { legal_entity_id, on }),
  })),
  get('/closings', ledger, c.ListClosings, (ctx, input) => listClosings(ctx.tx, input)),
  post('/closings/:id/reopen', may('billing.close'), c.ReopenBooks, reopenBooks, { idempotent: true }),
  get('/legal-entities', read, c.ListLegalEntities, (ctx, input) => listLegalEntities(ctx.tx, input)),
  post('/legal-entities', write, c.CreateLegalEntity, createLegalEntity),
  patch('/legal-entities/:id', write, c.UpdateLegalEntity, updateLegalEntity),
  get('/legal-entities/:id/chart', ledger, c.GetChart, getChart),
  put('/legal-entities/:id/chart', write, c.SetChart, setChart),
  get('/taxes', read, c.ListTaxes, (ctx) => listTaxes(ctx.tx)),
  post('/taxes', write, c.CreateTax, createTax),
  get('/dunning-policies', may('billing.runs'), c.ListDunningPolicies, async (ctx) => ({
    items: await dunningPolicies(ctx.tx),
    next_cursor: null,
  })),
  patch('/dunning-policies/:code', write, c.UpdateDunningPolicy, updateDunningPolicy),
];
