import type { UpdateMeter } from '@isp/server/contract/metering';
import { TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import type { Meter } from './meter-words.ts';

/** Gives a meter another name. */
export const MeterRename = ({ meter, onClose }: { readonly meter: Meter; readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof UpdateMeter, { name: string }>({
    verb: 'PATCH',
    path: '/meters/:id',
    initial: { name: meter.name },
    toInput: ({ name }) => ({ id: meter.id, name: name.trim() }),
    validate: { name: (name) => (name.trim() ? null : 'write a name') },
    onDone: ({ name }) => {
      notifyDone(`The meter is called ${name}.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`Rename ${meter.name}`} onClose={onClose} {...frame} submit="Save">
      <TextInput
        label="Name"
        description="Invoices to come say it"
        required
        maxLength={120}
        {...form.getInputProps('name')}
      />
    </FormDrawer>
  );
};
