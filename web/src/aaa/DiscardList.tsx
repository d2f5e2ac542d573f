import type { ListDiscards } from '@isp/server/contract/aaa';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { DayFilter } from '../kit/DayFilter.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { discardChoices, discardText } from './radius-words.ts';

type DiscardRow = Row<typeof ListDiscards>;

const columns: readonly TableColumn<DiscardRow>[] = [
  { id: 'client', header: 'From', cell: (row) => <span className="mono">{row.client}</span> },
  { id: 'reason', header: 'Why there was no answer', cell: (row) => discardText(row.reason) },
  {
    id: 'count',
    header: 'Packets',
    sort: 'count',
    align: 'right',
    phone: 'aside',
    cell: (row) => countText(row.count),
  },
  { id: 'day', header: 'Day', sort: 'on_day', cell: (row) => <Day day={row.on_day} /> },
  { id: 'last', header: 'Last', sort: 'last_at', cell: (row) => <Instant at={row.last_at} /> },
];

const FILTERS = ['client', 'reason', 'on_day'] as const;

/** Packets that got no answer, counted by day, sender and reason. */
export const DiscardList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListDiscards>('/discards', {
    sort,
    client: search.client,
    reason: search.reason,
    on_day: search.on_day,
  });
  return (
    <Panel padded={false}>
      <DataTable
        name="discards"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={
          <>
            <SearchFilter label="Sender’s address" value={search.client} onChange={(client) => set({ client })} />
            <ChoiceFilter
              label="Reason"
              value={search.reason}
              choices={discardChoices}
              onChange={(reason) => set({ reason })}
            />
            <DayFilter label="Day" value={search.on_day} onChange={(on_day) => set({ on_day })} />
          </>
        }
        empty={
          <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
            <NothingHere title="Every packet was answered">
              RADIUS is silent to whom it does not trust: an unknown NAS, a wrong shared secret. Such packets are
              counted here.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};
