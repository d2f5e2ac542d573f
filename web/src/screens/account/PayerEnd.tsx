import type { DropPayer } from '@isp/server/contract/flows';
import { Button, Modal, Text } from '@mantine/core';
import { useCommand } from '../../api/command.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Account } from './account-types.ts';

/** Has an account pay for itself again. */
export const PayerEnd = ({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) => {
  const command = useCommand<typeof DropPayer>('DELETE', '/accounts/:id/payer', {
    onDone: () => {
      notifyDone(`${account.name} pays for itself from its next document on.`);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Have ${account.name} pay for itself?`}>
      <FormProblem problem={command.problem} fields={[]} />
      <Text size="sm">
        Its next document is its own. What was invoiced to the other account stays there, and what of it is given back
        goes there.
      </Text>
      <Button mt="lg" fullWidth loading={command.isSending} onClick={() => command.send({ id: account.id })}>
        Have it pay for itself
      </Button>
    </Modal>
  );
};
