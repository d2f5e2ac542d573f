import { Table } from '@mantine/core';
import { Instant } from '../kit/Instant.tsx';
import { Money } from '../kit/Money.tsx';
import { Panel } from '../kit/Panel.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import type { CreditNote } from './credit-words.ts';

interface CreditNoteProps {
  readonly note: CreditNote;
}

type Allocation = CreditNote['allocations'][number];

const Row = ({ to, currency }: { readonly to: Allocation; readonly currency: string }) => (
  <Table.Tr>
    <Table.Td pl={0}>
      <TextLink to={`/invoices/${to.invoice_id}`} size="sm">
        {to.invoice_number}
      </TextLink>
    </Table.Td>
    <Table.Td c="dimmed" fz="xs">
      <Instant at={to.at} />
    </Table.Td>
    <Table.Td ta="right" pr={0}>
      <Money minor={to.amount_minor} currency={currency} />
    </Table.Td>
  </Table.Tr>
);

const Left = ({ note }: CreditNoteProps) => (
  <Table.Tr>
    <Table.Td pl={0} colSpan={2} c="dimmed">
      {note.to_refund ? 'To be paid out' : 'Left, for the next invoices'}
    </Table.Td>
    <Table.Td ta="right" pr={0}>
      <Money minor={note.open_minor} currency={note.currency} />
    </Table.Td>
  </Table.Tr>
);

/** Where a credit note went: the invoices it was put to, and what is left of it; nothing when all of it was paid out. */
export const CreditNoteUse = ({ note }: CreditNoteProps) =>
  note.allocations.length === 0 && note.open_minor === 0 ? null : (
    <Panel title="Where it went">
      <Table verticalSpacing={6} aria-label="Where it went">
        <Table.Tbody>
          {note.allocations.map((to) => (
            <Row key={`${to.invoice_id} ${to.at}`} to={to} currency={note.currency} />
          ))}
          {note.open_minor > 0 && <Left note={note} />}
        </Table.Tbody>
      </Table>
    </Panel>
  );
