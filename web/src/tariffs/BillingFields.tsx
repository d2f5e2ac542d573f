import {
  ActionIcon,
  Button,
  Checkbox,
  Collapse,
  Fieldset,
  Group,
  NumberInput,
  Paper,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { type BillingValues, MOST_PHASES, NEW_PHASE, USUAL } from './billing-form.ts';
import { BILLING_WORDS } from './billing-words.ts';
import type { TermsValues } from './terms-form.ts';

interface BillingFieldsProps<V extends TermsValues> {
  readonly form: UseFormReturnType<V>;
}

type Choice = keyof typeof BILLING_WORDS;

interface ChoiceFieldProps<V extends TermsValues> extends BillingFieldsProps<V> {
  readonly name: Choice;
  readonly label: string;
  readonly description?: string;
}

const ChoiceField = <V extends TermsValues>({ form, name, ...rest }: ChoiceFieldProps<V>) => (
  <Select
    allowDeselect={false}
    data={Object.entries(BILLING_WORDS[name]).map(([value, label]) => ({ value, label }))}
    {...rest}
    {...form.getInputProps(name)}
  />
);

const PHASE_UNITS = [
  { value: 'days', label: 'days' },
  { value: 'cycles', label: 'periods' },
];

const PhaseEntry = <V extends TermsValues>({ form, index }: BillingFieldsProps<V> & { readonly index: number }) => {
  const at = `phases.${index}`;
  const name = `Introductory price ${index + 1}`;
  return (
    <Paper withBorder p="sm" role="group" aria-label={name}>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <ActionIcon aria-label={`Remove ${name}`} onClick={() => form.removeListItem('phases', index)}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <SimpleGrid cols={{ base: 2, xs: 3 }} spacing="sm">
        <NumberInput
          label={index === 0 ? 'For the first' : 'Then for'}
          min={1}
          allowDecimal={false}
          hideControls
          {...form.getInputProps(`${at}.count`)}
        />
        <Select label="Unit" allowDeselect={false} data={PHASE_UNITS} {...form.getInputProps(`${at}.unit`)} />
        <MoneyInput
          label="Price"
          placeholder="0 for free"
          currency={form.values.currency}
          {...form.getInputProps(`${at}.price_minor`)}
        />
      </SimpleGrid>
    </Paper>
  );
};

const PhaseFields = <V extends TermsValues>({ form }: BillingFieldsProps<V>) => (
  <Stack gap="xs">
    <Text size="xs" c="dimmed">
      Another price of a whole period at the beginning, before the plan’s own; a trial is some days at 0.
    </Text>
    {form.values.phases.map((_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: what is typed has no other name than its place
      <PhaseEntry key={index} form={form} index={index} />
    ))}
    {form.values.phases.length < MOST_PHASES && (
      <Button
        variant="default"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => form.insertListItem('phases', { ...NEW_PHASE } as never)}
      >
        Add introductory price
      </Button>
    )}
  </Stack>
);

const isUnusual = (values: BillingValues): boolean =>
  (['proration', 'first_part', 'termination', 'bill_suspended', 'rounding'] as const).some(
    (name) => values[name] !== USUAL[name],
  );

const RareFields = <V extends TermsValues>({ form }: BillingFieldsProps<V>) => {
  const [opened, setOpened] = useState(() => isUnusual(form.values));
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        onClick={() => setOpened(!opened)}
        aria-expanded={opened}
      >
        {opened ? 'Less' : 'More: last day, rounding'}
      </Button>
      <Collapse expanded={opened}>
        <Stack gap="sm">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <ChoiceField form={form} name="proration" label="Part of a period" />
            <ChoiceField
              form={form}
              name="first_part"
              label="First part"
              description="When periods begin on a set day"
            />
            <ChoiceField form={form} name="termination" label="Last day" description="The day a subscription ends" />
            <ChoiceField form={form} name="rounding" label="Rounding" />
          </SimpleGrid>
          <Checkbox
            label="Charged while suspended too"
            {...form.getInputProps('bill_suspended', { type: 'checkbox' })}
          />
        </Stack>
      </Collapse>
    </>
  );
};

/** How a plan is billed: plan changes, unused days, a pause, prices at the beginning, and behind “More” what is rarely another. */
export const BillingFields = <V extends TermsValues>({ form }: BillingFieldsProps<V>) => (
  <Fieldset legend="How it is billed" variant="unstyled">
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <ChoiceField form={form} name="upgrade" label="Upgrades" description="To a plan that costs more" />
        <ChoiceField form={form} name="downgrade" label="Downgrades" description="To a plan that costs less" />
        <ChoiceField
          form={form}
          name="adjustments"
          label="Unused days"
          description="Paid for, when it ends or changes"
        />
        <MoneyInput
          label="While paused"
          description="Fee of a whole period"
          placeholder="nothing"
          currency={form.values.currency}
          {...form.getInputProps('hold_fee_minor')}
        />
      </SimpleGrid>
      <PhaseFields form={form} />
      <RareFields form={form} />
    </Stack>
  </Fieldset>
);
