import { Fieldset, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Entries } from '../../kit/Entries.tsx';
import { MoneyInput } from '../../kit/MoneyInput.tsx';
import type { Choice } from './LineFields.tsx';
import { newCharge, type QuoteValues } from './quote-form.ts';

interface ChargeFieldsProps {
  readonly form: UseFormReturnType<QuoteValues>;
  readonly currency: string;
  /** Plans that are sold once. */
  readonly plans: readonly Choice[];
  readonly taxes: readonly { readonly code: string; readonly name: string }[];
}

const WAYS = [
  { value: 'plan', label: 'from the plans' },
  { value: 'hand', label: 'by hand' },
];

const Entry = ({ form, currency, plans, taxes, at }: ChargeFieldsProps & { readonly at: number }) => {
  const field = (name: string) => form.getInputProps(`charges.${at}.${name}`);
  const isByHand = form.values.charges[at]?.way === 'hand';
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {plans.length > 0 && <Select label="What" allowDeselect={false} data={WAYS} {...field('way')} />}
      {isByHand ? (
        <>
          <TextInput label="What for" required maxLength={200} placeholder="Router" {...field('description')} />
          <Select
            label="Tax"
            placeholder="no tax"
            clearable
            data={taxes.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
            {...field('tax_code')}
          />
        </>
      ) : (
        <Select label="Sold once" required searchable data={[...plans]} {...field('plan_id')} />
      )}
      <MoneyInput
        label="Price of one"
        currency={currency}
        {...(isByHand ? { required: true } : { placeholder: 'the plan’s' })}
        {...field('price')}
      />
      <NumberInput label="How many" required min={1} max={1_000_000} allowDecimal={false} {...field('quantity')} />
    </SimpleGrid>
  );
};

/** What is paid once when the quote is accepted. */
export const ChargeFields = (props: ChargeFieldsProps) => {
  const { form, plans } = props;
  return (
    <Fieldset legend="Paid once" variant="unstyled">
      <Stack gap="xs">
        <Entries
          name="Charge"
          count={form.values.charges.length}
          onAdd={() => form.insertListItem('charges', newCharge(plans.length > 0 ? 'plan' : 'hand'))}
          onRemove={(index) => form.removeListItem('charges', index)}
        >
          {(index) => <Entry {...props} at={index} />}
        </Entries>
      </Stack>
    </Fieldset>
  );
};
