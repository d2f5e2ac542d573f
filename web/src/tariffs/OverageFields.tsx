import { ActionIcon, Box, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { MOST_TIERS, NEW_TIER } from './overage-form.ts';
import { OVERAGE_WORDS, unitText } from './overage-words.ts';
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

/** Where a button stands beside boxes: below the names that only the first have. */
const BESIDE = { named: 29, bare: 4 } as const;

const BOUND = 'Up to';
const PRICE = 'Price';

const TierEntry = <V extends TermsValues>({ form, index }: OverageFieldsProps<V> & { readonly index: number }) => {
  const at = `overage_tiers.${index}`;
  const unit = unitText(Number(form.values.overage_unit_bytes));
  const name = `Price step ${index + 1}`;
  const isFirst = index === 0;
  const count = form.values.overage_tiers.length;
  const named = (label: string) => (isFirst ? { label } : { 'aria-label': label });
  const isLast = index === count - 1;
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" role="group" aria-label={name}>
      <TextInput
        {...named(BOUND)}
        inputMode="decimal"
        autoComplete="off"
        style={{ flex: 1 }}
        rightSection={
          <Text size="xs" c="dimmed">
            {isLast ? '' : unit}
          </Text>
        }
        rightSectionWidth={isLast ? 8 : 48}
        {...form.getInputProps(`${at}.up_to`)}
        {...(isLast ? { value: 'without end', readOnly: true, variant: 'unstyled' } : {})}
      />
      <MoneyInput
        {...named(PRICE)}
        placeholder="0 for free"
        currency={form.values.currency}
        style={{ flex: 1 }}
        {...form.getInputProps(`${at}.unit_price_minor`)}
      />
      {count > 1 && (
        <ActionIcon
          mt={isFirst ? BESIDE.named : BESIDE.bare}
          aria-label={`Remove ${name}`}
          onClick={() => form.removeListItem('overage_tiers', index)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </Group>
  );
};

const TierFields = <V extends TermsValues>({ form }: OverageFieldsProps<V>) => (
  <Box style={{ gridColumn: '1 / -1' }}>
    <Stack gap="xs" maw={440}>
      {form.values.overage_tiers.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is typed has no other name than its place
        <TierEntry key={index} form={form} index={index} />
      ))}
      {form.values.overage_tiers.length < MOST_TIERS && (
        <Button
          variant="default"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem('overage_tiers', { ...NEW_TIER } as never)}
        >
          Add price step
        </Button>
      )}
    </Stack>
  </Box>
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
      {!isFlat && <TierFields form={form} />}
    </>
  );
};
