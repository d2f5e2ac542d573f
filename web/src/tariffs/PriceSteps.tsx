import { ActionIcon, Box, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { MOST_TIERS, NEW_TIER, type TierValues } from './overage-form.ts';
import type { TermsValues } from './terms-form.ts';

interface PriceStepsProps<V extends TermsValues> {
  readonly form: UseFormReturnType<V>;
  /** Where the steps stand in the form: `overage_tiers`. */
  readonly path: string;
  readonly tiers: readonly TierValues[];
  readonly unit: string;
}

/** Where a button stands beside boxes: below the names that only the first have. */
const BESIDE = { named: 29, bare: 4 } as const;

const BOUND = 'Up to';
const PRICE = 'Price';

const StepEntry = <V extends TermsValues>({
  form,
  path,
  tiers,
  unit,
  index,
}: PriceStepsProps<V> & { readonly index: number }) => {
  const at = `${path}.${index}`;
  const name = `Price step ${index + 1}`;
  const isFirst = index === 0;
  const count = tiers.length;
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
          onClick={() => form.removeListItem(path, index)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </Group>
  );
};

/** Steps of prices: up to how much, and what a unit costs there; the last is without end. */
export const PriceSteps = <V extends TermsValues>(props: PriceStepsProps<V>) => (
  <Box style={{ gridColumn: '1 / -1' }}>
    <Stack gap="xs" maw={440}>
      {props.tiers.map((_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is typed has no other name than its place
        <StepEntry key={index} {...props} index={index} />
      ))}
      {props.tiers.length < MOST_TIERS && (
        <Button
          variant="default"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => props.form.insertListItem(props.path, { ...NEW_TIER } as never)}
        >
          Add price step
        </Button>
      )}
    </Stack>
  </Box>
);
