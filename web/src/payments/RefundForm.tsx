import type { RefundCreditNote } from '@isp/server/contract/flows';
import { Select, Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { moneyText } from '../kit/format.ts';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { minorOf, typedMoney } from '../kit/money-text.ts';
import { useToday } from '../kit/Now.tsx';
import { notifyDone } from '../kit/notify.ts';
import { METHOD_WORDS, METHODS } from './method-words.ts';
import { refundProblem } from './refund-words.ts';

/** What something is left of that can be paid out. */
export interface Refundable {
  readonly kind: 'credit note' | 'payment';
  readonly id: string;
  readonly left_minor: number;
  readonly currency: string;
  /** What the transfer says unless another is written: the number of the credit note, the reference of the payment. */
  readonly reference: string | null;
  /** The account's, where it is known. */
  readonly zone?: string;
}

interface RefundFormProps {
  readonly of: Refundable;
  readonly onClose: () => void;
}

type Values = { amount_minor: string; method: (typeof METHODS)[number]; reference: string; paid_on: string };

const METHOD_CHOICES = METHODS.map((value) => ({ value, label: METHOD_WORDS[value] }));

const useRefundForm = ({ of, onClose }: RefundFormProps) => {
  const today = useToday(of.zone);
  const { currency, left_minor } = of;
  // Both commands take and give the same.
  return useCommandForm<typeof RefundCreditNote, Values>({
    verb: 'POST',
    path: of.kind === 'payment' ? '/payments/:id/refund' : '/credit-notes/:id/refund',
    initial: {
      amount_minor: typedMoney(left_minor, currency),
      method: 'transfer',
      reference: of.reference ?? '',
      paid_on: today,
    },
    toInput: (values) => ({
      id: of.id,
      amount_minor: minorOf(values.amount_minor, currency) ?? 0,
      method: values.method,
      reference: values.reference.trim() || null,
      paid_on: values.paid_on,
    }),
    validate: { amount_minor: (text) => refundProblem(text, left_minor, currency) },
    onDone: (refund) => {
      notifyDone(`${moneyText(refund.amount_minor, currency)} is written down as paid out.`);
      onClose();
    },
  });
};

/** Writes down money that is paid out of what is left of a credit note or payment. */
export const RefundForm = (props: RefundFormProps) => {
  const { of, onClose } = props;
  const { form, frame } = useRefundForm(props);
  return (
    <FormDrawer title="Pay out" onClose={onClose} {...frame} submit="Write down as paid out">
      <Text size="sm">
        {moneyText(of.left_minor, of.currency)} is left of this {of.kind}. Send the money first: this writes it down. If
        it comes back, the refund can be taken back.
      </Text>
      <MoneyInput
        label="Amount"
        required
        data-autofocus
        currency={of.currency}
        {...form.getInputProps('amount_minor')}
      />
      <Select label="How" data={METHOD_CHOICES} allowDeselect={false} {...form.getInputProps('method')} />
      <TextInput
        label="Reference"
        description="What the transfer or the receipt says"
        maxLength={120}
        {...form.getInputProps('reference')}
      />
      <DayInput label="Paid on" {...form.getInputProps('paid_on')} />
    </FormDrawer>
  );
};
