import type { UpdatePlan } from '@isp/server/contract/tariffs';
import { Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';

type Values = { name: string };

interface PlanRenameProps {
  readonly plan: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Gives a plan another name. */
export const PlanRename = ({ plan, onClose }: PlanRenameProps) => {
  const { form, frame } = useCommandForm<typeof UpdatePlan, Values>({
    verb: 'PATCH',
    path: '/plans/:id',
    initial: { name: plan.name },
    toInput: ({ name }) => ({ id: plan.id, name }),
    validate: { name: (name) => (name.trim() ? null : 'write a name') },
    onDone: (reply) => {
      notifyDone(`It is called ${reply.name} now.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Rename ${plan.name}`} onClose={onClose} {...frame} submit="Rename">
      <Text size="sm">Invoices issued from now on carry the new name; those that are out keep the old one.</Text>
      <TextInput label="Name" required maxLength={120} data-autofocus {...form.getInputProps('name')} />
    </FormDrawer>
  );
};
