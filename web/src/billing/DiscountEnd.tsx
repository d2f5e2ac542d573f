import type { EndDiscount } from '@isp/server/contract/flows';
import { Text } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { dayText } from '../kit/format.ts';
import { notifyDone } from '../kit/notify.ts';
import type { Discount } from './discount-words.ts';

interface DiscountEndProps {
  readonly discount: Discount;
  readonly today: string;
  readonly onClose: () => void;
}

/** Ends a discount, today or on a day to come. */
export const DiscountEnd = ({ discount, today, onClose }: DiscountEndProps) => {
  const { form, frame } = useCommandForm<typeof EndDiscount, { on: string }>({
    verb: 'POST',
    path: '/discounts/:id/end',
    initial: { on: today },
    toInput: ({ on }) => ({ id: discount.id, on }),
    validate: { on: (on) => (on ? null : 'choose a day') },
    onDone: ({ name, ended_on }) => {
      notifyDone(`${name} ends on ${dayText(ended_on ?? today)}.`);
      onClose();
    },
  });
  return (
    <FormDrawer title={`End ${discount.name}?`} onClose={onClose} {...frame} submit="End discount">
      <Text size="sm">
        From that day on the full price is charged when it falls due. What was taken off bills that are out stays. This
        cannot be taken back.
      </Text>
      <DayInput label="First day without it" required {...form.getInputProps('on')} />
    </FormDrawer>
  );
};
