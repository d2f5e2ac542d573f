import type { ListTransfers } from '@isp/server/contract/views';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { TransferBack, type TransferRow } from './account/TransferBack.tsx';

const STATES = ['planned', 'done', 'taken back'] as const;
const CHOICES = STATES.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));
const BADGES = { planned: 'pending', done: 'done', 'taken back': 'cancelled' } as const;

const columns: readonly TableColumn<TransferRow>[] = [
  { id: 'plan', header: 'Plan', cell: (row) => row.plan_name },
  {
    id: 'from',
    header: 'From',
    cell: (row) => (
      <TextLink to={`/accounts/${row.account_id}`} inherit>
        {row.account_name}
      </TextLink>
    ),
  },
  {
    id: 'to',
    header: 'To',
    cell: (row) => (
      <TextLink to={`/accounts/${row.to_account_id}`} inherit>
        {row.to_account_name}
      </TextLink>
    ),
  },
  { id: 'day', header: 'Pays from', sort: 'on_day', cell: (row) => <Day day={row.on_day} /> },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: (row) => <StateBadge state={BADGES[row.state]}>{row.state}</StateBadge>,
  },
  {
    id: 'contract',
    header: 'Contract',
    optional: true,
    cell: (row) => (row.contract === 'kept' ? 'goes on' : 'ended'),
  },
  { id: 'reason', header: 'Why', optional: true, cell: (row) => row.reason ?? '–' },
  { id: 'by', header: 'Asked by', optional: true, cell: (row) => row.asked_by },
  { id: 'asked', header: 'Asked', sort: 'asked_at', cell: (row) => <Instant at={row.asked_at} /> },
  { id: 'do', header: '', align: 'right', cell: (row) => <TransferBack transfer={row} /> },
];

/** Subscriptions that go to another account, or went. */
export const TransferList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  useLiveRefresh(['subscriptions.subscriptions'], ['/transfers']);
  const state = oneOf(search.state, STATES);
  const list = useList<typeof ListTransfers>('/transfers', { sort, state });
  return (
    <Panel padded={false}>
      <DataTable
        name="transfers"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/subscriptions/${row.subscription_id}` })}
        sort={sort}
        onSort={setSort}
        filters={
          <ChoiceFilter label="State" value={state} choices={CHOICES} onChange={(next) => set({ state: next })} />
        }
        empty={
          <NoMatch isFiltered={state !== undefined} onClear={() => clear('state')}>
            <NothingHere title="No transfers">
              A subscription goes to another account from its page, under “More to do”.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};
