import type { DissolveBundle } from '@isp/server/contract/flows';
import { SegmentedControl, Text } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import { FeeNote } from './EndForm.tsx';
import { type EndValues, endOf } from './end-input.ts';
import { useAccountToday } from './use-account-today.ts';
import { WhatComes } from './WhatComes.tsx';

const WHEN = [
  { value: 'today', label: 'Today' },
  { value: 'day', label: 'On a day' },
];

interface DissolveFormProps {
  readonly service: Service;
  readonly accountId: string;
  readonly onClose: () => void;
}

const dissolvedOf = (values: EndValues) => {
  const { on, waive_fee } = endOf(values);
  return { ...(on ? { on } : {}), ...(waive_fee === undefined ? {} : { waive_fee }) };
};

/** Ends a bundle and lets its parts go on by themselves; shows beforehand what would come of it. */
export const DissolveForm = ({ service, accountId, onClose }: DissolveFormProps) => {
  const today = useAccountToday(accountId);
  const { form, frame } = useCommandForm<typeof DissolveBundle, EndValues>({
    verb: 'POST',
    path: '/subscriptions/:id/dissolve',
    initial: { when: 'today', on: null, waives: false, waive_fee: '' },
    toInput: (values) => ({ id: service.id, ...dissolvedOf(values) }),
    validate: {
      on: (on, { when }) => (when === 'day' && !on ? 'choose a day' : null),
      waive_fee: (reason, { waives }) => (waives && reason.trim() === '' ? 'write why' : null),
    },
    onDone: () => {
      notifyDone(`${service.plan_name} is dissolved into its parts.`);
      onClose();
    },
  });
  const { when, on } = form.values;
  return (
    <FormDrawer title={`Dissolve ${service.plan_name}?`} onClose={onClose} {...frame} submit="Dissolve the bundle">
      <SegmentedControl aria-label="When it is dissolved" data={WHEN} {...form.getInputProps('when')} />
      {when === 'day' && <DayInput label="Day" required {...form.getInputProps('on')} />}
      <Text size="sm">
        The bundle ends. Its parts go on, each with its log-in, at the price its own plan has on that day.
      </Text>
      <FeeNote form={form} service={service} />
      <WhatComes
        id={service.id}
        currency={service.currency}
        today={today}
        doing={when === 'today' || on ? { dissolve: dissolvedOf(form.values) } : undefined}
      />
    </FormDrawer>
  );
};
