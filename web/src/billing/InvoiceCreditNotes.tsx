import type { ListCreditNotes } from '@isp/server/contract/billing';
import { Button, Table } from '@mantine/core';
import { useList } from '../api/query.ts';
import { Day } from '../kit/Day.tsx';
import { Money } from '../kit/Money.tsx';
import { Panel } from '../kit/Panel.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { CreditNoteBadge } from './CreditNoteBadge.tsx';

/** The credit notes that give back something of an invoice; nothing when there are none. */
export const InvoiceCreditNotes = ({ invoiceId }: { readonly invoiceId: string }) => {
  const list = useList<typeof ListCreditNotes>('/credit-notes', { invoice_id: invoiceId });
  if (list.rows.length === 0) return null;
  return (
    <Panel title="Credit notes">
      <Table verticalSpacing={6} aria-label="Credit notes of this invoice">
        <Table.Tbody>
          {list.rows.map((note) => (
            <Table.Tr key={note.id}>
              <Table.Td pl={0}>
                <TextLink to={`/credit-notes/${note.id}`} size="sm">
                  {note.number}
                </TextLink>
                <div style={{ fontSize: 'var(--mantine-font-size-xs)', color: 'var(--mantine-color-dimmed)' }}>
                  <Day day={note.issued_on} />, {note.reason}
                </div>
              </Table.Td>
              <Table.Td>
                <CreditNoteBadge note={note} />
              </Table.Td>
              <Table.Td ta="right" pr={0}>
                <Money minor={note.gross_minor} currency={note.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {list.hasMore && (
        <Button mt="xs" variant="default" size="xs" loading={list.isLoadingMore} onClick={list.loadMore}>
          Load more
        </Button>
      )}
    </Panel>
  );
};
