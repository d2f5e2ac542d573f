import type { ListRefunds } from '@isp/server/contract/payments';
import { useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { Panel } from '../kit/Panel.tsx';
import { refundColumns as of } from './RefundColumns.tsx';

type Of = { readonly credit_note_id: string } | { readonly payment_id: string } | { readonly account_id: string };

const noteColumns = [of.paid, of.amount, of.method, of.reference, of.by, of.state];
const paymentColumns = [of.paid, of.amount, of.method, of.state];
const accountColumns = [of.paid, of.amount, of.method, of.reference, of.source, of.by, of.state];

const columnsOf = (what: Of) => {
  if ('account_id' in what) return accountColumns;
  return 'payment_id' in what ? paymentColumns : noteColumns;
};

/** What was paid out of a credit note or payment, or to an account; nothing when nothing was. */
export const RefundsOf = (what: Of) => {
  const list = useList<typeof ListRefunds>('/refunds', what);
  if (list.rows.length === 0) return null;
  return (
    <Panel padded={false} title="Paid out">
      <DataTable name="refunds" list={list} columns={columnsOf(what)} rowKey={(row) => row.id} empty={null} />
    </Panel>
  );
};
