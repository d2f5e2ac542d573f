import type { GetAccount } from '@isp/server/contract/crm';
import type { ListPlans } from '@isp/server/contract/tariffs';
import type { ListAccounts } from '@isp/server/contract/views';
import { Text } from '@mantine/core';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';

type AccountRow = Row<typeof ListAccounts>;

const owed = (row: AccountRow) =>
  row.open_minor === 0 ? (
    '–'
  ) : (
    <Text span inherit {...(row.overdue_minor > 0 ? { c: 'var(--bad-text)', fw: 560 } : {})}>
      <Money minor={row.open_minor} currency={row.currency} />
    </Text>
  );

const columns: readonly TableColumn<AccountRow>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'number', header: 'Number', sort: 'number', cell: (row) => <span className="mono">{row.number}</span> },
  { id: 'plan', header: 'Plan', cell: (row) => row.plan_name ?? '–' },
  {
    id: 'service',
    header: 'Service',
    phone: 'aside',
    cell: (row) => (
      <StateBadge state={row.state === 'closed' ? 'closed' : (row.service_state ?? 'none')}>
        {row.service_state || row.state === 'closed' ? undefined : 'no service'}
      </StateBadge>
    ),
  },
  {
    id: 'online',
    header: 'Online',
    phone: 'aside',
    cell: (row) => row.online && <StateBadge state="online" />,
  },
  { id: 'open', header: 'Owes', align: 'right', cell: owed },
  {
    id: 'overdue',
    header: 'Overdue',
    align: 'right',
    optional: true,
    cell: (row) => (row.overdue_minor === 0 ? '–' : <Money minor={row.overdue_minor} currency={row.currency} />),
  },
  { id: 'city', header: 'City', phone: 'hide', cell: (row) => row.city ?? '–' },
  { id: 'email', header: 'E-mail', optional: true, cell: (row) => row.email ?? '–' },
  { id: 'phone', header: 'Phone', optional: true, cell: (row) => row.phone ?? '–' },
  { id: 'payer', header: 'Paid for by', optional: true, cell: (row) => row.payer_number ?? '–' },
  {
    id: 'created',
    header: 'Since',
    sort: 'created_at',
    optional: true,
    cell: (row) => <Instant at={row.created_at} />,
  },
];

const STATES = [
  { value: 'active', label: 'Active accounts' },
  { value: 'closed', label: 'Closed accounts' },
] as const;

const SERVICE_STATES = [
  { value: 'active', label: 'Service active' },
  { value: 'paused', label: 'Service paused' },
  { value: 'suspended', label: 'Service suspended' },
  { value: 'pending', label: 'Service pending' },
  { value: 'ended', label: 'Service ended' },
] as const;

/** Shown where the list was opened from the page of a payer. */
const PaidFor = ({ payerId, onClear }: { readonly payerId: string; readonly onClear: () => void }) => {
  const { data } = useGet<typeof GetAccount>('/accounts/:id', { id: payerId });
  return <ToggleFilter label={`Paid for by ${data?.name ?? '…'}`} isOn onChange={onClear} />;
};

const AccountFilters = () => {
  const { search, set } = useListSearch();
  const plans = useList<typeof ListPlans>('/plans', { limit: 500, fields: 'id,name' });
  return (
    <>
      <SearchFilter label="Name, number, e-mail, phone …" value={search.q} onChange={(q) => set({ q })} />
      <ChoiceFilter
        label="Plan"
        value={search.plan_id}
        choices={plans.rows.map((plan) => ({ value: plan.id, label: plan.name }))}
        onChange={(plan_id) => set({ plan_id })}
      />
      <ChoiceFilter
        label="Service"
        value={search.service_state}
        choices={SERVICE_STATES}
        onChange={(service_state) => set({ service_state })}
      />
      <ChoiceFilter label="Account" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
      <ToggleFilter
        label="Overdue"
        isOn={search.overdue === 'true'}
        onChange={(on) => set({ overdue: on ? 'true' : undefined })}
      />
      <ToggleFilter
        label="Online"
        isOn={search.online === 'true'}
        onChange={(on) => set({ online: on ? 'true' : undefined })}
      />
      {search.payer_id && <PaidFor payerId={search.payer_id} onClear={() => set({ payer_id: undefined })} />}
    </>
  );
};

const NoAccounts = () => (
  <NothingHere title="No accounts yet" action={<ButtonLink to="/accounts/new">Open the first account</ButtonLink>}>
    An account is who you bill. Subscribers can also be imported with <code>isp import subscribers</code>.
  </NothingHere>
);

const FILTERS = ['q', 'plan_id', 'service_state', 'state', 'overdue', 'online', 'payer_id'] as const;

/** All accounts: who they are, what they have, what they owe. */
export const AccountList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const list = useList<typeof ListAccounts>('/accounts', {
    sort,
    q: search.q,
    plan_id: search.plan_id,
    state: oneOf(search.state, ['active', 'closed']),
    service_state: oneOf(search.service_state, ['pending', 'active', 'paused', 'suspended', 'ended']),
    overdue: oneOf(search.overdue, ['true']),
    online: oneOf(search.online, ['true']),
    payer_id: search.payer_id,
  });
  useLiveRefresh(['subscriptions.subscriptions', 'payments.payments'], ['/accounts']);
  return (
    <>
      <PageHeader
        title="Accounts"
        actions={may('crm.write') && <ButtonLink to="/accounts/new">New account</ButtonLink>}
      />
      <Panel padded={false}>
        <DataTable
          name="accounts"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/accounts/${row.id}` })}
          sort={sort}
          onSort={setSort}
          filters={<AccountFilters />}
          empty={
            <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
              <NoAccounts />
            </NoMatch>
          }
        />
      </Panel>
    </>
  );
};
