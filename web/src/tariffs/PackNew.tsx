import type { CreatePack } from '@isp/server/contract/tariffs';
import { MultiSelect, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { amountProblem, minorOf } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';

type Values = {
  code: string;
  name: string;
  what: 'data' | 'time';
  amount: number | string;
  lasts_days: number | string;
  price_minor: string;
  currency: string;
  tax_code: string | null;
  plan_ids: string[];
};

interface PackNewProps {
  readonly currencies: readonly string[];
  readonly plans: readonly { readonly id: string; readonly name: string }[];
  readonly taxes: readonly { readonly code: string; readonly name: string }[];
  readonly onClose: () => void;
}

const UNIT = { data: 1_000_000_000, time: 3600 } as const;
const KINDS = [
  { value: 'data', label: 'Volume' },
  { value: 'time', label: 'Time' },
];

const usePackForm = ({ currencies, onClose }: PackNewProps) =>
  useCommandForm<typeof CreatePack, Values>({
    verb: 'POST',
    path: '/packs',
    initial: {
      code: '',
      name: '',
      what: 'data',
      amount: '',
      lasts_days: '',
      price_minor: '',
      currency: currencies[0] ?? '',
      tax_code: null,
      plan_ids: [],
    },
    toInput: ({ amount, lasts_days, price_minor, plan_ids, ...values }) => ({
      ...values,
      code: values.code.trim(),
      name: values.name.trim(),
      amount: Math.round(Number(amount) * UNIT[values.what]),
      lasts_days: lasts_days === '' ? null : Number(lasts_days),
      price_minor: minorOf(price_minor, values.currency) ?? 0,
      plan_ids: plan_ids.length === 0 ? null : plan_ids,
    }),
    validate: {
      code: (code) => (code.trim() ? null : 'write a code'),
      name: (name) => (name.trim() ? null : 'write what it is called; the invoice says it'),
      amount: (amount) => (Number(amount) > 0 ? null : 'write how much'),
      price_minor: (text, { currency }) =>
        amountProblem(text, currency) ??
        ((minorOf(text, currency) ?? 0) > 0 ? null : 'more than zero; for nothing, top up by hand'),
    },
    onDone: ({ name }) => {
      notifyDone(`${name} can be bought.`);
      onClose();
    },
  });

type Form = ReturnType<typeof usePackForm>['form'];

const Gives = ({ form }: { readonly form: Form }) => (
  <>
    <SegmentedControl aria-label="What it gives" data={KINDS} {...form.getInputProps('what')} />
    <NumberInput
      label={form.values.what === 'time' ? 'How many hours' : 'How many GB'}
      required
      min={0}
      decimalScale={3}
      hideControls
      {...form.getInputProps('amount')}
    />
    <NumberInput
      label="For how many days"
      description="Left empty, until the window of the limit ends"
      min={1}
      max={59}
      allowDecimal={false}
      {...form.getInputProps('lasts_days')}
    />
  </>
);

const Costs = ({ form, currencies, taxes }: { readonly form: Form } & Pick<PackNewProps, 'currencies' | 'taxes'>) => {
  return (
    <>
      <MoneyInput label="Price" required currency={form.values.currency} {...form.getInputProps('price_minor')} />
      {currencies.length > 1 && (
        <Select label="Currency" allowDeselect={false} data={currencies} {...form.getInputProps('currency')} />
      )}
      <Select
        label="Tax"
        placeholder="no tax"
        clearable
        data={taxes.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
        {...form.getInputProps('tax_code')}
      />
    </>
  );
};

/** Makes a pack: what it gives and how long, what it costs, and for which plans it is. */
export const PackNew = (props: PackNewProps) => {
  const { form, frame } = usePackForm(props);
  return (
    <FormDrawer title="New pack" onClose={props.onClose} {...frame} submit="Make pack">
      <TextInput
        label="Name"
        description="The invoice says it"
        placeholder="5 GB more"
        required
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <TextInput
        label="Code"
        description="How integrations call it"
        placeholder="five-gb"
        required
        maxLength={40}
        autoComplete="off"
        {...form.getInputProps('code')}
      />
      <Gives form={form} />
      <Costs form={form} currencies={props.currencies} taxes={props.taxes} />
      <MultiSelect
        label="Plans"
        placeholder={form.values.plan_ids.length === 0 ? 'any' : ''}
        searchable
        data={props.plans.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.getInputProps('plan_ids')}
      />
    </FormDrawer>
  );
};
