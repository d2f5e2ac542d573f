import type { PauseSubscription } from '@isp/server/contract/flows';
import { Text, TextInput } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { dayText } from '../../kit/format.ts';
import { MoneyInput } from '../../kit/MoneyInput.tsx';
import { amountProblem } from '../../kit/money-text.ts';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import { type PauseValues, pauseOf, saysPause, untilProblem } from './pause-input.ts';
import { useAccountToday } from './use-account-today.ts';
import { WhatComes } from './WhatComes.tsx';

interface PauseFormProps {
  readonly service: Service;
  readonly accountId: string;
  readonly onClose: () => void;
}

const usePauseForm = ({ service, onClose }: PauseFormProps, today: string) => {
  const { currency } = service;
  return useCommandForm<typeof PauseSubscription, PauseValues>({
    verb: 'POST',
    path: '/subscriptions/:id/pause',
    initial: { from_on: today, to_on: null, hold_fee_minor: '', note: '' },
    toInput: (values) => ({ id: service.id, ...pauseOf(values, currency) }),
    validate: {
      from_on: (day) => (day ? null : 'choose a day'),
      to_on: (_, values) => untilProblem(values),
      hold_fee_minor: (text) => (text.trim() === '' ? null : amountProblem(text, currency)),
    },
    onDone: ({ state }) => {
      notifyDone(state === 'active' ? 'The pause is planned.' : `${service.plan_name} is paused.`);
      onClose();
    },
  });
};

/** Pauses a subscription as its customer wishes, and shows beforehand what would come of it. */
export const PauseForm = (props: PauseFormProps) => {
  const { service, accountId, onClose } = props;
  const { currency } = service;
  const today = useAccountToday(accountId);
  const { form, frame } = usePauseForm(props, today);
  const { to_on } = form.values;
  return (
    <FormDrawer title={`Pause ${service.plan_name}`} onClose={onClose} {...frame} submit="Pause">
      <Text size="sm">
        While it rests nothing is charged but a hold fee; it is walled in, its username and addresses stay its own.
      </Text>
      <DayInput label="From" required {...form.getInputProps('from_on')} />
      <DayInput
        label="Until"
        clearable
        description={to_on ? `It is back on ${dayText(to_on)}` : 'Left empty, until somebody ends the pause'}
        {...form.getInputProps('to_on')}
      />
      <MoneyInput
        label="Hold fee"
        description="For a whole period at rest; left empty, as the plan says"
        currency={currency}
        {...form.getInputProps('hold_fee_minor')}
      />
      <TextInput label="Why" description="Kept as a note" maxLength={200} {...form.getInputProps('note')} />
      <WhatComes
        id={service.id}
        currency={currency}
        today={today}
        doing={
          saysPause(form.values, currency) ? { pause: { ...pauseOf(form.values, currency), note: null } } : undefined
        }
      />
    </FormDrawer>
  );
};
