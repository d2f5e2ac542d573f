import type { ListInvoices } from '@isp/server/contract/billing';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { DayFilter } from '../kit/DayFilter.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { BillRunFilter } from './BillRunFilter.tsx';

type InvoiceRow = Row<typeof ListInvoices>;

const columns: readonly TableColumn<InvoiceRow>[] = [
  { id: 'number', header: 'Number', sort: 'number', cell: (row) => row.number },
  { id: 'recipient', header: 'Recipient', cell: (row) => row.recipient.name },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  { id: 'issued', header: 'Issued', sort: 'issued_on', cell: (row) => <Day day={row.issued_on} /> },
  { id: 'due', header: 'Due', sort: 'due_on', cell: (row) => <Day day={row.due_on} /> },
  {
    id: 'gross',
    header: 'Total',
    align: 'right',
    cell: (row) => <Money minor={row.gross_minor} currency={row.currency} />,
  },
  {
    id: 'open',
    header: 'Open',
    align: 'right',
    cell: (row) => (row.open_minor === 0 ? '–' : <Money minor={row.open_minor} currency={row.currency} />),
  },
  {
    id: 'net',
    header: 'Net',
    align: 'right',
    optional: true,
    cell: (row) => <Money minor={row.net_minor} currency={row.currency} />,
  },
  {
    id: 'tax',
    header: 'Tax',
    align: 'right',
    optional: true,
    cell: (row) => <Money minor={row.tax_minor} currency={row.currency} />,
  },
  { id: 'account', header: 'Account', optional: true, cell: (row) => row.recipient.account_number },
];

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'overdue', label: 'Overdue' },
  { value: 'paid', label: 'Paid' },
  { value: 'written-off', label: 'Written off' },
  { value: 'void', label: 'Void' },
];

const FILTERS = ['state', 'number', 'bill_run_id', 'issued_from', 'issued_to'] as const;

const InvoiceFilters = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <SearchFilter label="Number" value={search.number} onChange={(number) => set({ number })} />
      <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
      <DayFilter label="Issued from" value={search.issued_from} onChange={(issued_from) => set({ issued_from })} />
      <DayFilter label="Issued up to" value={search.issued_to} onChange={(issued_to) => set({ issued_to })} />
      <BillRunFilter value={search.bill_run_id} onChange={(bill_run_id) => set({ bill_run_id })} />
    </>
  );
};

/** Every issued invoice. */
export const InvoiceList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListInvoices>('/invoices', {
    sort,
    state: oneOf(search.state, ['open', 'overdue', 'paid', 'written-off', 'void']),
    number: search.number,
    bill_run_id: search.bill_run_id,
    issued_from: search.issued_from,
    issued_to: search.issued_to,
  });
  useLiveRefresh(['billing.invoices', 'payments.payments'], ['/invoices']);
  return (
    <>
      <PageHeader title="Invoices" />
      <Panel padded={false}>
        <DataTable
          name="invoices"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/invoices/${row.id}` })}
          sort={sort}
          onSort={setSort}
          filters={<InvoiceFilters />}
          empty={
            <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
              <NothingHere
                title="No invoices yet"
                action={
                  <ButtonLink to="/bill-runs" variant="default">
                    To the bill runs
                  </ButtonLink>
                }
              >
                A bill run makes them when periods fall due.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
    </>
  );
};
