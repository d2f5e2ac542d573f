import type { UndoWriteOff } from '@isp/server/contract/flows';
import { Button, Table, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMe } from '../api/me.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { Day } from '../kit/Day.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { moneyText } from '../kit/format.ts';
import { Money } from '../kit/Money.tsx';
import { notifyDone } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import type { Invoice } from './line-words.ts';

interface InvoiceProps {
  readonly invoice: Invoice;
}

const UndoForm = ({ invoice, onClose }: InvoiceProps & { readonly onClose: () => void }) => {
  const { id, number, written_off_minor, currency } = invoice;
  const { form, frame } = useCommandForm<typeof UndoWriteOff, { reason: string }>({
    verb: 'POST',
    path: '/invoices/:id/write-off/undo',
    initial: { reason: '' },
    toInput: ({ reason }) => ({ id, reason: reason.trim() }),
    validate: { reason: (text) => (text.trim() ? null : 'write why') },
    onDone: () => {
      notifyDone(`${number} is owed again.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Undo the write-off of ${number}`} onClose={onClose} {...frame} submit="It is owed again">
      <Text size="sm">
        {moneyText(written_off_minor, currency)} is open again, due as it was. If that is overdue for long enough,
        service is suspended at once: record the payment right after.
      </Text>
      <TextInput
        label="Why"
        required
        data-autofocus
        maxLength={200}
        placeholder="Pays after all"
        {...form.getInputProps('reason')}
      />
    </FormDrawer>
  );
};

const Undo = ({ invoice }: InvoiceProps) => {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        Undo
      </Button>
      {opened && <UndoForm invoice={invoice} onClose={close} />}
    </>
  );
};

/** What was written off of an invoice: how much, when, by whom and why, and the way to undo it; nothing when nothing was. */
export const InvoiceWriteOffs = ({ invoice }: InvoiceProps) => {
  const { may } = useMe();
  if (invoice.write_offs.length === 0) return null;
  const mayUndo = may('billing.write-off') && invoice.written_off_minor > 0;
  return (
    <Panel title="Written off" actions={mayUndo && <Undo invoice={invoice} />}>
      <Table verticalSpacing={6} aria-label="Written off">
        <Table.Tbody>
          {invoice.write_offs.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Td pl={0}>
                {each.amount_minor < 0 ? 'Undone: ' : ''}
                {each.reason}
                <Text size="xs" c="dimmed">
                  <Day day={each.written_off_on} />, by {each.made_by}
                </Text>
              </Table.Td>
              <Table.Td ta="right" pr={0}>
                <Money minor={each.amount_minor} currency={invoice.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
};
