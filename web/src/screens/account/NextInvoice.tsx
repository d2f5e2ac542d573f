import type { PreviewInvoice } from '@isp/server/contract/flows';
import { Button, Modal, Skeleton, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Reply } from '../../api/contract.ts';
import { useGet } from '../../api/query.ts';
import { dayText } from '../../kit/format.ts';
import { Loaded } from '../../kit/Loaded.tsx';
import { Money } from '../../kit/Money.tsx';
import { Note } from '../../kit/Note.tsx';

type Preview = Reply<typeof PreviewInvoice>;

interface NextInvoiceProps {
  readonly accountId: string;
  readonly on: string;
}

const Lines = ({ invoice }: { readonly invoice: NonNullable<Preview['invoice']> }) => (
  <Table aria-label="Lines of the next invoice">
    <Table.Tbody>
      {invoice.lines.map((line) => (
        <Table.Tr key={`${line.kind}${line.description}${line.period_from}`}>
          <Table.Td>{line.description}</Table.Td>
          <Table.Td ta="right">
            <Money minor={line.net_minor} currency={invoice.currency} />
          </Table.Td>
        </Table.Tr>
      ))}
      <Table.Tr>
        <Table.Td c="dimmed">Tax</Table.Td>
        <Table.Td ta="right">
          <Money minor={invoice.tax_minor} currency={invoice.currency} />
        </Table.Td>
      </Table.Tr>
      <Table.Tr fw={620}>
        <Table.Td>Total</Table.Td>
        <Table.Td ta="right">
          <Money minor={invoice.gross_minor} currency={invoice.currency} />
        </Table.Td>
      </Table.Tr>
    </Table.Tbody>
  </Table>
);

const PreviewOf = ({ accountId, on }: NextInvoiceProps) => {
  const preview = useGet<typeof PreviewInvoice>('/accounts/:account_id/next-invoice', {
    account_id: accountId,
    as_of: on,
  });
  return (
    <Loaded of={preview} waiting={<Skeleton h={120} />}>
      {({ invoice, held }) => (
        <>
          {held !== null && <Note tone="warn">It would be held back: {held}</Note>}
          {invoice && <Lines invoice={invoice} />}
          {!invoice && held === null && <Note tone="idle">Nothing would be billed on that day.</Note>}
        </>
      )}
    </Loaded>
  );
};

/** Opens what the next invoice would be, as things stand now. */
export const NextInvoice = ({ accountId, on }: NextInvoiceProps) => {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" size="compact-xs" ml={-8} onClick={open}>
        Preview
      </Button>
      <Modal opened={opened} onClose={close} title={`The invoice of ${dayText(on)}, as things stand`}>
        {opened && <PreviewOf accountId={accountId} on={on} />}
      </Modal>
    </>
  );
};
