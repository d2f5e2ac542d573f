import type { ListQuotes } from '@isp/server/contract/crm';
import type { ReactNode } from 'react';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';

type Quote = Row<typeof ListQuotes>;

const COLUMNS: readonly TableColumn<Quote>[] = [
  { id: 'number', header: 'Number', cell: (row) => row.number ?? 'draft' },
  { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  { id: 'valid', header: 'Valid until', sort: 'valid_until', cell: (row) => <Day day={row.valid_until} /> },
  {
    id: 'first',
    header: 'First bill',
    align: 'right',
    cell: (row) => (row.first_minor === null ? '–' : <Money minor={row.first_minor} currency={row.currency} />),
  },
  { id: 'made', header: 'Made', sort: 'made_at', cell: (row) => <Instant at={row.made_at} /> },
  { id: 'by', header: 'By', optional: true, cell: (row) => row.made_by },
  { id: 'reason', header: 'Why', optional: true, cell: (row) => row.reason ?? '–' },
];
const OWN = COLUMNS.filter(({ id }) => id !== 'account');

const STATES = ['draft', 'sent', 'accepted', 'declined', 'expired', 'withdrawn'] as const;
const CHOICES = STATES.map((value) => ({ value, label: value }));

const FILTERS = ['account_id', 'number', 'state'] as const;

const target = ({ id }: Quote) => ({ to: `/quotes/${id}` });
const key = ({ id }: Quote) => id;

/** Every quote. */
export const QuoteList = ({ empty }: { readonly empty: ReactNode }) => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListQuotes>('/quotes', {
    sort,
    state: oneOf(search.state, STATES),
    number: search.number,
    account_id: search.account_id,
  });
  useLiveRefresh(['crm.quotes'], ['/quotes']);
  return (
    <DataTable
      name="quotes"
      isMain
      list={list}
      columns={COLUMNS}
      rowKey={key}
      rowLink={target}
      sort={sort}
      onSort={setSort}
      filters={
        <>
          <SearchFilter label="Number" value={search.number} onChange={(number) => set({ number })} />
          <ChoiceFilter label="State" value={search.state} choices={CHOICES} onChange={(state) => set({ state })} />
          {search.account_id && (
            <ToggleFilter label="One account only" isOn onChange={() => set({ account_id: undefined })} />
          )}
        </>
      }
      empty={
        <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
          {empty}
        </NoMatch>
      }
    />
  );
};

/** The quotes of one account; its page hears of them. */
export const QuotesOf = ({ accountId, empty }: { readonly accountId: string; readonly empty: ReactNode }) => {
  const list = useList<typeof ListQuotes>('/quotes', { account_id: accountId });
  return <DataTable name="quotes" list={list} columns={OWN} rowKey={key} rowLink={target} empty={empty} />;
};
