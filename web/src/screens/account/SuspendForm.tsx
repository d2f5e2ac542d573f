import type { SuspendSubscription } from '@isp/server/contract/flows';
import { Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';

type Values = { note: string };

interface SuspendFormProps {
  readonly service: Service;
  readonly onClose: () => void;
}

/** Suspends a subscription by hand. */
export const SuspendForm = ({ service, onClose }: SuspendFormProps) => {
  const { form, frame } = useCommandForm<typeof SuspendSubscription, Values>({
    verb: 'POST',
    path: '/subscriptions/:id/suspend',
    initial: { note: '' },
    toInput: ({ note }) => ({ id: service.id, note: note.trim() || null }),
    onDone: () => {
      notifyDone(`${service.plan_name} is suspended.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Suspend ${service.plan_name}`} onClose={onClose} {...frame} submit="Suspend">
      <Text size="sm">
        {service.sessions.length > 0
          ? 'The live session goes to the walled garden at once.'
          : 'The next log-in goes to the walled garden.'}{' '}
        Whether it is billed meanwhile, its plan says. Resume brings it back.
      </Text>
      <TextInput
        label="Why"
        description="Kept with what the network is told"
        maxLength={200}
        {...form.getInputProps('note')}
      />
    </FormDrawer>
  );
};
