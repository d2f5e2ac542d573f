import type { VoidInvoice } from '@isp/server/contract/flows';
import { List, Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { moneyText } from '../kit/format.ts';
import { notifyDone } from '../kit/notify.ts';
import { type Invoice, leftToCredit } from './line-words.ts';

interface VoidFormProps {
  readonly invoice: Invoice;
  readonly onClose: () => void;
}

/** Voids an invoice, once one has read what becomes of it. */
export const VoidForm = ({ invoice, onClose }: VoidFormProps) => {
  const { id, number, currency } = invoice;
  const { form, frame } = useCommandForm<typeof VoidInvoice, { reason: string }>({
    verb: 'POST',
    path: '/invoices/:id/void',
    initial: { reason: '' },
    toInput: ({ reason }) => ({ id, reason: reason.trim() }),
    validate: { reason: (text) => (text.trim() ? null : 'write why; the credit note says it') },
    onDone: () => {
      notifyDone(`Invoice ${number} is void.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Void ${number}`} onClose={onClose} {...frame} submit="Void this invoice">
      <Text size="sm">An invoice that is out stays what it was, with its number. To void it:</Text>
      <List size="sm" spacing={4}>
        <List.Item>
          A credit note of {moneyText(leftToCredit(invoice), currency)} gives back all that is left of it.
        </List.Item>
        <List.Item>What was paid on it is the customer’s again and goes to other open invoices.</List.Item>
        <List.Item>
          Its days count as billed and are not charged again. To charge them anew, change the subscription as of the
          first of those days.
        </List.Item>
      </List>
      <TextInput
        label="Reason"
        description="The credit note says it"
        required
        data-autofocus
        maxLength={200}
        {...form.getInputProps('reason')}
      />
    </FormDrawer>
  );
};
