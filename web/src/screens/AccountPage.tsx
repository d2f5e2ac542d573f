import type { GetAccount } from '@isp/server/contract/crm';
import type { AccountPage as AccountPageContract } from '@isp/server/contract/views';
import { Stack } from '@mantine/core';
import { AccountLogins } from '../aaa/LoginList.tsx';
import type { Reply } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { NotesPanel } from '../crm/NotesPanel.tsx';
import { CopyText } from '../kit/CopyText.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { useId } from '../kit/use-id.ts';
import { AccountActions } from './account/AccountActions.tsx';
import { AccountInvoices } from './account/AccountInvoices.tsx';
import { AccountOverview } from './account/AccountOverview.tsx';
import { AccountPayments } from './account/AccountPayments.tsx';
import { AccountSessions } from './account/AccountSessions.tsx';
import { AccountTimeline } from './account/AccountTimeline.tsx';
import type { Account } from './account/account-types.ts';
import { concerns } from './account/concerns.ts';

type Shown = Reply<typeof AccountPageContract>;

interface AccountBodyProps {
  readonly account: Account;
  readonly page: Shown;
}

const StateOf = ({ account, page }: AccountBodyProps) => {
  if (account.state === 'closed') return <StateBadge state="closed" />;
  if (page.subscriptions.some((service) => service.state === 'suspended')) return <StateBadge state="suspended" />;
  if (page.subscriptions.some((service) => service.state === 'paused')) return <StateBadge state="paused" />;
  return page.subscriptions.some((service) => service.sessions.length > 0) ? <StateBadge state="online" /> : null;
};

/** The parts of the page, with what one must hold to see each. */
const partsOf = ({ account, page }: AccountBodyProps) => [
  {
    value: 'overview',
    label: 'Overview',
    permission: 'crm.read',
    content: () => (
      <AccountOverview account={account} balance={page.balance} services={page.subscriptions} paying={page} />
    ),
  },
  {
    value: 'timeline',
    label: 'Timeline',
    permission: 'crm.timeline',
    content: () => <AccountTimeline accountId={account.id} />,
  },
  {
    value: 'invoices',
    label: 'Invoices',
    permission: 'billing.read',
    content: () => <AccountInvoices accountId={account.id} />,
  },
  {
    value: 'payments',
    label: 'Payments',
    permission: 'payments.read',
    content: () => <AccountPayments accountId={account.id} />,
  },
  {
    value: 'sessions',
    label: 'Sessions and log-ins',
    permission: 'aaa.read',
    content: () => (
      <Stack gap="md">
        <AccountLogins accountId={account.id} />
        <AccountSessions accountId={account.id} />
      </Stack>
    ),
  },
  { value: 'notes', label: 'Notes', permission: 'crm.notes', content: () => <NotesPanel accountId={account.id} /> },
];

const AccountBody = ({ account, page }: AccountBodyProps) => {
  const { may } = useMe();
  return (
    <>
      <PageHeader
        title={account.name}
        back={{ to: '/accounts', label: 'Accounts' }}
        aside={<StateOf account={account} page={page} />}
        subtitle={<CopyText text={account.number} label="account number" />}
        actions={<AccountActions account={account} balance={page.balance} services={page.subscriptions} />}
      />
      <SearchTabs tabs={partsOf({ account, page }).filter(({ permission }) => may(permission))} />
    </>
  );
};

/** What changes when there is news of an account. */
const LIVE_PATHS = [
  '/accounts/:id',
  '/accounts/:id/page',
  '/accounts/:account_id/timeline',
  '/accounts/:account_id/usage',
  '/subscriptions/:id',
  '/subscriptions/:id/limits',
  '/quotes',
  '/invoices',
  '/charges',
  '/payments',
  '/refunds',
  '/sessions',
];

/** All about one account. */
export const AccountPage = () => {
  const id = useId();
  const account = useGet<typeof GetAccount>('/accounts/:id', { id });
  const page = useGet<typeof AccountPageContract>('/accounts/:id/page', { id });
  useLiveRefresh(
    [
      'crm.quotes',
      'subscriptions.subscriptions',
      'aaa.sessions',
      'billing.invoices',
      'billing.payers',
      'payments.payments',
    ],
    LIVE_PATHS,
    (news) => concerns(news, id),
  );
  return (
    <Loaded of={account}>
      {(found) => <Loaded of={page}>{(shown) => <AccountBody account={found} page={shown} />}</Loaded>}
    </Loaded>
  );
};
