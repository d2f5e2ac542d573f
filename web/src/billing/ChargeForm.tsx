import type { ListTaxes } from '@isp/server/contract/billing';
import type { ChargeAccount } from '@isp/server/contract/flows';
import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useGet } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { amountProblem, minorOf } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';
import { type ChargeValues, chargeInput } from './charge-form.ts';

/** Something one chooses by its id. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ChargeFormProps {
  readonly accountId: string;
  readonly currency: string;
  readonly today: string;
  /** Plans that are paid once. */
  readonly plans: readonly Choice[];
  /** What it may be about. */
  readonly subscriptions: readonly Choice[];
  readonly onClose: () => void;
}

const WAYS = [
  { value: 'plan', label: 'From the plans' },
  { value: 'hand', label: 'By hand' },
];

const priceProblem = (text: string, { way }: ChargeValues, currency: string): string | null => {
  if (way === 'plan' && text.trim() === '') return null;
  const problem = amountProblem(text, currency);
  return (
    problem ?? ((minorOf(text, currency) ?? 0) > 0 ? null : 'more than zero; to give money back, make a credit note')
  );
};

const useChargeForm = ({ accountId, currency, today, plans, onClose }: ChargeFormProps) =>
  useCommandForm<typeof ChargeAccount, ChargeValues>({
    verb: 'POST',
    path: '/accounts/:account_id/charges',
    initial: {
      way: plans.length > 0 ? 'plan' : 'hand',
      plan_id: '',
      description: '',
      unit_price_minor: '',
      tax_code: null,
      quantity: 1,
      due_on: today,
      subscription_id: null,
    },
    toInput: (values) => chargeInput(accountId, values, currency),
    validate: {
      plan_id: (id, { way }) => (way === 'hand' || id ? null : 'choose what is sold'),
      description: (text, { way }) =>
        way === 'plan' || text.trim() ? null : 'write what it is for; the invoice says it',
      unit_price_minor: (text, values) => priceProblem(text, values, currency),
      quantity: (count) => (Number(count) >= 1 ? null : 'write how many, at least 1'),
      due_on: (day) => (day ? null : 'choose a day'),
    },
    onDone: ({ description }) => {
      notifyDone(`${description} waits for the next bill.`);
      onClose();
    },
  });

const HandFields = ({ form }: { readonly form: UseFormReturnType<ChargeValues> }) => {
  const taxes = useGet<typeof ListTaxes>('/taxes', {});
  return (
    <>
      <TextInput
        label="What for"
        description="The invoice says it"
        placeholder="Router"
        required
        maxLength={200}
        {...form.getInputProps('description')}
      />
      <Select
        label="Tax"
        placeholder="no tax"
        clearable
        data={(taxes.data?.items ?? []).map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
        {...form.getInputProps('tax_code')}
      />
    </>
  );
};

/** Charges an account once: for a plan that is paid once, or for what is written. */
export const ChargeForm = (props: ChargeFormProps) => {
  const { form, frame } = useChargeForm(props);
  const isByHand = form.values.way === 'hand';
  return (
    <FormDrawer title="Charge once" onClose={props.onClose} {...frame} submit="Charge">
      {props.plans.length > 0 && (
        <SegmentedControl aria-label="What is charged" data={WAYS} {...form.getInputProps('way')} />
      )}
      {isByHand ? (
        <HandFields form={form} />
      ) : (
        <Select label="Plan" required searchable data={[...props.plans]} {...form.getInputProps('plan_id')} />
      )}
      <MoneyInput
        label="Price of one"
        currency={props.currency}
        {...(isByHand ? { required: true } : { description: 'Left empty, the plan’s price' })}
        {...form.getInputProps('unit_price_minor')}
      />
      <NumberInput
        label="How many"
        required
        min={1}
        max={1_000_000}
        allowDecimal={false}
        {...form.getInputProps('quantity')}
      />
      {props.subscriptions.length > 0 && (
        <Select
          label="For"
          placeholder="the account"
          description="The discounts of a subscription hold for it too"
          clearable
          data={[...props.subscriptions]}
          {...form.getInputProps('subscription_id')}
        />
      )}
      <DayInput
        label="Due on"
        description="The first bill from that day on takes it"
        required
        {...form.getInputProps('due_on')}
      />
    </FormDrawer>
  );
};
