import type { ListInvoices } from '@isp/server/contract/billing';
import type { Row } from '../../api/contract.ts';
import { useList } from '../../api/query.ts';
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

/** The invoices of an account, newest first. */
export const AccountInvoices = ({ accountId }: { readonly accountId: string }) => (
  <Panel padded={false}>
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
