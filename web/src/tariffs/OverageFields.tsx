import { Group, Select } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { OVERAGE_WORDS, unitText } from './overage-words.ts';
import { PriceSteps } from './PriceSteps.tsx';
import type { TermsValues } from './terms-form.ts';

interface OverageFieldsProps<V extends TermsValues> {
  readonly form: UseFormReturnType<V>;
}

const VOLUME_UNITS = ['1000000', '1000000000', '1073741824', '1000000000000'];

const unitLabel = (unit: string): string => (unit === '1073741824' ? 'GiB (2³⁰)' : unitText(Number(unit)));

const ABOUT = {
  flat: 'The same for every unit',
  graduated: 'Each unit at the price of its step',
  volume: 'All units at the price of the step that the total reaches',
} as const;

const choices = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

interface UnitSelectProps<V extends TermsValues> extends OverageFieldsProps<V> {
  readonly label: string;
  readonly w?: number;
}

const UnitSelect = <V extends TermsValues>({ form, label, w }: UnitSelectProps<V>) => (
  <Select
    label={label}
    {...(w === undefined ? {} : { w })}
    allowDeselect={false}
    data={[...new Set([...VOLUME_UNITS, form.values.overage_unit_bytes])].map((value) => ({
      value,
      label: unitLabel(value),
    }))}
    {...form.getInputProps('overage_unit_bytes')}
  />
);

const OnePrice = <V extends TermsValues>({ form }: OverageFieldsProps<V>) => (
  <Group gap="xs" wrap="nowrap" align="flex-start">
    <MoneyInput
      label="Beyond it"
      placeholder="free"
      currency={form.values.currency}
      style={{ flex: 1 }}
      {...form.getInputProps('overage_unit_price_minor')}
    />
    <UnitSelect form={form} label="per" w={92} />
  </Group>
);

/** What is used beyond the included volume costs: one price of a unit, or steps of prices. */
export const OverageFields = <V extends TermsValues>({ form }: OverageFieldsProps<V>) => {
  const { overage_model } = form.values;
  const isFlat = overage_model === 'flat';
  return (
    <>
      <Select
        label="What more costs"
        allowDeselect={false}
        data={choices(OVERAGE_WORDS.overage_model)}
        description={ABOUT[overage_model]}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('overage_model')}
      />
      {isFlat ? <OnePrice form={form} /> : <UnitSelect form={form} label="Priced per" />}
      <Select
        label="A begun unit"
        allowDeselect={false}
        data={choices(OVERAGE_WORDS.overage_partial)}
        {...form.getInputProps('overage_partial')}
      />
      {!isFlat && (
        <PriceSteps
          form={form}
          path="overage_tiers"
          tiers={form.values.overage_tiers}
          unit={unitText(Number(form.values.overage_unit_bytes))}
        />
      )}
    </>
  );
};
