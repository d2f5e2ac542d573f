import type { ListSubscriptions } from '@isp/server/contract/subscriptions';
import type { ListPlans } from '@isp/server/contract/tariffs';
import { useMemo } from 'react';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { AccountName } from '../kit/AccountLink.tsx';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { TransferList } from './TransferList.tsx';

type SubscriptionRow = Row<typeof ListSubscriptions>;

const REASONS = { unpaid: 'unpaid invoices', manual: 'by staff', pause: 'a pause' } as const;

const STATES = ['active', 'paused', 'suspended', 'pending', 'ended'] as const;
const choices = STATES.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));

const day = (value: string | null) => (value ? <Day day={value} /> : '–');

const Short = ({ children }: { readonly children: string }) => <span style={{ whiteSpace: 'nowrap' }}>{children}</span>;

const columnsWith = (planName: (id: string) => string): readonly TableColumn<SubscriptionRow>[] => [
  { id: 'account', header: 'Account', cell: (row) => <AccountName id={row.account_id} /> },
  { id: 'plan', header: 'Plan', cell: (row) => <Short>{planName(row.plan_id)}</Short> },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  {
    id: 'suspended',
    header: 'At rest for',
    cell: (row) => <Short>{row.suspended_for.map((reason) => REASONS[reason]).join(', ') || '–'}</Short>,
  },
  { id: 'started', header: 'Started', cell: (row) => day(row.started_on) },
  { id: 'next', header: 'Next invoice', cell: (row) => day(row.next_bill_on) },
  {
    id: 'price',
    header: 'Own price',
    align: 'right',
    cell: (row) =>
      row.price_override_minor === null ? '–' : <Money minor={row.price_override_minor} currency={row.currency} />,
  },
  { id: 'ended', header: 'Ends or ended', optional: true, cell: (row) => day(row.ended_on) },
  {
    id: 'anchor',
    header: 'Periods begin on day',
    align: 'right',
    optional: true,
    cell: (row) => row.anchor_day ?? '–',
  },
  {
    id: 'made',
    header: 'Made',
    sort: 'created_at',
    optional: true,
    cell: (row) => <Instant at={row.created_at} as="full" />,
  },
];

const usePlanNames = () => {
  const plans = useList<typeof ListPlans>('/plans', { limit: 500, fields: 'id,name' });
  const columns = useMemo(() => {
    const names = new Map(plans.rows.map((plan) => [plan.id, plan.name]));
    return columnsWith((id) => names.get(id) ?? '–');
  }, [plans.rows]);
  return { columns, choices: plans.rows.map((plan) => ({ value: plan.id, label: plan.name })) };
};

const Everyone = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const plans = usePlanNames();
  const list = useList<typeof ListSubscriptions>('/subscriptions', {
    sort,
    state: oneOf(search.state, STATES),
    plan_id: search.plan_id,
  });
  return (
    <Panel padded={false}>
      <DataTable
        name="subscriptions"
        isMain
        list={list}
        columns={plans.columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/subscriptions/${row.id}` })}
        sort={sort}
        onSort={setSort}
        filters={
          <>
            <ChoiceFilter label="State" value={search.state} choices={choices} onChange={(state) => set({ state })} />
            <ChoiceFilter
              label="Plan"
              value={search.plan_id}
              choices={plans.choices}
              onChange={(plan_id) => set({ plan_id })}
            />
          </>
        }
        empty={
          <NoMatch isFiltered={Boolean(search.state || search.plan_id)} onClear={() => clear('state', 'plan_id')}>
            <NothingHere title="No subscriptions yet" action={<ButtonLink to="/accounts">To the accounts</ButtonLink>}>
              Open an account and subscribe it to a plan.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};

const TABS = [
  { value: 'all', label: 'Subscriptions', content: () => <Everyone /> },
  { value: 'transfers', label: 'Transfers', content: () => <TransferList /> },
];

/** Every subscription: who has which plan, in what state, since when; and those that go to another account. */
export const SubscriptionList = () => (
  <>
    <PageHeader title="Subscriptions" />
    <SearchTabs tabs={TABS} />
  </>
);
