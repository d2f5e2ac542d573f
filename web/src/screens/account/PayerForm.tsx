import type { SetPayer } from '@isp/server/contract/flows';
import { Text } from '@mantine/core';
import { AccountSelect } from '../../aaa/AccountSelect.tsx';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Account } from './account-types.ts';

interface PayerFormProps {
  readonly account: Account;
  readonly onClose: () => void;
}

/** Has another account pay for one. */
export const PayerForm = ({ account, onClose }: PayerFormProps) => {
  const { form, frame } = useCommandForm<typeof SetPayer, { payer_id: string }>({
    verb: 'PUT',
    path: '/accounts/:id/payer',
    initial: { payer_id: '' },
    toInput: ({ payer_id }) => ({ id: account.id, payer_id }),
    validate: { payer_id: (id) => (id ? null : 'choose an account') },
    onDone: () => {
      notifyDone('The other account pays from the next document on.');
      onClose();
    },
  });
  return (
    <FormDrawer title="Who pays?" onClose={onClose} {...frame} submit="Let it pay">
      <Text size="sm">
        From the next document on, what {account.name} is charged stands on the other account’s invoices, in a part of
        its own, and the other account owes it. What was invoiced stays where it is.
      </Text>
      <Text size="sm">
        If the other account is suspended for unpaid invoices, this one’s services are suspended with it.
      </Text>
      <AccountSelect
        label="Paid for by"
        description="Of the same currency, time zone and legal entity, and paid for by no other itself"
        value={form.values.payer_id || null}
        onChoose={(chosen) => form.setFieldValue('payer_id', chosen?.id ?? '')}
        error={form.errors.payer_id}
      />
    </FormDrawer>
  );
};
