import type { Subscribe } from '@isp/server/contract/flows';
import { NumberInput, Select, Text } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { MoneyInput } from '../../kit/MoneyInput.tsx';
import { amountProblem, minorOf } from '../../kit/money-text.ts';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import { useAccountToday } from './use-account-today.ts';
import { usePlans } from './use-plans.ts';
import { WhatComes } from './WhatComes.tsx';

interface AddOnFormProps {
  readonly service: Service;
  /** Of a bundle, those it has. */
  readonly parts: readonly Service[];
  readonly accountId: string;
  readonly onClose: () => void;
}

type Values = { plan_id: string; quantity: number | string; start_on: string; price_override_minor: string };

/** What is typed, as the server takes it. */
const addedOf = ({ plan_id, quantity, start_on, price_override_minor }: Values, currency: string) => {
  const own = price_override_minor.trim() === '' ? undefined : minorOf(price_override_minor, currency);
  return {
    plan_id,
    quantity: Number(quantity),
    start_on,
    ...(own === undefined ? {} : { price_override_minor: own }),
  };
};

const saysAll = ({ plan_id, quantity, start_on }: Values): boolean =>
  plan_id !== '' && start_on !== '' && Number(quantity) >= 1;

const useAddOnForm = ({ service, accountId, onClose }: AddOnFormProps, today: string) =>
  useCommandForm<typeof Subscribe, Values>({
    verb: 'POST',
    path: '/accounts/:account_id/subscriptions',
    initial: { plan_id: '', quantity: 1, start_on: today, price_override_minor: '' },
    toInput: (values) => ({ account_id: accountId, parent_id: service.id, ...addedOf(values, service.currency) }),
    validate: {
      plan_id: (id) => (id ? null : 'choose an add-on'),
      quantity: (count) => (Number(count) >= 1 ? null : 'write how many, at least 1'),
      start_on: (day) => (day ? null : 'choose a day'),
      price_override_minor: (text) => (text.trim() === '' ? null : amountProblem(text, service.currency)),
    },
    onDone: () => {
      notifyDone('The add-on is added.');
      onClose();
    },
  });

/** Adds an add-on to a subscription: which, how many, from when; shows beforehand what would come of it. */
export const AddOnForm = (props: AddOnFormProps) => {
  const { service, accountId, onClose } = props;
  const { currency } = service;
  const optional = partsToAdd(service, props.parts);
  const plans = usePlans(
    currency,
    (plan) => optional.has(plan.id) || (plan.kind === 'add-on' && goesOn(plan, service)),
  );
  const today = useAccountToday(accountId);
  const { form, frame } = useAddOnForm(props, today);
  const { values } = form;
  const chosen = plans.byId(values.plan_id);
  const part = optional.get(values.plan_id);
  return (
    <FormDrawer title={`Add to ${service.plan_name}`} onClose={onClose} {...frame} submit="Add">
      <Select
        label={optional.size > 0 ? 'Part or add-on' : 'Add-on'}
        required
        searchable
        data={plans.choices}
        nothingFoundMessage={`No add-on on sale for it in ${currency}`}
        {...form.getInputProps('plan_id')}
      />
      {chosen && (
        <Text size="sm">
          {plans.sentence(chosen, part?.price_minor ?? minorOf(values.price_override_minor, currency))}
        </Text>
      )}
      {part === undefined && (
        <>
          <NumberInput
            label="How many"
            required
            min={1}
            max={1_000_000}
            allowDecimal={false}
            {...form.getInputProps('quantity')}
          />
          <MoneyInput
            label="Own price"
            description="Of one of it; left empty, the plan’s price"
            currency={currency}
            {...form.getInputProps('price_override_minor')}
          />
        </>
      )}
      <DayInput label="First day" required {...form.getInputProps('start_on')} />
      <WhatComes
        id={service.id}
        currency={currency}
        today={today}
        doing={saysAll(values) ? { add: addedOf(values, currency) } : undefined}
      />
    </FormDrawer>
  );
};

/** On its plan, or on one of the parts of a bundle. */
const goesOn = (
  { parent_plan_ids }: { readonly parent_plan_ids: readonly string[] | null },
  { plan_id, bundle_parts }: Service,
): boolean =>
  parent_plan_ids === null ||
  [plan_id, ...bundle_parts.map((part) => part.plan_id)].some((id) => parent_plan_ids.includes(id));

/** The optional parts that a bundle does not have, by plan. */
const partsToAdd = ({ bundle_parts }: Service, has: readonly Service[]) => {
  const running = has.filter(({ state }) => state !== 'ended').map(({ plan_id }) => plan_id);
  const free = bundle_parts.filter(({ plan_id, optional }) => optional && !running.includes(plan_id));
  return new Map(free.map((part) => [part.plan_id, part]));
};
