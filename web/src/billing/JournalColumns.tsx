import { AccountLink } from '../kit/AccountLink.tsx';
import { Day } from '../kit/Day.tsx';
import { Instant } from '../kit/Instant.tsx';
import { Money } from '../kit/Money.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import classes from './Journal.module.css';
import { documentTarget, type LedgerTransaction, ledgerText, transactionText } from './ledger-words.ts';

const Postings = ({ row }: { readonly row: LedgerTransaction }) => (
  <ul className={classes.postings}>
    {row.postings.map(({ ledger_account, amount_minor }) => (
      <li key={ledger_account}>
        <TextLink
          to={`/ledger/${ledger_account}`}
          search={{ legal_entity_id: row.legal_entity_id, currency: row.currency }}
          c="inherit"
          inherit
        >
          {ledgerText(ledger_account)}
        </TextLink>
        <span data-side={amount_minor < 0 ? 'credit' : 'debit'}>
          <Money minor={amount_minor} currency={row.currency} />
        </span>
      </li>
    ))}
  </ul>
);

/** The columns of a list of ledger transactions. */
export const journalColumns: readonly TableColumn<LedgerTransaction>[] = [
  {
    id: 'document',
    header: 'Posted for',
    cell: (row) => {
      const { to, search } = documentTarget(row);
      return (
        <TextLink to={to} {...(search ? { search } : {})} inherit>
          {transactionText(row)}
        </TextLink>
      );
    },
  },
  { id: 'day', header: 'Day', sort: 'posted_on', cell: (row) => <Day day={row.posted_on} /> },
  {
    id: 'account',
    header: 'Account',
    cell: (row) => (row.account_id === null ? '–' : <AccountLink id={row.account_id} />),
  },
  { id: 'postings', header: 'Debits and credits', cell: (row) => <Postings row={row} /> },
  {
    id: 'amount',
    header: 'Debited in all',
    align: 'right',
    optional: true,
    cell: (row) => <Money minor={row.amount_minor} currency={row.currency} />,
  },
  { id: 'at', header: 'Written', optional: true, cell: (row) => <Instant at={row.posted_at} as="full" /> },
];
