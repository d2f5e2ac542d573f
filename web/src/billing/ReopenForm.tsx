import type { ListClosings, ReopenBooks } from '@isp/server/contract/billing';
import { Text, TextInput } from '@mantine/core';
import type { Row } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { dayText } from '../kit/format.ts';
import { notifyDone } from '../kit/notify.ts';

interface ReopenFormProps {
  readonly closing: Row<typeof ListClosings>;
  readonly onClose: () => void;
}

/** Takes the last closing back, for a reason. */
export const ReopenForm = ({ closing, onClose }: ReopenFormProps) => {
  const { form, frame } = useCommandForm<typeof ReopenBooks, { reason: string }>({
    verb: 'POST',
    path: '/closings/:id/reopen',
    initial: { reason: '' },
    toInput: ({ reason }) => ({ id: closing.id, reason }),
    validate: { reason: (reason) => (reason.trim() ? null : 'write why; it is kept') },
    onDone: () => {
      notifyDone(`The closing through ${dayText(closing.closed_through)} is taken back.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="Open the books again" onClose={onClose} {...frame} submit="Open again">
      <Text size="sm">
        The closing through {dayText(closing.closed_through)} is taken back, with the revenue it deferred. Both stay in
        the journal. Close the books again once that is done which could not wait.
      </Text>
      <TextInput label="Reason" required maxLength={200} data-autofocus {...form.getInputProps('reason')} />
    </FormDrawer>
  );
};
