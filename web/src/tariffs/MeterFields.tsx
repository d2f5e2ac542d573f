import { Fieldset, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Entries } from '../kit/Entries.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { METER_WORDS, type MeterChoice } from './meter-words.ts';
import { type MeterValues, MOST_METERS, newMeter } from './meters-form.ts';
import { PriceSteps } from './PriceSteps.tsx';
import type { TermsValues } from './terms-form.ts';

interface MeterFieldsProps<V extends TermsValues> {
  readonly form: UseFormReturnType<V>;
  readonly meters: readonly MeterChoice[];
}

const choices = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

const ABOUT = {
  flat: 'The same for every unit',
  graduated: 'Each unit at the price of its step',
  volume: 'All units at the price of the step that the total reaches',
  package: 'A price for each begun package of units',
  percentage: 'Of an amount of money',
} as const;

interface EntryProps<V extends TermsValues> extends MeterFieldsProps<V> {
  readonly at: string;
  readonly values: MeterValues;
  readonly unit: string;
}

const suffix = (text: string) => ({
  rightSection: (
    <Text size="xs" c="dimmed">
      {text}
    </Text>
  ),
  rightSectionWidth: 56,
});

const Count = ({ unit, ...rest }: { readonly label: string; readonly unit: string; readonly placeholder?: string }) => (
  <NumberInput min={0} allowDecimal={false} hideControls thousandSeparator=" " {...suffix(unit)} {...rest} />
);

const PriceFields = <V extends TermsValues>({ form, at, values, unit }: EntryProps<V>) => {
  const { currency } = form.values;
  const money = (field: keyof MeterValues) => ({ currency, ...form.getInputProps(`${at}.${field}`) });
  switch (values.model) {
    case 'flat':
      return <MoneyInput label={`Price per ${unit}`} required {...money('unit_price_minor')} />;
    case 'package':
      return (
        <>
          <Count label="Units in a package" unit={unit} {...form.getInputProps(`${at}.package_units`)} />
          <MoneyInput label="Price of a package" required {...money('unit_price_minor')} />
        </>
      );
    case 'percentage':
      return (
        <>
          <TextInput
            label="Percent"
            required
            inputMode="decimal"
            autoComplete="off"
            {...suffix('%')}
            {...form.getInputProps(`${at}.percent`)}
          />
          <MoneyInput label="And for each record" placeholder="nothing" {...money('record_fee_minor')} />
        </>
      );
    default:
      return <PriceSteps form={form} path={`${at}.tiers`} tiers={values.tiers} unit={unit} />;
  }
};

const hasParts = (model: MeterValues['model']): boolean => model !== 'package' && model !== 'percentage';

const Entry = <V extends TermsValues>(props: EntryProps<V>) => {
  const { form, meters, at, values, unit } = props;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label="Meter"
        required
        allowDeselect={false}
        searchable
        data={meters.map(({ code, name }) => ({ value: code, label: name }))}
        {...form.getInputProps(`${at}.meter`)}
      />
      <Select
        label="What it costs"
        allowDeselect={false}
        data={choices(METER_WORDS.model)}
        description={ABOUT[values.model]}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps(`${at}.model`)}
      />
      <Count label="Included" unit={unit} placeholder="none" {...form.getInputProps(`${at}.included_units`)} />
      <PriceFields {...props} />
      {hasParts(values.model) && (
        <Select
          label={`A begun ${unit}`}
          allowDeselect={false}
          data={choices(METER_WORDS.partial)}
          {...form.getInputProps(`${at}.partial`)}
        />
      )}
      <MoneyInput
        label="At least, a period"
        placeholder="no minimum"
        currency={form.values.currency}
        {...form.getInputProps(`${at}.minimum_minor`)}
      />
    </SimpleGrid>
  );
};

const NO_UNIT = 'unit';

/** What metered services cost: a list with an entry for each meter that is charged. Nothing where there are no meters. */
export const MeterFields = <V extends TermsValues>({ form, meters }: MeterFieldsProps<V>) => {
  const { meter_charges } = form.values;
  if (meters.length === 0 && meter_charges.length === 0) return null;
  const unused = meters.find(({ code }) => !meter_charges.some(({ meter }) => meter === code));
  return (
    <Fieldset legend="Metered services" variant="unstyled">
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          Calls, messages, transit: what was recorded of a period is billed when it is over.
        </Text>
        <Entries
          name="Metered service"
          count={meter_charges.length}
          most={MOST_METERS}
          onAdd={() => form.insertListItem('meter_charges', newMeter(unused?.code) as never)}
          onRemove={(index) => form.removeListItem('meter_charges', index)}
        >
          {(index) => {
            const values = meter_charges[index];
            const unit = meters.find(({ code }) => code === values?.meter)?.unit_code ?? NO_UNIT;
            return (
              values && <Entry form={form} meters={meters} at={`meter_charges.${index}`} values={values} unit={unit} />
            );
          }}
        </Entries>
      </Stack>
    </Fieldset>
  );
};
