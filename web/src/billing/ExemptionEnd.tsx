import type { EndTaxExemption } from '@isp/server/contract/flows';
import { Text } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { dayText } from '../kit/format.ts';
import { notifyDone } from '../kit/notify.ts';
import type { Exemption } from './tax-words.ts';

interface ExemptionEndProps {
  readonly exemption: Exemption;
  readonly today: string;
  readonly onClose: () => void;
}

/** Ends an exemption, today or on a day to come. */
export const ExemptionEnd = ({ exemption, today, onClose }: ExemptionEndProps) => {
  const { form, frame } = useCommandForm<typeof EndTaxExemption, { on: string }>({
    verb: 'POST',
    path: '/tax-exemptions/:id/end',
    initial: { on: today },
    toInput: ({ on }) => ({ id: exemption.id, on }),
    validate: { on: (on) => (on ? null : 'choose a day') },
    onDone: ({ to_on }) => {
      notifyDone(`The exemption ends on ${dayText(to_on ?? today)}.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="End the exemption?" onClose={onClose} {...frame} submit="End exemption">
      <Text size="sm">
        Invoices issued from that day on have the tax again. What was issued without it stays. This cannot be taken
        back.
      </Text>
      <DayInput label="With tax again from" required {...form.getInputProps('on')} />
    </FormDrawer>
  );
};
