import { NumberInput, Select, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { DayInput } from '../../kit/DayInput.tsx';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { MoneyInput } from '../../kit/MoneyInput.tsx';
import { amountProblem } from '../../kit/money-text.ts';
import { percentProblem } from '../../kit/reduction-text.ts';
import { usePlans } from '../account/use-plans.ts';
import { type Act, type ActKind, type ActValues, actOf, BILLS } from './rehearsal-form.ts';
import { ACT_WORDS } from './rehearsal-words.ts';

interface ActFormProps {
  readonly currency: string;
  readonly today: string;
  readonly services: readonly { readonly value: string; readonly label: string }[];
  readonly onAdd: (act: Act) => void;
  readonly onClose: () => void;
}

const KINDS = (Object.keys(ACT_WORDS) as ActKind[]).map((value) => ({ value, label: ACT_WORDS[value] }));

const own = (text: string, currency: string) => (text.trim() === '' ? null : amountProblem(text, currency));

const useActForm = ({ currency, today, services }: ActFormProps) =>
  useForm<ActValues>({
    initialValues: {
      kind: services.length > 0 ? 'change-plan' : 'payment',
      on: today,
      subscription_id: services[0]?.value ?? BILLS,
      plan_id: '',
      price_override_minor: '',
      to_on: null,
      hold_fee_minor: '',
      name: '',
      percent: '',
      times: '',
      amount_minor: '',
    },
    validate: {
      on: (day) => (day && day >= today ? null : 'choose today or a day to come'),
      subscription_id: (id, { kind }) =>
        id === BILLS && kind !== 'discount' && kind !== 'payment' ? 'choose a subscription' : null,
      plan_id: (id, { kind }) => (kind === 'change-plan' && !id ? 'choose a plan' : null),
      price_override_minor: (text, { kind }) => (kind === 'change-plan' ? own(text, currency) : null),
      to_on: (day, { kind, on }) => (kind === 'pause' && day && on && day <= on ? 'choose a later day' : null),
      hold_fee_minor: (text, { kind }) => (kind === 'pause' ? own(text, currency) : null),
      name: (name, { kind }) => (kind === 'discount' && !name.trim() ? 'write what it is called' : null),
      percent: (text, { kind }) => (kind === 'discount' ? percentProblem(text) : null),
      amount_minor: (text, { kind }) => (kind === 'payment' ? amountProblem(text, currency) : null),
    },
  });

interface FieldsProps {
  readonly form: UseFormReturnType<ActValues>;
  readonly currency: string;
}

const PlanFields = ({ form, currency }: FieldsProps) => (
  <>
    <Select
      label="New plan"
      required
      searchable
      data={usePlans(currency).choices}
      nothingFoundMessage="No plan on sale in this currency"
      {...form.getInputProps('plan_id')}
    />
    <MoneyInput
      label="Own price"
      description="Left empty, the plan’s price"
      currency={currency}
      {...form.getInputProps('price_override_minor')}
    />
  </>
);

const PauseFields = ({ form, currency }: FieldsProps) => (
  <>
    <DayInput label="Until" clearable {...form.getInputProps('to_on')} />
    <MoneyInput
      label="Hold fee"
      description="For a whole period at rest; left empty, as the plan says"
      currency={currency}
      {...form.getInputProps('hold_fee_minor')}
    />
  </>
);

const DiscountFields = ({ form }: Pick<FieldsProps, 'form'>) => (
  <>
    <TextInput label="Name" required maxLength={120} {...form.getInputProps('name')} />
    <TextInput label="Percent" required inputMode="decimal" autoComplete="off" {...form.getInputProps('percent')} />
    <NumberInput
      label={form.values.subscription_id === BILLS ? 'How many bills' : 'How many periods'}
      description="Left empty, for good"
      min={1}
      max={1200}
      allowDecimal={false}
      {...form.getInputProps('times')}
    />
  </>
);

/** Adds something that is to be done on a day of a rehearsal. */
export const ActForm = (props: ActFormProps) => {
  const { currency, services, onAdd, onClose } = props;
  const form = useActForm(props);
  const { kind } = form.values;
  const submit = form.onSubmit((values) => {
    onAdd(actOf(values, currency));
    onClose();
  });
  const receivers = kind === 'discount' ? [...services, { value: BILLS, label: 'The account’s bills' }] : services;
  return (
    <FormDrawer
      title="What is to be done"
      onClose={onClose}
      onSubmit={submit}
      isSending={false}
      problem={undefined}
      fields={[]}
      submit="Add"
    >
      <Select label="What" allowDeselect={false} data={KINDS} {...form.getInputProps('kind')} />
      <DayInput label="Day" required minDate={props.today} {...form.getInputProps('on')} />
      {kind !== 'payment' && (
        <Select label="Of" allowDeselect={false} data={[...receivers]} {...form.getInputProps('subscription_id')} />
      )}
      {kind === 'change-plan' && <PlanFields form={form} currency={currency} />}
      {kind === 'pause' && <PauseFields form={form} currency={currency} />}
      {kind === 'discount' && <DiscountFields form={form} />}
      {kind === 'payment' && (
        <MoneyInput label="Amount" required currency={currency} {...form.getInputProps('amount_minor')} />
      )}
    </FormDrawer>
  );
};
