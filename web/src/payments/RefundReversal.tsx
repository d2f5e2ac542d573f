import type { ReverseRefund } from '@isp/server/contract/flows';
import { Button, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMe } from '../api/me.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { moneyText } from '../kit/format.ts';
import { notifyDone } from '../kit/notify.ts';
import type { RefundRow } from './RefundColumns.tsx';

interface RefundProps {
  readonly refund: RefundRow;
}

const ReversalForm = ({ refund, onClose }: RefundProps & { readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof ReverseRefund, { reason: string }>({
    verb: 'POST',
    path: '/refunds/:id/reverse',
    initial: { reason: '' },
    toInput: ({ reason }) => ({ id: refund.id, reason: reason.trim() }),
    validate: { reason: (text) => (text.trim() ? null : 'write why') },
    onDone: () => {
      notifyDone('The refund is taken back.');
      onClose();
    },
  });
  const amount = moneyText(refund.amount_minor, refund.currency);
  const from = refund.payment_id === null ? 'credit note' : 'payment';
  return (
    <FormDrawer title={`Take back the refund of ${amount}`} onClose={onClose} {...frame} submit="Take back">
      <Text size="sm">
        {amount} is left of the {from} again. What is not kept for paying out goes to open invoices. The refund stays on
        record as reversed.
      </Text>
      <TextInput
        label="Why"
        required
        maxLength={200}
        placeholder="Returned by the bank: wrong account number"
        {...form.getInputProps('reason')}
      />
    </FormDrawer>
  );
};

/** Takes back a refund that did not arrive, for those who may; of one that was taken back, that it was. */
export const RefundReversal = ({ refund }: RefundProps) => {
  const { may } = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  if (!may('payments.refund') || refund.reversed_at !== null) return null;
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-xs" onClick={open}>
        Take back
      </Button>
      {opened && <ReversalForm refund={refund} onClose={close} />}
    </>
  );
};
