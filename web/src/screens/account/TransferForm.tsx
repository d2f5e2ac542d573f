import type { TransferSubscription } from '@isp/server/contract/flows';
import { Checkbox, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { AccountSelect } from '../../aaa/AccountSelect.tsx';
import { useMe } from '../../api/me.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { dayText, moneyText } from '../../kit/format.ts';
import { Note } from '../../kit/Note.tsx';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import { TransferAhead } from './TransferAhead.tsx';
import { type TransferValues, transferOf } from './transfer-input.ts';
import { useAccountToday } from './use-account-today.ts';
import { useContract } from './use-contract.ts';
import { useSubscription } from './use-subscription.ts';

const WHEN = [
  { value: 'today', label: 'Today' },
  { value: 'period-end', label: 'Next period' },
  { value: 'day', label: 'On a day' },
];
const CONTRACT = [
  { value: 'kept', label: 'Goes on' },
  { value: 'ended', label: 'Ends' },
];

interface TransferFormProps {
  readonly service: Service;
  readonly accountId: string;
  readonly onClose: () => void;
}

const INITIAL: TransferValues = {
  to_account_id: null,
  when: 'today',
  on: null,
  contract: 'kept',
  waives: false,
  waive_fee: '',
  keeps_price: true,
  reason: '',
};

const useTransferForm = ({ service, onClose }: TransferFormProps, toName: string) =>
  useCommandForm<typeof TransferSubscription, TransferValues>({
    verb: 'POST',
    path: '/subscriptions/:id/transfer',
    initial: INITIAL,
    toInput: (values) => ({ id: service.id, to_account_id: '', ...transferOf(values) }),
    validate: {
      to_account_id: (id) => (id ? null : 'choose an account'),
      on: (on, { when }) => (when === 'day' && !on ? 'choose a day' : null),
      waive_fee: (reason, { contract, waives }) =>
        contract === 'ended' && waives && reason.trim() === '' ? 'write why' : null,
    },
    onDone: ({ done_at, on_day }) => {
      const goes = done_at === null ? `goes to ${toName} on ${dayText(on_day)}` : `is ${toName}’s now`;
      notifyDone(`${service.plan_name} ${goes}.`);
      onClose();
    },
  });

type Form = ReturnType<typeof useTransferForm>['form'];

/** What becomes of a contract that binds it, and what ending it costs. */
const ContractChoice = ({ form, service }: { readonly form: Form; readonly service: Service }) => {
  const { may } = useMe();
  const { when, on, contract, waives } = form.values;
  const { data } = useContract(service.id, when === 'day' ? (on ?? undefined) : undefined);
  if (!data?.contract) return null;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        The contract, which binds it until {dayText(data.contract.to_on)}
      </Text>
      <SegmentedControl aria-label="The contract" data={CONTRACT} {...form.getInputProps('contract')} />
      {contract === 'ended' && data.fee_minor > 0 && (
        <Note tone="warn" title={`About ${moneyText(data.fee_minor, service.currency)} for leaving early`}>
          <Stack gap="xs">
            <span>On the last bill of the account that has it, once.</span>
            {may('billing.discounts') && (
              <Checkbox label="Do not charge it" {...form.getInputProps('waives', { type: 'checkbox' })} />
            )}
            {waives && (
              <TextInput label="Why it is not charged" required maxLength={200} {...form.getInputProps('waive_fee')} />
            )}
          </Stack>
        </Note>
      )}
    </Stack>
  );
};

/** Transfers a subscription to another account, and shows beforehand what both would be billed. */
export const TransferForm = (props: TransferFormProps) => {
  const { service, accountId, onClose } = props;
  const [toName, setToName] = useState('The other account');
  const today = useAccountToday(accountId);
  const subscription = useSubscription(service.id);
  const { form, frame } = useTransferForm(props, toName);
  const asked = transferOf(form.values);
  const own = subscription.data?.price_override_minor ?? null;
  return (
    <FormDrawer title={`Transfer ${service.plan_name}`} onClose={onClose} {...frame} submit="Transfer">
      <Text size="sm">
        Its log-in, addresses, add-ons and what is left to use go along, and who is online stays online. What was used
        and charged until then stays with the account that has it.
      </Text>
      <AccountSelect
        label="To account"
        description="Of the same currency, legal entity and time zone"
        value={form.values.to_account_id}
        error={form.errors.to_account_id}
        onChoose={(account) => {
          form.setFieldValue('to_account_id', account?.id ?? null);
          setToName(account?.name ?? 'The other account');
        }}
      />
      <SegmentedControl aria-label="When it goes" data={WHEN} {...form.getInputProps('when')} />
      {form.values.when === 'day' && (
        <DayInput label="First day the other pays" required {...form.getInputProps('on')} />
      )}
      <ContractChoice form={form} service={service} />
      {own !== null && (
        <Checkbox
          label={`Its own price of ${moneyText(own, service.currency)} goes along`}
          {...form.getInputProps('keeps_price', { type: 'checkbox' })}
        />
      )}
      <TextInput label="Why" maxLength={200} {...form.getInputProps('reason')} />
      <TransferAhead
        asked={asked && { id: service.id, ...asked }}
        toName={toName}
        currency={service.currency}
        today={today}
      />
    </FormDrawer>
  );
};
