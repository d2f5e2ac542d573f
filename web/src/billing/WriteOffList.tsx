import type { ListWriteOffs } from '@isp/server/contract/billing';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { DayFilter } from '../kit/DayFilter.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';

type WriteOffRow = Row<typeof ListWriteOffs>;

const columns: readonly TableColumn<WriteOffRow>[] = [
  { id: 'invoice', header: 'Invoice', cell: (row) => row.invoice_number },
  { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> },
  { id: 'on', header: 'Day', sort: 'written_off_on', cell: (row) => <Day day={row.written_off_on} /> },
  { id: 'reason', header: 'Reason', cell: (row) => (row.amount_minor < 0 ? `Undone: ${row.reason}` : row.reason) },
  { id: 'by', header: 'By', cell: (row) => row.made_by },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    phone: 'aside',
    cell: (row) => <Money minor={row.amount_minor} currency={row.currency} />,
  },
];

const FILTERS = ['written_off_from', 'written_off_to'] as const;

const WriteOffFilters = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <DayFilter
        label="Written off from"
        value={search.written_off_from}
        onChange={(written_off_from) => set({ written_off_from })}
      />
      <DayFilter
        label="Written off up to"
        value={search.written_off_to}
        onChange={(written_off_to) => set({ written_off_to })}
      />
    </>
  );
};

/** Every debt that was given up, and what was undone of it. */
export const WriteOffList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListWriteOffs>('/write-offs', {
    sort,
    written_off_from: search.written_off_from,
    written_off_to: search.written_off_to,
  });
  useLiveRefresh(['billing.invoices'], ['/write-offs']);
  return (
    <>
      <PageHeader title="Write-offs" />
      <Panel padded={false}>
        <DataTable
          name="write-offs"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/invoices/${row.invoice_id}` })}
          sort={sort}
          onSort={setSort}
          filters={<WriteOffFilters />}
          empty={
            <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
              <NothingHere
                title="Nothing is written off"
                action={
                  <ButtonLink to="/invoices" search={{ state: 'overdue' }} variant="default">
                    To what is overdue
                  </ButtonLink>
                }
              >
                A debt that will not be paid is written off on its invoice.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
    </>
  );
};
