import type { GetInvoice } from '@isp/server/contract/billing';
import { Skeleton, Table } from '@mantine/core';
import { useGet } from '../api/query.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { Money } from '../kit/Money.tsx';

/** The lines of an invoice in short: what, and how much before tax. */
export const InvoiceLinesOf = ({ id }: { readonly id: string }) => {
  const invoice = useGet<typeof GetInvoice>('/invoices/:id', { id });
  return (
    <Loaded of={invoice} waiting={<Skeleton h={40} />}>
      {({ number, lines, currency, tax_minor }) => (
        <Table aria-label={`Lines of ${number}`}>
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={line.line_no}>
                <Table.Td>{line.description}</Table.Td>
                <Table.Td ta="right">
                  <Money minor={line.net_minor} currency={currency} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tbody c="dimmed">
            <Table.Tr>
              <Table.Td>Tax</Table.Td>
              <Table.Td ta="right">
                <Money minor={tax_minor} currency={currency} />
              </Table.Td>
            </Table.Tr>
          </Table.Tbody>
        </Table>
      )}
    </Loaded>
  );
};
