import { createRootRoute, createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { Callback } from '../../kit/Callback.tsx';
import { NotFound } from '../../kit/NotFound.tsx';
import { AdminShell } from './AdminShell.tsx';

const root = createRootRoute({ component: Outlet });
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: AdminShell });
const callback = createRoute({ getParentRoute: () => root, path: '/callback', component: Callback });
const lost = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

/** One screen, its code fetched when it is first opened. */
const screen = <M extends Record<string, unknown>>(path: string, load: () => Promise<M>, name: keyof M & string) =>
  createRoute({ getParentRoute: () => shell, path, component: lazyRouteComponent(load, name) });

/** The table of the console's screens. */
const screens = [
  screen('/', () => import('../../screens/Dashboard.tsx'), 'Dashboard'),
  screen('/accounts', () => import('../../screens/AccountList.tsx'), 'AccountList'),
  screen('/accounts/new', () => import('../../crm/AccountNew.tsx'), 'AccountNew'),
  screen('/accounts/$id', () => import('../../screens/AccountPage.tsx'), 'AccountPage'),
  screen('/accounts/$id/statement', () => import('../../billing/StatementPage.tsx'), 'StatementPage'),
  screen('/accounts/$id/proforma', () => import('../../billing/ProformaPage.tsx'), 'ProformaPage'),
  screen('/accounts/$id/rehearse', () => import('../../screens/rehearsal/RehearsalPage.tsx'), 'RehearsalPage'),
  screen('/sessions/$id', () => import('../../screens/SessionPage.tsx'), 'SessionPage'),
  screen('/subscriptions', () => import('../../screens/SubscriptionList.tsx'), 'SubscriptionList'),
  screen('/subscriptions/$id', () => import('../../screens/SubscriptionPage.tsx'), 'SubscriptionPage'),
  screen('/accounts/$id/quote', () => import('../../screens/quote/QuoteNew.tsx'), 'QuoteNew'),
  screen('/quotes', () => import('../../screens/quote/QuotesPage.tsx'), 'QuotesPage'),
  screen('/quotes/$id', () => import('../../screens/quote/QuotePage.tsx'), 'QuotePage'),
  screen('/quotes/$id/edit', () => import('../../screens/quote/QuoteEdit.tsx'), 'QuoteEdit'),
  screen('/plans', () => import('../../tariffs/PlanList.tsx'), 'PlanList'),
  screen('/plans/new', () => import('../../screens/PlanNew.tsx'), 'PlanNew'),
  screen('/plans/$id', () => import('../../screens/PlanPage.tsx'), 'PlanPage'),
  screen('/areas', () => import('../../screens/AreasPage.tsx'), 'AreasPage'),
  screen('/availability', () => import('../../screens/AvailabilityPage.tsx'), 'AvailabilityPage'),
  screen('/price-changes/$id', () => import('../../tariffs/PriceChangePage.tsx'), 'PriceChangePage'),
  screen('/coupons', () => import('../../screens/CouponsPage.tsx'), 'CouponsPage'),
  screen('/packs', () => import('../../screens/PacksPage.tsx'), 'PacksPage'),
  screen('/coupons/$id', () => import('../../screens/CouponPage.tsx'), 'CouponPage'),
  screen('/meters', () => import('../../metering/MeterList.tsx'), 'MeterList'),
  screen('/meters/$id', () => import('../../metering/MeterPage.tsx'), 'MeterPage'),
  screen('/usage-import', () => import('../../metering/UsageImport.tsx'), 'UsageImport'),
  screen('/invoices', () => import('../../billing/InvoiceList.tsx'), 'InvoiceList'),
  screen('/invoices/$id', () => import('../../billing/InvoicePage.tsx'), 'InvoicePage'),
  screen('/credit-notes', () => import('../../billing/CreditNoteList.tsx'), 'CreditNoteList'),
  screen('/credit-notes/$id', () => import('../../screens/CreditNotePage.tsx'), 'CreditNotePage'),
  screen('/payments', () => import('../../screens/PaymentsPage.tsx'), 'PaymentsPage'),
  screen('/write-offs', () => import('../../billing/WriteOffList.tsx'), 'WriteOffList'),
  screen('/refunds', () => import('../../screens/RefundsPage.tsx'), 'RefundsPage'),
  screen('/bill-runs', () => import('../../billing/BillRunPage.tsx'), 'BillRunPage'),
  screen('/ledger', () => import('../../billing/LedgerPage.tsx'), 'LedgerPage'),
  screen('/ledger/$id', () => import('../../billing/LedgerAccountPage.tsx'), 'LedgerAccountPage'),
  screen('/bill-runs/$id', () => import('../../billing/BillRunReview.tsx'), 'BillRunReview'),
  screen('/bill-holds', () => import('../../billing/BillHoldList.tsx'), 'BillHoldList'),
  screen('/trial-balance', () => import('../../billing/TrialBalance.tsx'), 'TrialBalance'),
  screen('/online', () => import('../../screens/OnlineList.tsx'), 'OnlineList'),
  screen('/logins', () => import('../../aaa/LoginPage.tsx'), 'LoginPage'),
  screen('/vouchers', () => import('../../aaa/VoucherBatchList.tsx'), 'VoucherBatchList'),
  screen('/vouchers/new', () => import('../../aaa/VoucherBatchNew.tsx'), 'VoucherBatchNew'),
  screen('/vouchers/$id', () => import('../../aaa/VoucherBatchPage.tsx'), 'VoucherBatchPage'),
  screen('/voucher/$id', () => import('../../aaa/VoucherPage.tsx'), 'VoucherPage'),
  screen('/address-uses', () => import('../../aaa/WhoHadIt.tsx'), 'WhoHadIt'),
  screen('/nas', () => import('../../aaa/NasList.tsx'), 'NasList'),
  screen('/realms', () => import('../../aaa/RealmPage.tsx'), 'RealmPage'),
  screen('/nas/$id', () => import('../../aaa/NasPage.tsx'), 'NasPage'),
  screen('/pools', () => import('../../aaa/PoolList.tsx'), 'PoolList'),
  screen('/pools/$id', () => import('../../aaa/PoolPage.tsx'), 'PoolPage'),
  screen('/staff', () => import('../../identity/StaffPage.tsx'), 'StaffPage'),
  screen('/settings', () => import('../../screens/SettingsPage.tsx'), 'SettingsPage'),
  screen('/search', () => import('../../screens/SearchPage.tsx'), 'SearchPage'),
  screen('/me', () => import('../../identity/MyPage.tsx'), 'MyPage'),
];

export const routes = root.addChildren([callback, shell.addChildren([...screens, lost])]);
