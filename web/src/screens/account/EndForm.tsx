import type { EndSubscription } from '@isp/server/contract/flows';
import { Checkbox, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { dayText, moneyText } from '../../kit/format.ts';
import { Note } from '../../kit/Note.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import { type EndValues, endOf } from './end-input.ts';
import { useAccountToday } from './use-account-today.ts';
import { useContract } from './use-contract.ts';
import { WhatComes } from './WhatComes.tsx';

const TODAY = { value: 'today', label: 'Today' };
const DAY = { value: 'day', label: 'On a day' };
const KEEP = { value: 'keep', label: 'Keep it' };

interface EndFormProps {
  readonly service: Service;
  readonly accountId: string;
  readonly onClose: () => void;
}

const doneText = (name: string, { state, ended_on }: { readonly state: string; readonly ended_on: string | null }) => {
  if (ended_on === null) return `${name} goes on.`;
  return state === 'ended' ? `${name} has ended.` : `${name} ends on ${dayText(ended_on)}.`;
};

const useEndForm = ({ service, onClose }: EndFormProps) =>
  useCommandForm<typeof EndSubscription, EndValues>({
    verb: 'POST',
    path: '/subscriptions/:id/end',
    initial: { when: service.ended_on === null ? 'today' : 'keep', on: null, waives: false, waive_fee: '' },
    toInput: (values) => ({ id: service.id, ...endOf(values) }),
    validate: {
      on: (on, { when }) => (when === 'day' && !on ? 'choose a day' : null),
      waive_fee: (reason, { waives }) => (waives && reason.trim() === '' ? 'write why' : null),
    },
    onDone: (reply) => {
      notifyDone(doneText(service.plan_name, reply));
      onClose();
    },
  });

interface FeeNoteProps {
  readonly form: ReturnType<typeof useEndForm>['form'];
  readonly service: Service;
}

/** What the end costs by the contract on the day that is typed, and, for who may, that it is not charged. */
export const FeeNote = ({ form, service }: FeeNoteProps) => {
  const { may } = useMe();
  const { when, on, waives } = form.values;
  const isSaid = when === 'today' || (when === 'day' && Boolean(on));
  const { data } = useContract(service.id, when === 'day' ? (on ?? undefined) : undefined, isSaid);
  if (!isSaid || !data || data.fee_minor === 0) return null;
  const until = data.contract ? `, which binds it until ${dayText(data.contract.to_on)}` : '';
  return (
    <Note tone="warn" title={`${moneyText(data.fee_minor, service.currency)} for leaving early`}>
      <Stack gap="xs">
        <span>By its contract{until}. It comes on the last bill, once.</span>
        {may('billing.discounts') && (
          <Checkbox label="Do not charge it" {...form.getInputProps('waives', { type: 'checkbox' })} />
        )}
        {waives && <TextInput label="Why" required maxLength={200} {...form.getInputProps('waive_fee')} />}
      </Stack>
    </Note>
  );
};

/** Ends a subscription today or on a day, or keeps one whose end is planned; shows beforehand what would come of it. */
export const EndForm = (props: EndFormProps) => {
  const { service, accountId, onClose } = props;
  const today = useAccountToday(accountId);
  const { form, frame } = useEndForm(props);
  const { when, on } = form.values;
  const isPlanned = service.ended_on !== null;
  const saysEnd = when !== 'day' || Boolean(on);
  return (
    <FormDrawer
      title={`End ${service.plan_name}?`}
      onClose={onClose}
      {...frame}
      submit={when === 'keep' ? 'Keep it' : 'End the subscription'}
    >
      {service.ended_on && <Text size="sm">Its end is planned for {dayText(service.ended_on)}.</Text>}
      <SegmentedControl
        aria-label="When it ends"
        data={isPlanned ? [TODAY, DAY, KEEP] : [TODAY, DAY]}
        {...form.getInputProps('when')}
      />
      {when === 'day' && <DayInput label="Day" required {...form.getInputProps('on')} />}
      <Text size="sm">
        {when === 'keep'
          ? 'It goes on as if no end had been planned.'
          : 'Then a live session is cut, and the username and the address are given back.'}
        {when === 'today' && ' This cannot be taken back.'}
      </Text>
      <FeeNote form={form} service={service} />
      <WhatComes
        id={service.id}
        currency={service.currency}
        today={today}
        doing={saysEnd ? { end: endOf(form.values) } : undefined}
      />
    </FormDrawer>
  );
};
