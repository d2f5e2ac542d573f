import { Fieldset, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Entries } from '../../kit/Entries.tsx';
import { MoneyInput } from '../../kit/MoneyInput.tsx';
import type { usePlans } from '../account/use-plans.ts';
import { newLine, type QuoteValues, withoutLine } from './quote-form.ts';

type Form = UseFormReturnType<QuoteValues>;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface LineFieldsProps {
  readonly form: Form;
  readonly currency: string;
  readonly plans: ReturnType<typeof usePlans>;
  /** What add-ons may go on beside the quote’s own lines. */
  readonly subscriptions: readonly Choice[];
}

const DISCOUNTS = [
  { value: 'none', label: 'none' },
  { value: 'percent', label: 'percent' },
  { value: 'amount', label: 'an amount each period' },
];

const DiscountFields = ({
  form,
  currency,
  at,
}: {
  readonly form: Form;
  readonly currency: string;
  readonly at: number;
}) => {
  const field = (name: string) => form.getInputProps(`lines.${at}.${name}`);
  const kind = form.values.lines[at]?.discount;
  return (
    <>
      <Select label="Discount" allowDeselect={false} data={DISCOUNTS} {...field('discount')} />
      {kind !== 'none' && (
        <>
          <TextInput label="Its name" required maxLength={120} placeholder="Welcome" {...field('discount_name')} />
          {kind === 'percent' ? (
            <TextInput label="Percent" required inputMode="decimal" autoComplete="off" {...field('discount_value')} />
          ) : (
            <MoneyInput label="Amount" required currency={currency} {...field('discount_value')} />
          )}
          <NumberInput
            label="For how many periods"
            placeholder="for good"
            min={1}
            max={1200}
            allowDecimal={false}
            {...field('discount_times')}
          />
        </>
      )}
    </>
  );
};

/** What an add-on may go on: the other lines that are none, and what the account has. */
const parents = ({ form, plans, subscriptions }: LineFieldsProps, at: number): Choice[] => [
  ...form.values.lines.flatMap(({ plan_id }, other) => {
    const plan = plans.byId(plan_id);
    if (other === at || plan === undefined || plan.kind === 'add-on') return [];
    return [{ value: `line:${other + 1}`, label: `${plan.name}, service ${other + 1} of this quote` }];
  }),
  ...subscriptions,
];

const Entry = ({ at, ...props }: LineFieldsProps & { readonly at: number }) => {
  const { form, currency, plans } = props;
  const field = (name: string) => form.getInputProps(`lines.${at}.${name}`);
  const plan = plans.byId(form.values.lines[at]?.plan_id ?? null);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label="Plan"
        required
        searchable
        data={plans.choices}
        description={plan && plans.sentence(plan)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...field('plan_id')}
      />
      {plan?.kind === 'add-on' && <Select label="On top of" required data={parents(props, at)} {...field('under')} />}
      {plan?.kind !== 'internet' && (
        <NumberInput label="How many" required min={1} max={1_000_000} allowDecimal={false} {...field('quantity')} />
      )}
      <MoneyInput label="Price of one" placeholder="the plan’s" currency={currency} {...field('price')} />
      {plan?.kind === 'internet' && (
        <TextInput label="Username" placeholder="made when accepted" autoComplete="off" {...field('username')} />
      )}
      <DiscountFields form={form} currency={currency} at={at} />
    </SimpleGrid>
  );
};

/** The services that are offered. */
export const LineFields = (props: LineFieldsProps) => {
  const { form } = props;
  return (
    <Fieldset legend="Services" variant="unstyled">
      <Stack gap="xs">
        <Entries
          name="Service"
          count={form.values.lines.length}
          onAdd={() => form.insertListItem('lines', newLine())}
          onRemove={(index) => form.setFieldValue('lines', withoutLine(form.values.lines, index))}
        >
          {(index) => <Entry {...props} at={index} />}
        </Entries>
      </Stack>
    </Fieldset>
  );
};
