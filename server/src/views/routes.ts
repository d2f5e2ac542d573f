import { get, may, type Route, signedIn } from '../kernel/http/route.ts';
import { accountNames } from './account-names.ts';
import { accountPage } from './account-page.ts';
import { listAccounts } from './accounts.ts';
import { listAffected } from './affected.ts';
import { listAssignments } from './assignments.ts';
import { listBillFindings, listBillHolds } from './bill-findings.ts';
import * as c from './contract.ts';
import { dashboard } from './dashboard.ts';
import { listDeviceLogIns, ownDeviceLogIn } from './device-log-ins.ts';
import { listDrafts } from './drafts.ts';
import { invoiceQuotes } from './invoice-quotes.ts';
import { listLedgerTransactions } from './journal.ts';
import { lineRecords } from './line-records.ts';
import { listLineSessions } from './line-sessions.ts';
import { lineSources } from './line-sources.ts';
import { listOnline } from './online.ts';
import { listPackSales } from './pack-sales.ts';
import { getPriceChange, listPriceChanged, listPriceChanges } from './price-changes.ts';
import { search } from './search.ts';
import { accountStatement } from './statement.ts';
import { timeline } from './timeline.ts';
import { listTransfers } from './transfers.ts';
import { usageChart } from './usage-chart.ts';

export const routes: readonly Route[] = [
  get('/accounts', may('crm.read'), c.ListAccounts, listAccounts),
  get('/accounts/:id/page', may('crm.read'), c.AccountPage, accountPage),
  get('/accounts/:id/statement', may('billing.read'), c.AccountStatement, accountStatement),
  get('/accounts/:account_id/timeline', may('crm.timeline'), c.ListTimeline, timeline),
  get('/accounts/:account_id/usage', may('aaa.read'), c.UsageChart, usageChart),
  get('/account-names', may('crm.read'), c.AccountNames, accountNames),
  get('/draft-subscriptions', may('subscriptions.read'), c.ListDrafts, listDrafts),
  get('/device-log-ins', may('aaa.read'), c.ListDeviceLogIns, listDeviceLogIns),
  get('/me/device-log-in', signedIn, c.GetOwnDeviceLogIn, ownDeviceLogIn),
  get('/online', may('aaa.read'), c.ListOnline, listOnline),
  get('/pools/:pool_id/assignments', may('aaa.read'), c.ListAssignments, listAssignments),
  get('/bill-runs/:bill_run_id/findings', may('billing.runs'), c.ListBillFindings, listBillFindings),
  get('/bill-holds', may('billing.runs'), c.ListBillHolds, listBillHolds),
  get('/pack-sales', may('subscriptions.read'), c.ListPackSales, listPackSales),
  get('/transfers', may('subscriptions.read'), c.ListTransfers, listTransfers),
  get('/plans/:plan_id/affected', may('subscriptions.read'), c.ListAffected, listAffected),
  get('/price-changes', may('tariffs.read'), c.ListPriceChanges, listPriceChanges),
  get('/price-changes/:id', may('tariffs.read'), c.GetPriceChange, getPriceChange),
  get('/price-changes/:price_change_id/subscriptions', may('subscriptions.read'), c.ListPriceChanged, listPriceChanged),
  get('/search', may('crm.search'), c.Search, search),
  get('/dashboard', may('reports.read'), c.Dashboard, dashboard),
  get('/ledger-transactions', may('billing.ledger'), c.ListLedgerTransactions, listLedgerTransactions),
  get('/invoices/:invoice_id/quotes', may('billing.read'), c.InvoiceQuotes, invoiceQuotes),
  get('/invoices/:invoice_id/lines/:line_no/sources', may('billing.read'), c.LineSources, lineSources),
  get('/invoices/:invoice_id/lines/:line_no/sessions', may('billing.read'), c.ListLineSessions, listLineSessions),
  get('/invoices/:invoice_id/lines/:line_no/records', may('billing.read'), c.LineRecords, lineRecords),
];
