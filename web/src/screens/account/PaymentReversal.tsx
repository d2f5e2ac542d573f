import type { ReversePayment } from '@isp/server/contract/flows';
import { Button, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMe } from '../../api/me.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { moneyText } from '../../kit/format.ts';
import { notifyDone } from '../../kit/notify.ts';

interface Reversible {
  readonly id: string;
  readonly amount_minor: number;
  readonly currency: string;
}

type Values = { reason: string };

const ReversalForm = ({ payment, onClose }: { readonly payment: Reversible; readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof ReversePayment, Values>({
    verb: 'POST',
    path: '/payments/:id/reverse',
    initial: { reason: '' },
    toInput: ({ reason }) => ({ id: payment.id, reason }),
    validate: { reason: (text) => (text.trim() ? null : 'write why') },
    onDone: () => {
      notifyDone('The payment is taken back.');
      onClose();
    },
  });
  return (
    <FormDrawer
      title={`Take back ${moneyText(payment.amount_minor, payment.currency)}`}
      onClose={onClose}
      {...frame}
      submit="Take back"
    >
      <Text size="sm">
        The invoices it paid are open again; if they are overdue, dunning goes on from there. The payment stays on
        record as reversed.
      </Text>
      <TextInput
        label="Why"
        required
        maxLength={200}
        placeholder="Returned by the bank"
        {...form.getInputProps('reason')}
      />
    </FormDrawer>
  );
};

/** Takes a payment back, for those who may. */
export const PaymentReversal = ({ payment }: { readonly payment: Reversible }) => {
  const { may } = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  if (!may('payments.write')) return null;
  return (
    <>
      <Button variant="subtle" color="gray" size="compact-xs" onClick={open}>
        Take back
      </Button>
      {opened && <ReversalForm payment={payment} onClose={close} />}
    </>
  );
};
