import type { ListRefunds } from '@isp/server/contract/payments';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { DayFilter } from '../kit/DayFilter.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { refundColumns as of, type RefundRow } from './RefundColumns.tsx';

const columns: readonly TableColumn<RefundRow>[] = [
  of.paid,
  { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> },
  of.amount,
  of.method,
  of.reference,
  of.source,
  of.by,
  of.state,
];

const FILTERS = ['paid_from', 'paid_to'] as const;

/** Money that was paid out. */
export const RefundList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListRefunds>('/refunds', {
    sort,
    paid_from: search.paid_from,
    paid_to: search.paid_to,
  });
  return (
    <Panel padded={false}>
      <DataTable
        name="refunds"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={
          <>
            <DayFilter label="Paid from" value={search.paid_from} onChange={(paid_from) => set({ paid_from })} />
            <DayFilter label="Paid up to" value={search.paid_to} onChange={(paid_to) => set({ paid_to })} />
          </>
        }
        empty={
          <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
            <NothingHere title="Nothing was paid out yet">
              What is paid out of credit notes and over-payments is listed here.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};
