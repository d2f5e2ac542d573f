import type { GiveDiscount } from '@isp/server/contract/flows';
import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { amountProblem, minorOf } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';
import { baseChoices, percentProblem } from '../kit/reduction-text.ts';
import { BILLS, type GiveValues, giveInput } from './discount-form.ts';

/** What a discount may be given to. */
export interface Receiver {
  readonly value: string;
  readonly label: string;
}

interface DiscountFormProps {
  readonly accountId: string;
  readonly currency: string;
  readonly today: string;
  readonly receivers: readonly Receiver[];
  readonly onClose: () => void;
}

const WAYS = [
  { value: 'coupon', label: 'By a coupon' },
  { value: 'hand', label: 'By hand' },
];
const KINDS = [
  { value: 'percent', label: 'Percent' },
  { value: 'amount', label: 'Amount' },
];

const byHand = (values: GiveValues, problem: string | null): string | null => (values.way === 'hand' ? problem : null);

const useDiscountForm = ({ accountId, currency, today, receivers, onClose }: DiscountFormProps) =>
  useCommandForm<typeof GiveDiscount, GiveValues>({
    verb: 'POST',
    path: '/accounts/:account_id/discounts',
    initial: {
      subscription_id: receivers[0]?.value ?? BILLS,
      way: 'hand',
      coupon: '',
      name: '',
      kind: 'percent',
      percent: '',
      amount_minor: '',
      base: receivers[0]?.value === BILLS ? 'all' : 'recurring',
      from_on: today,
      lasts: 'good',
      times: 3,
      to_on: '',
    },
    toInput: (values) => giveInput(accountId, values, currency),
    validate: {
      coupon: (code, { way }) => (way === 'hand' || code.trim() ? null : 'write the code of the coupon'),
      name: (name, values) => byHand(values, name.trim() ? null : 'write what it is called; the invoice says it'),
      percent: (text, values) => byHand(values, values.kind === 'percent' ? percentProblem(text) : null),
      amount_minor: (text, values) => {
        if (values.kind === 'percent') return null;
        const more = (minorOf(text, currency) ?? 0) > 0 ? null : 'an amount is more than zero';
        return byHand(values, amountProblem(text, currency) ?? more);
      },
      from_on: (day) => (day ? null : 'choose a day'),
      times: (times, values) =>
        byHand(values, values.lasts !== 'times' || Number(times) >= 1 ? null : 'write how many, at least 1'),
      to_on: (day, values) => byHand(values, values.lasts !== 'until' || day ? null : 'choose a day'),
    },
    onDone: ({ name }) => {
      notifyDone(`${name} is given.`);
      onClose();
    },
  });

interface FieldsProps {
  readonly form: UseFormReturnType<GiveValues>;
  readonly currency: string;
}

const LengthFields = ({ form }: Pick<FieldsProps, 'form'>) => {
  const { subscription_id, lasts } = form.values;
  const counted = subscription_id === BILLS ? 'bills' : 'periods';
  const lengths = [
    { value: 'good', label: 'For good' },
    { value: 'times', label: `So many ${counted}` },
    { value: 'until', label: 'Until a day' },
  ];
  return (
    <>
      <SegmentedControl aria-label="How long" data={lengths} {...form.getInputProps('lasts')} />
      {lasts === 'times' && (
        <NumberInput
          label={`How many ${counted}`}
          required
          min={1}
          max={1200}
          allowDecimal={false}
          {...(counted === 'periods' ? { description: 'Whole periods from its first day on, to the day' } : {})}
          {...form.getInputProps('times')}
        />
      )}
      {lasts === 'until' && <DayInput label="First day without it" required {...form.getInputProps('to_on')} />}
    </>
  );
};

const HandFields = ({ form, currency }: FieldsProps) => {
  const { kind, subscription_id } = form.values;
  return (
    <>
      <TextInput
        label="Name"
        description="The invoice says it"
        placeholder="Winter offer"
        required
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <SegmentedControl aria-label="Percent or amount" data={KINDS} {...form.getInputProps('kind')} />
      {kind === 'percent' ? (
        <TextInput label="Percent" required inputMode="decimal" autoComplete="off" {...form.getInputProps('percent')} />
      ) : (
        <MoneyInput label="Amount" required currency={currency} {...form.getInputProps('amount_minor')} />
      )}
      <Select
        label="Off"
        allowDeselect={false}
        data={baseChoices(subscription_id === BILLS ? 'account' : 'subscription')}
        {...form.getInputProps('base')}
      />
    </>
  );
};

/** Gives a discount: to what, by a coupon’s code or by hand, from when and how long. */
export const DiscountForm = (props: DiscountFormProps) => {
  const { form, frame } = useDiscountForm(props);
  const isByHand = form.values.way === 'hand';
  return (
    <FormDrawer title="Give a discount" onClose={props.onClose} {...frame} submit="Give discount">
      {props.receivers.length > 1 && (
        <Select
          label="Taken off"
          allowDeselect={false}
          data={props.receivers}
          {...form.getInputProps('subscription_id')}
        />
      )}
      <SegmentedControl aria-label="How it is given" data={WAYS} {...form.getInputProps('way')} />
      {isByHand ? (
        <HandFields form={form} currency={props.currency} />
      ) : (
        <TextInput
          label="Code"
          description="How much, off what and how long, the coupon says"
          required
          maxLength={40}
          autoComplete="off"
          {...form.getInputProps('coupon')}
        />
      )}
      <DayInput label="First day" required {...form.getInputProps('from_on')} />
      {isByHand && <LengthFields form={form} />}
    </FormDrawer>
  );
};
