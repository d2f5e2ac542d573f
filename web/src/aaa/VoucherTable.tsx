import type { ListVouchers } from '@isp/server/contract/aaa';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { bytesText, durationText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { STATES, type VoucherBatch, type VoucherRow } from './voucher-words.ts';

const LOOK_AGAIN_MS = 20_000;

const usedText = (row: VoucherRow, used: string, of: string | null): string => {
  if (row.first_used_at === null) return '–';
  return of === null ? used : `${used} of ${of}`;
};

const columns: readonly TableColumn<VoucherRow>[] = [
  { id: 'number', header: 'No.', sort: 'number', cell: (row) => row.number },
  { id: 'code', header: 'Code', cell: (row) => <span className="mono">{row.code}</span> },
  { id: 'state', header: 'State', sort: 'state', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  {
    id: 'first',
    header: 'First log-in',
    sort: 'first_used_at',
    cell: (row) => (row.first_used_at ? <Instant at={row.first_used_at} /> : '–'),
  },
  {
    id: 'expires',
    header: 'Over',
    cell: (row) => {
      const at = row.ended_at ?? row.expires_at;
      return at ? <Instant at={at} /> : '–';
    },
  },
  {
    id: 'time',
    header: 'Time',
    sort: 'used_s',
    align: 'right',
    cell: (row) => usedText(row, durationText(row.used_s), row.time_s === null ? null : durationText(row.time_s)),
  },
  {
    id: 'volume',
    header: 'Volume',
    sort: 'used_octets',
    align: 'right',
    cell: (row) => usedText(row, bytesText(row.used_octets), row.octets === null ? null : bytesText(row.octets)),
  },
  {
    id: 'device',
    header: 'Device',
    optional: true,
    cell: (row) => <span className="mono">{row.mac?.match(/../g)?.join(':') ?? '–'}</span>,
  },
  { id: 'reason', header: 'At the next log-in', optional: true, cell: (row) => row.reason },
];

/** The vouchers of a batch. */
export const VoucherTable = ({ batch }: { readonly batch: VoucherBatch }) => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const states = STATES.map(({ value }) => value);
  const list = useList<typeof ListVouchers>(
    '/vouchers',
    { batch_id: batch.id, state: oneOf(search.state, states), q: search.q, sort },
    { every: LOOK_AGAIN_MS },
  );
  return (
    <Panel title="Vouchers" padded={false}>
      <DataTable
        name="vouchers"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/voucher/${row.id}` })}
        sort={sort}
        onSort={setSort}
        filters={
          <>
            <SearchFilter label="Whole code, number or device" value={search.q} onChange={(q) => set({ q })} />
            <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
          </>
        }
        empty={
          <NoMatch isFiltered={Boolean(search.q || search.state)} onClear={() => clear('q', 'state')}>
            <NothingHere title="No voucher">They were removed.</NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};
