import { Day } from '../kit/Day.tsx';
import { Money } from '../kit/Money.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { CreditNoteBadge } from './CreditNoteBadge.tsx';
import type { CreditNoteRow } from './credit-words.ts';

/** The columns every list of credit notes has, by name. */
export const creditNoteColumns = {
  number: { id: 'number', header: 'Number', cell: (row) => row.number },
  state: { id: 'state', header: 'State', phone: 'aside', cell: (row) => <CreditNoteBadge note={row} /> },
  issued: { id: 'issued', header: 'Issued', sort: 'issued_on', cell: (row) => <Day day={row.issued_on} /> },
  reason: { id: 'reason', header: 'Reason', cell: (row) => row.reason },
  net: {
    id: 'net',
    header: 'Net',
    align: 'right',
    cell: (row) => <Money minor={row.net_minor} currency={row.currency} />,
  },
  gross: {
    id: 'gross',
    header: 'Total',
    align: 'right',
    cell: (row) => <Money minor={row.gross_minor} currency={row.currency} />,
  },
  left: {
    id: 'left',
    header: 'Left',
    align: 'right',
    cell: (row) => (row.open_minor === 0 ? '–' : <Money minor={row.open_minor} currency={row.currency} />),
  },
} satisfies Readonly<Record<string, TableColumn<CreditNoteRow>>>;
