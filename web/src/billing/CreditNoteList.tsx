import type { ListCreditNotes } from '@isp/server/contract/billing';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { AccountName } from '../kit/AccountLink.tsx';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { DayFilter } from '../kit/DayFilter.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { BillRunFilter } from './BillRunFilter.tsx';
import { creditNoteColumns as of } from './CreditNoteColumns.tsx';
import type { CreditNoteRow } from './credit-words.ts';

const columns: readonly TableColumn<CreditNoteRow>[] = [
  of.number,
  { id: 'account', header: 'Account', cell: (row) => <AccountName id={row.account_id} /> },
  of.state,
  of.issued,
  of.reason,
  of.net,
  of.gross,
  of.left,
  {
    id: 'tax',
    header: 'Tax',
    align: 'right',
    optional: true,
    cell: (row) => <Money minor={row.tax_minor} currency={row.currency} />,
  },
  { id: 'by', header: 'Made', optional: true, cell: (row) => (row.by_hand ? 'by hand' : 'by itself') },
];

const STATES = [
  { value: 'open', label: 'Open' },
  { value: 'used', label: 'Used' },
];

const FILTERS = ['state', 'to_refund', 'number', 'bill_run_id', 'issued_from', 'issued_to'] as const;

const CreditNoteFilters = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <SearchFilter label="Number" value={search.number} onChange={(number) => set({ number })} />
      <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
      <DayFilter label="Issued from" value={search.issued_from} onChange={(issued_from) => set({ issued_from })} />
      <DayFilter label="Issued up to" value={search.issued_to} onChange={(issued_to) => set({ issued_to })} />
      <BillRunFilter
        counts="credit_notes"
        value={search.bill_run_id}
        onChange={(bill_run_id) => set({ bill_run_id })}
      />
      <ToggleFilter
        label="To be paid out"
        isOn={search.to_refund === 'true'}
        onChange={(on) => set({ to_refund: on ? 'true' : undefined })}
      />
    </>
  );
};

/** Every credit note. */
export const CreditNoteList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListCreditNotes>('/credit-notes', {
    sort,
    state: oneOf(search.state, ['open', 'used']),
    to_refund: oneOf(search.to_refund, ['true']),
    number: search.number,
    bill_run_id: search.bill_run_id,
    issued_from: search.issued_from,
    issued_to: search.issued_to,
  });
  useLiveRefresh(['billing.credit_notes', 'billing.invoices'], ['/credit-notes']);
  return (
    <>
      <PageHeader title="Credit notes" />
      <Panel padded={false}>
        <DataTable
          name="credit-notes"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/credit-notes/${row.id}` })}
          sort={sort}
          onSort={setSort}
          filters={<CreditNoteFilters />}
          empty={
            <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
              <NothingHere
                title="No credit notes yet"
                action={
                  <ButtonLink to="/invoices" variant="default">
                    To the invoices
                  </ButtonLink>
                }
              >
                A bill run makes them for days that were billed and not used; an invoice can be credited by hand.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
    </>
  );
};
