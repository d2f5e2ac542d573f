import type { WriteOffInvoice } from '@isp/server/contract/flows';
import { Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { moneyText } from '../kit/format.ts';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { minorOf, typedMoney } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';
import type { Invoice } from './line-words.ts';
import { writeOffProblem } from './write-off-words.ts';

interface WriteOffFormProps {
  readonly invoice: Invoice;
  readonly onClose: () => void;
}

/** Gives up what is open of an invoice, or some of it. */
export const WriteOffForm = ({ invoice, onClose }: WriteOffFormProps) => {
  const { id, number, open_minor, currency } = invoice;
  const { form, frame } = useCommandForm<typeof WriteOffInvoice, { amount_minor: string; reason: string }>({
    verb: 'POST',
    path: '/invoices/:id/write-off',
    initial: { amount_minor: typedMoney(open_minor, currency), reason: '' },
    toInput: (values) => ({
      id,
      amount_minor: minorOf(values.amount_minor, currency) ?? 0,
      reason: values.reason.trim(),
    }),
    validate: {
      amount_minor: (text) => writeOffProblem(text, open_minor, currency),
      reason: (text) => (text.trim() ? null : 'write why'),
    },
    onDone: () => {
      notifyDone(`Written off of ${number}.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Write off ${number}`} onClose={onClose} {...frame} submit="Write off">
      <Text size="sm">
        {moneyText(open_minor, currency)} is open. What is written off is asked for no more: no reminders, and service
        that was suspended for it comes back when nothing else is overdue. If the customer pays after all, it can be
        undone.
      </Text>
      <MoneyInput label="Amount" required data-autofocus currency={currency} {...form.getInputProps('amount_minor')} />
      <TextInput label="Reason" required maxLength={200} {...form.getInputProps('reason')} />
    </FormDrawer>
  );
};
