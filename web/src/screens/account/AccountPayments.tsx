import type { ListPayments } from '@isp/server/contract/payments';
import { Stack } from '@mantine/core';
import type { Row } from '../../api/contract.ts';
import { useList } from '../../api/query.ts';
import { DataTable } from '../../kit/DataTable.tsx';
import { Day } from '../../kit/Day.tsx';
import { Instant } from '../../kit/Instant.tsx';
import { Money } from '../../kit/Money.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import type { TableColumn } from '../../kit/table-column.ts';
import { RefundsOf } from '../../payments/RefundsOf.tsx';
import { PaymentReversal } from './PaymentReversal.tsx';

type PaymentRow = Row<typeof ListPayments>;

const methodText = (method: string) => method.charAt(0).toUpperCase() + method.slice(1);

const columns: readonly TableColumn<PaymentRow>[] = [
  { id: 'received', header: 'Received', cell: (row) => <Day day={row.received_on} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    phone: 'aside',
    cell: (row) => <Money minor={row.amount_minor} currency={row.currency} />,
  },
  { id: 'method', header: 'How', cell: (row) => methodText(row.method) },
  { id: 'reference', header: 'Reference', cell: (row) => row.reference ?? '–' },
  {
    id: 'credit',
    header: 'Not yet used',
    align: 'right',
    cell: (row) =>
      row.unallocated_minor === 0 ? '–' : <Money minor={row.unallocated_minor} currency={row.currency} />,
  },
  {
    id: 'by',
    header: 'Recorded',
    cell: (row) => (
      <>
        {row.recorded_by}, <Instant at={row.recorded_at} />
      </>
    ),
  },
  {
    id: 'state',
    header: '',
    align: 'right',
    cell: (row) => (row.reversed_at ? <StateBadge state="reversed" /> : <PaymentReversal payment={row} />),
  },
];

const Payments = ({ accountId }: { readonly accountId: string }) => (
  <Panel padded={false}>
    <DataTable
      name="account-payments"
      list={useList<typeof ListPayments>('/payments', { account_id: accountId })}
      columns={columns}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: '/payments', search: { account_id: accountId, payment: row.id } })}
      empty={<NothingHere title="No payments yet">Record one when money has come in.</NothingHere>}
    />
  </Panel>
);

/** The payments of an account and what was paid out to it, newest first. */
export const AccountPayments = ({ accountId }: { readonly accountId: string }) => (
  <Stack gap="md">
    <Payments accountId={accountId} />
    <RefundsOf account_id={accountId} />
  </Stack>
);
