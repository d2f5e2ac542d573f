import type { UnpauseSubscription } from '@isp/server/contract/flows';
import { Text } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import { pauseText } from './standing-words.ts';
import { useAccountToday } from './use-account-today.ts';
import { WhatComes } from './WhatComes.tsx';

type Values = { on: string | null };

interface UnpauseFormProps {
  readonly service: Service;
  readonly accountId: string;
  /** The one that holds, or is planned. */
  readonly pause: { readonly from_on: string; readonly to_on: string | null };
  readonly onClose: () => void;
}

const useUnpauseForm = ({ service, onClose }: UnpauseFormProps, today: string) =>
  useCommandForm<typeof UnpauseSubscription, Values>({
    verb: 'POST',
    path: '/subscriptions/:id/unpause',
    initial: { on: today },
    toInput: ({ on }) => ({ id: service.id, ...(on ? { on } : {}) }),
    validate: { on: (on) => (on ? null : 'choose a day') },
    onDone: ({ state }) => {
      notifyDone(state === 'paused' ? 'The end of the pause is planned.' : 'The pause is over, or taken back.');
      onClose();
    },
  });

/** Ends a pause on a day, sooner or later than was planned, or takes one back that has not begun. */
export const UnpauseForm = (props: UnpauseFormProps) => {
  const { service, accountId, pause, onClose } = props;
  const today = useAccountToday(accountId);
  const { form, frame } = useUnpauseForm(props, today);
  const { on } = form.values;
  const isToCome = pause.from_on > today;
  return (
    <FormDrawer title={`End the pause of ${service.plan_name}`} onClose={onClose} {...frame} submit="End the pause">
      <Text size="sm">
        {pauseText(pause, today)}. {isToCome && 'Ended before it begins, it is taken back.'}
      </Text>
      <DayInput label="Back on" required {...form.getInputProps('on')} />
      <WhatComes
        id={service.id}
        currency={service.currency}
        today={today}
        doing={on ? { unpause: { on } } : undefined}
      />
    </FormDrawer>
  );
};
