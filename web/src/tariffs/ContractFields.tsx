import { Checkbox, Fieldset, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { isAmount } from './contract-form.ts';
import { CONTRACT_WORDS } from './contract-words.ts';
import type { TermsValues } from './terms-form.ts';

interface ContractFieldsProps<V extends TermsValues> {
  readonly form: UseFormReturnType<V>;
}

const choicesOf = (name: keyof typeof CONTRACT_WORDS) =>
  Object.entries(CONTRACT_WORDS[name]).map(([value, label]) => ({ value, label }));

const FeeFields = <V extends TermsValues>({ form }: ContractFieldsProps<V>) => (
  <>
    <Select
      label="Leaving earlier costs"
      allowDeselect={false}
      data={choicesOf('early_fee')}
      {...form.getInputProps('early_fee')}
    />
    {isAmount(form.values.early_fee) && (
      <MoneyInput label="Fee" required currency={form.values.currency} {...form.getInputProps('early_fee_minor')} />
    )}
    {form.values.early_fee === 'remaining' && (
      <TextInput
        label="Part of the periods left"
        required
        inputMode="decimal"
        rightSection={
          <Text size="xs" c="dimmed">
            %
          </Text>
        }
        {...form.getInputProps('early_fee_percent')}
      />
    )}
  </>
);

/** How long a subscription of a plan is bound, and, when it is, what follows and what leaving earlier costs. */
export const ContractFields = <V extends TermsValues>({ form }: ContractFieldsProps<V>) => {
  const isBound = Number(form.values.contract_months) > 0;
  return (
    <Fieldset legend="Contract" variant="unstyled">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NumberInput
            label="Bound for"
            placeholder="not bound"
            min={1}
            max={120}
            allowDecimal={false}
            hideControls
            rightSection={
              <Text size="xs" c="dimmed">
                months
              </Text>
            }
            rightSectionWidth={64}
            {...form.getInputProps('contract_months')}
          />
          {isBound && (
            <Select
              label="Then follows"
              allowDeselect={false}
              data={choicesOf('contract_renewal')}
              {...form.getInputProps('contract_renewal')}
            />
          )}
          {isBound && <FeeFields form={form} />}
        </SimpleGrid>
        {isBound && (
          <Checkbox
            label="Price guaranteed: price changes wait for the end of a term"
            {...form.getInputProps('price_guarantee', { type: 'checkbox' })}
          />
        )}
      </Stack>
    </Fieldset>
  );
};
