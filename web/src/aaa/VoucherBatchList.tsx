import type { ListVoucherBatches } from '@isp/server/contract/aaa';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { type BatchRow, batchState, giftWords } from './voucher-words.ts';

const columns: readonly TableColumn<BatchRow>[] = [
  { id: 'name', header: 'Batch', sort: 'name', cell: (row) => row.name },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={batchState(row)} /> },
  { id: 'account', header: 'Whose', cell: (row) => <AccountLink id={row.account_id} /> },
  { id: 'gives', header: 'Each gives', cell: (row) => giftWords(row).join(' · ') },
  { id: 'size', header: 'Vouchers', sort: 'size', align: 'right', cell: (row) => countText(row.size) },
  { id: 'unused', header: 'Unused', align: 'right', cell: (row) => countText(row.unused) },
  { id: 'in_use', header: 'In use', align: 'right', cell: (row) => countText(row.in_use) },
  {
    id: 'over',
    header: 'Over',
    align: 'right',
    cell: (row) => countText(row.used_up + row.expired + row.cancelled),
  },
  {
    id: 'use_by',
    header: 'First log-in by',
    cell: (row) => (row.use_by_on === null ? 'any day' : <Day day={row.use_by_on} />),
  },
  { id: 'created', header: 'Made', sort: 'created_at', cell: (row) => <Instant at={row.created_at} /> },
];

/** Batches of vouchers, and how many of each are left. */
export const VoucherBatchList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const list = useList<typeof ListVoucherBatches>('/voucher-batches', { q: search.q, sort });
  const add = may('vouchers.write') && <ButtonLink to="/vouchers/new">Make vouchers</ButtonLink>;
  return (
    <>
      <PageHeader
        title="Vouchers"
        subtitle="Codes for guests: log-ins of their own, for so long and so much"
        actions={add}
      />
      <Panel padded={false}>
        <DataTable
          name="voucher-batches"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/vouchers/${row.id}` })}
          sort={sort}
          onSort={setSort}
          filters={<SearchFilter label="Name of the batch" value={search.q} onChange={(q) => set({ q })} />}
          empty={
            <NoMatch isFiltered={Boolean(search.q)} onClear={() => clear('q')}>
              <NothingHere title="No vouchers yet" action={add}>
                Make a batch, print it, and hand the cards out: whoever types the code on your hotspot’s page is online.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
    </>
  );
};
