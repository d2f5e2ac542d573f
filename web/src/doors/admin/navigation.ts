import {
  IconArrowsExchange,
  IconBook,
  IconBox,
  IconCalendarDollar,
  IconCashBanknote,
  IconDiscount,
  IconEraser,
  IconFileInvoice,
  IconFileText,
  IconGauge,
  IconHandStop,
  IconLogin2,
  IconMeterCube,
  IconPackage,
  IconPlugConnected,
  IconReceiptRefund,
  IconRouter,
  IconSettings,
  IconSitemap,
  IconTicket,
  IconUserSearch,
  IconUserShield,
  IconUsers,
  IconWallet,
  IconWifi,
} from '@tabler/icons-react';
import type { NavigationGroup } from '../../kit/Navigation.tsx';

/** The console's pages, and the permission that shows each. */
export const navigation: readonly NavigationGroup[] = [
  { label: '', items: [{ to: '/', label: 'Dashboard', icon: IconGauge, permission: 'reports.read' }] },
  {
    label: 'Customers',
    items: [
      { to: '/accounts', label: 'Accounts', icon: IconUsers, permission: 'crm.read' },
      { to: '/subscriptions', label: 'Subscriptions', icon: IconPlugConnected, permission: 'subscriptions.read' },
      { to: '/quotes', label: 'Quotes', icon: IconFileText, permission: 'crm.read' },
      { to: '/plans', label: 'Plans', icon: IconBox, permission: 'tariffs.read' },
      { to: '/meters', label: 'Meters', icon: IconMeterCube, permission: 'metering.read' },
      { to: '/packs', label: 'Packs', icon: IconPackage, permission: 'tariffs.read' },
      { to: '/coupons', label: 'Coupons', icon: IconDiscount, permission: 'tariffs.read' },
    ],
  },
  {
    label: 'Money',
    items: [
      { to: '/invoices', label: 'Invoices', icon: IconFileInvoice, permission: 'billing.read' },
      { to: '/credit-notes', label: 'Credit notes', icon: IconReceiptRefund, permission: 'billing.read' },
      { to: '/payments', label: 'Payments', icon: IconWallet, permission: 'payments.read' },
      { to: '/refunds', label: 'Refunds', icon: IconCashBanknote, permission: 'payments.read' },
      { to: '/write-offs', label: 'Write-offs', icon: IconEraser, permission: 'billing.read' },
      { to: '/bill-runs', label: 'Bill runs', icon: IconCalendarDollar, permission: 'billing.runs' },
      { to: '/ledger', label: 'Ledger', icon: IconBook, permission: 'billing.ledger' },
      { to: '/bill-holds', label: 'Held bills', icon: IconHandStop, permission: 'billing.runs' },
    ],
  },
  {
    label: 'Network',
    items: [
      { to: '/online', label: 'Online now', icon: IconWifi, permission: 'aaa.read' },
      { to: '/logins', label: 'Log-ins', icon: IconLogin2, permission: 'aaa.read' },
      { to: '/vouchers', label: 'Vouchers', icon: IconTicket, permission: 'vouchers.read' },
      { to: '/address-uses', label: 'Who had it', icon: IconUserSearch, permission: 'aaa.read' },
      { to: '/nas', label: 'NAS', icon: IconRouter, permission: 'aaa.read' },
      { to: '/realms', label: 'Realms', icon: IconArrowsExchange, permission: 'aaa.read' },
      { to: '/pools', label: 'Address pools', icon: IconSitemap, permission: 'aaa.read' },
    ],
  },
  {
    label: 'Administration',
    items: [
      { to: '/staff', label: 'Staff', icon: IconUserShield, permission: 'identity.read' },
      { to: '/settings', label: 'Settings', icon: IconSettings, permission: 'billing.read' },
    ],
  },
];
