import type { ListCreditNotes } from '@isp/server/contract/billing';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { creditNoteColumns as of } from '../billing/CreditNoteColumns.tsx';
import type { CreditNoteRow } from '../billing/credit-words.ts';
import { AccountName } from '../kit/AccountLink.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { RefundButton } from '../payments/RefundButton.tsx';
import { RefundList } from '../payments/RefundList.tsx';
import { refundableNote } from './refundable.ts';

const columns: readonly TableColumn<CreditNoteRow>[] = [
  of.number,
  { id: 'account', header: 'Account', cell: (row) => <AccountName id={row.account_id} /> },
  of.issued,
  of.reason,
  of.gross,
  { ...of.left, header: 'To be paid out', phone: 'aside' },
  {
    id: 'do',
    header: '',
    align: 'right',
    cell: (row) => <RefundButton of={refundableNote(row)} size="compact-xs" />,
  },
];

const Waiting = () => {
  const { sort = 'issued_on', setSort } = useListSearch();
  const list = useList<typeof ListCreditNotes>('/credit-notes', { to_refund: 'true', state: 'open', sort });
  return (
    <Panel padded={false}>
      <DataTable
        name="to-be-paid-out"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/credit-notes/${row.id}` })}
        sort={sort}
        onSort={setSort}
        empty={
          <NothingHere title="Nothing waits to be paid out">
            Credit notes that are to be paid out wait here, the oldest first.
          </NothingHere>
        }
      />
    </Panel>
  );
};

const TABS = [
  { value: 'waiting', label: 'To be paid out', content: () => <Waiting /> },
  { value: 'paid', label: 'Paid out', content: () => <RefundList /> },
];

/** Money that goes out: what waits to be paid out, and what was. */
export const RefundsPage = () => {
  useLiveRefresh(['billing.credit_notes', 'payments.payments'], ['/credit-notes', '/refunds']);
  return (
    <>
      <PageHeader title="Refunds" />
      <SearchTabs tabs={TABS} />
    </>
  );
};
