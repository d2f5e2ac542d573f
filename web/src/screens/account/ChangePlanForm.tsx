import type { ChangePlan } from '@isp/server/contract/flows';
import { NumberInput, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { dayText } from '../../kit/format.ts';
import { MoneyInput } from '../../kit/MoneyInput.tsx';
import { amountProblem, minorOf } from '../../kit/money-text.ts';
import { notifyDone } from '../../kit/notify.ts';
import { contractText } from '../../tariffs/contract-words.ts';
import type { Service } from './account-types.ts';
import { type ChangeValues, changeOf, saysChange, saysNothing } from './change-plan-input.ts';
import { OutOfArea } from './OutOfArea.tsx';
import { useAccountToday } from './use-account-today.ts';
import { useContract } from './use-contract.ts';
import { usePlans } from './use-plans.ts';
import { WhatComes } from './WhatComes.tsx';

const WHEN = [
  { value: 'rules', label: 'as the rules of its plan say' },
  { value: 'now', label: 'now' },
  { value: 'period-end', label: 'from the next period' },
  { value: 'day', label: 'on a day' },
];
const TERMS = [
  { value: 'kept', label: 'Keep its terms' },
  { value: 'newest', label: 'Those sold now' },
];
const PERIODS = [
  { value: 'kept', label: 'Go on as they are' },
  { value: 'anew', label: 'Begin anew' },
];

const CONTRACTS = [
  { value: 'kept', label: 'Goes on' },
  { value: 'renewed', label: 'Begins anew' },
];

interface ChangePlanFormProps {
  readonly service: Service;
  readonly accountId: string;
  readonly onClose: () => void;
}

const useChangeForm = ({ service, onClose }: ChangePlanFormProps) => {
  const { currency } = service;
  return useCommandForm<typeof ChangePlan, ChangeValues>({
    verb: 'POST',
    path: '/subscriptions/:id/change-plan',
    initial: {
      plan_id: service.parent_id === null ? '' : service.plan_id,
      terms: 'kept',
      when: 'rules',
      on: null,
      price_override_minor: '',
      quantity: '',
      anchor_day: '',
      periods: 'kept',
      contract: 'kept',
      out_of_area: '',
    },
    toInput: (values) => ({ id: service.id, ...changeOf(values, currency) }),
    validate: {
      plan_id: (id) => (id ? null : 'choose a plan'),
      on: (on, { when }) => (when === 'day' && !on ? 'choose a day' : null),
      price_override_minor: (text) => (text.trim() === '' ? null : amountProblem(text, currency)),
    },
    onDone: () => {
      notifyDone('The change is saved.');
      onClose();
    },
  });
};

type ChangeFields = ReturnType<typeof useChangeForm>['form'];

const PeriodFields = ({ form, now }: { readonly form: ChangeFields; readonly now: number | null }) => (
  <>
    <NumberInput
      label="Billing day"
      description={`Day of the month that periods begin on; left empty, as now${now === null ? '' : `: ${now}`}`}
      min={1}
      max={31}
      allowDecimal={false}
      {...form.getInputProps('anchor_day')}
    />
    {String(form.values.anchor_day).trim() === '' && (
      <Stack gap={4}>
        <Text size="sm" fw={500} id="periods">
          Periods
        </Text>
        <SegmentedControl aria-labelledby="periods" data={PERIODS} {...form.getInputProps('periods')} />
      </Stack>
    )}
  </>
);

/** An add-on changes to an add-on, a bundle to a bundle, a service to a service. */
const changesTo = (from: string, to: string): boolean =>
  from === 'add-on' || from === 'bundle' ? to === from : to !== 'add-on' && to !== 'one-time' && to !== 'bundle';

interface ContractChoiceProps {
  readonly form: ChangeFields;
  readonly service: Service;
  readonly terms: Parameters<typeof contractText>[0] | undefined;
}

/** Whether the contract goes on or one by the new terms begins, where either of them binds. */
const ContractChoice = ({ form, service, terms }: ContractChoiceProps) => {
  const { data } = useContract(service.id);
  if (!terms || (terms.contract_months === 0 && !data?.contract)) return null;
  const renewed = terms.contract_months === 0 ? 'it is bound no more' : `bound for ${contractText(terms)}`;
  const kept = data?.contract ? `bound until ${dayText(data.contract.to_on)}` : 'it is not bound';
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500} id="contract">
        Contract
      </Text>
      <SegmentedControl aria-labelledby="contract" data={CONTRACTS} {...form.getInputProps('contract')} />
      <Text size="xs" c="dimmed">
        {form.values.contract === 'renewed' ? renewed : kept}
      </Text>
    </Stack>
  );
};

/** Says of the plan it has that it has it. */
const asNow = <C extends { readonly value: string; readonly label: string }>(choice: C, now: string): C =>
  choice.value === now ? { ...choice, label: `${choice.label}, as now` } : choice;

/** Gives a subscription another plan, price, quantity or billing day, and shows beforehand what would come of it. */
export const ChangePlanForm = (props: ChangePlanFormProps) => {
  const { service, accountId, onClose } = props;
  const { currency } = service;
  const plans = usePlans(currency, ({ kind }) => changesTo(service.plan_kind, kind), accountId);
  const today = useAccountToday(accountId);
  const { form, frame } = useChangeForm(props);
  const chosen = plans.byId(form.values.plan_id);
  const isSame = form.values.plan_id === service.plan_id;
  const says = saysChange(form.values, currency) && !(isSame && saysNothing(form.values));
  const choices = plans.choices.map((choice) => asNow(choice, service.plan_id));
  return (
    <FormDrawer
      title={service.parent_id === null ? `Change plan of ${service.plan_name}` : `Change ${service.plan_name}`}
      onClose={onClose}
      {...frame}
      submit={service.parent_id === null ? 'Change plan' : 'Change'}
    >
      <Select
        label="New plan"
        required
        searchable
        data={choices}
        nothingFoundMessage="No plan on sale in this currency"
        {...form.getInputProps('plan_id')}
      />
      {isSame && <SegmentedControl aria-label="Terms" data={TERMS} {...form.getInputProps('terms')} />}
      {chosen && !(isSame && form.values.terms === 'kept') && (
        <Text size="sm">{plans.sentence(chosen, minorOf(form.values.price_override_minor, currency))}</Text>
      )}
      {!isSame && <OutOfArea why={plans.whyNot(chosen?.id)} {...form.getInputProps('out_of_area')} />}
      <Select label="When" allowDeselect={false} data={WHEN} {...form.getInputProps('when')} />
      {form.values.when === 'day' && <DayInput label="Day" required {...form.getInputProps('on')} />}
      <MoneyInput
        label="Own price"
        description="Left empty, the plan’s price"
        currency={currency}
        {...form.getInputProps('price_override_minor')}
      />
      {chosen && chosen.kind !== 'internet' && chosen.kind !== 'bundle' && (
        <NumberInput
          label="How many"
          description={`Left empty, as now: ${service.quantity}`}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          {...form.getInputProps('quantity')}
        />
      )}
      <PeriodFields form={form} now={service.anchor_day} />
      <ContractChoice form={form} service={service} terms={chosen?.current} />
      <WhatComes
        id={service.id}
        currency={currency}
        today={today}
        doing={says ? { change: changeOf(form.values, currency) } : undefined}
      />
    </FormDrawer>
  );
};
