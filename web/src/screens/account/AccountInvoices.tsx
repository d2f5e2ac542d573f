import type { ListCreditNotes, ListInvoices } from '@isp/server/contract/billing';
import { Stack } from '@mantine/core';
import type { Row } from '../../api/contract.ts';
import { useLiveRefresh } from '../../api/live-refresh.ts';
import { useList } from '../../api/query.ts';
import { creditNoteColumns as of } from '../../billing/CreditNoteColumns.tsx';
import type { CreditNoteRow } from '../../billing/credit-words.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { Day } from '../../kit/Day.tsx';
import { Money } from '../../kit/Money.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import type { TableColumn } from '../../kit/table-column.ts';

type InvoiceRow = Row<typeof ListInvoices>;

const columns: readonly TableColumn<InvoiceRow>[] = [
  { id: 'number', header: 'Number', cell: (row) => row.number },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  { id: 'issued', header: 'Issued', cell: (row) => <Day day={row.issued_on} /> },
  { id: 'due', header: 'Due', cell: (row) => <Day day={row.due_on} /> },
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
];

const creditColumns: readonly TableColumn<CreditNoteRow>[] = [
  of.number,
  of.state,
  of.issued,
  of.reason,
  of.gross,
  of.left,
];

interface AccountProps {
  readonly accountId: string;
}

const Invoices = ({ accountId }: AccountProps) => (
  <Panel padded={false} title="Invoices">
    <DataTable
      name="account-invoices"
      isMain
      list={useList<typeof ListInvoices>('/invoices', { account_id: accountId })}
      columns={columns}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: `/invoices/${row.id}` })}
      empty={<NothingHere title="No invoices yet">They are made when a period falls due.</NothingHere>}
    />
  </Panel>
);

/** Invoices of who pays for the account, with lines of it; nothing where there are none. */
const PaidByOthers = ({ accountId }: AccountProps) => {
  const list = useList<typeof ListInvoices>('/invoices', { for_account_id: accountId });
  const others = { ...list, rows: list.rows.filter((row) => row.account_id !== accountId) };
  if (others.rows.length === 0) return null;
  return (
    <Panel padded={false} title="On invoices of its payer">
      <DataTable
        name="account-paid-invoices"
        list={others}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/invoices/${row.id}` })}
        empty={<NothingHere title="None">Its lines are on its own invoices.</NothingHere>}
      />
    </Panel>
  );
};

const CreditNotes = ({ accountId }: AccountProps) => (
  <Panel padded={false} title="Credit notes">
    <DataTable
      name="account-credit-notes"
      list={useList<typeof ListCreditNotes>('/credit-notes', { account_id: accountId })}
      columns={creditColumns}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: `/credit-notes/${row.id}` })}
      empty={
        <NothingHere title="No credit notes yet">
          They give back what was billed and not used, or what somebody credits by hand.
        </NothingHere>
      }
    />
  </Panel>
);

/** The invoices and credit notes of an account, newest first. */
export const AccountInvoices = ({ accountId }: AccountProps) => {
  useLiveRefresh(['billing.credit_notes', 'billing.invoices'], ['/credit-notes']);
  return (
    <Stack gap="md">
      <Invoices accountId={accountId} />
      <PaidByOthers accountId={accountId} />
      <CreditNotes accountId={accountId} />
    </Stack>
  );
};
