import type { ListRefunds } from '@isp/server/contract/payments';
import type { Row } from '../api/contract.ts';
import { Day } from '../kit/Day.tsx';
import { Instant } from '../kit/Instant.tsx';
import { Money } from '../kit/Money.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { METHOD_WORDS } from './method-words.ts';
import { RefundReversal } from './RefundReversal.tsx';

export type RefundRow = Row<typeof ListRefunds>;

/** What a refund is paid out of, as a link. */
const Source = ({ refund }: { readonly refund: RefundRow }) =>
  refund.payment_id === null ? (
    <TextLink to={`/credit-notes/${refund.credit_note_id}`} size="sm">
      credit note
    </TextLink>
  ) : (
    <TextLink to="/payments" search={{ payment: refund.payment_id }} size="sm">
      payment
    </TextLink>
  );

/** The columns every list of refunds has, by name. */
export const refundColumns = {
  paid: { id: 'paid', header: 'Paid out', sort: 'paid_on', cell: (row) => <Day day={row.paid_on} /> },
  amount: {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    phone: 'aside',
    cell: (row) => <Money minor={row.amount_minor} currency={row.currency} />,
  },
  method: { id: 'method', header: 'How', cell: (row) => METHOD_WORDS[row.method] },
  reference: { id: 'reference', header: 'Reference', cell: (row) => row.reference ?? '–' },
  source: { id: 'source', header: 'Of a', cell: (row) => <Source refund={row} /> },
  by: {
    id: 'by',
    header: 'Recorded',
    cell: (row) => (
      <>
        {row.recorded_by}, <Instant at={row.recorded_at} />
      </>
    ),
  },
  state: {
    id: 'state',
    header: '',
    align: 'right',
    cell: (row) =>
      row.reversed_at ? (
        <span title={row.reversed_reason ?? ''}>
          <StateBadge state="reversed" />
        </span>
      ) : (
        <RefundReversal refund={row} />
      ),
  },
} satisfies Readonly<Record<string, TableColumn<RefundRow>>>;
