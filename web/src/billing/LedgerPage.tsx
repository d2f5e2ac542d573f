import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import { ChartOfAccounts } from './ChartOfAccounts.tsx';
import { ClosedPeriods } from './ClosedPeriods.tsx';
import { DeferredRevenue } from './DeferredRevenue.tsx';
import { Journal } from './Journal.tsx';
import { TrialBalance } from './TrialBalance.tsx';

/** The books: balances at a day, every transaction, what is billed and not earned yet, which days are closed, and what the accountant calls it. */
export const LedgerPage = () => (
  <>
    <PageHeader title="Ledger" />
    <SearchTabs
      tabs={[
        { value: 'balance', label: 'Trial balance', content: () => <TrialBalance /> },
        { value: 'journal', label: 'Journal', content: () => <Journal /> },
        { value: 'deferred', label: 'Deferred revenue', content: () => <DeferredRevenue /> },
        { value: 'periods', label: 'Closed periods', content: () => <ClosedPeriods /> },
        { value: 'chart', label: 'Chart of accounts', content: () => <ChartOfAccounts /> },
      ]}
    />
  </>
);
