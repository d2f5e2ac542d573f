import type { ListPlans } from '@isp/server/contract/tariffs';
import {
  Checkbox,
  Fieldset,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useList } from '../api/query.ts';
import { Entries } from '../kit/Entries.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { BundleShares } from './BundleShares.tsx';
import { MOST_PARTS, newPart } from './bundle-form.ts';
import type { TermsValues } from './terms-form.ts';

interface BundleFieldsProps<V extends TermsValues> {
  readonly form: UseFormReturnType<V>;
}

const PART_KINDS: readonly string[] = ['internet', 'voice', 'tv', 'recurring', 'add-on'];

const PRICED = [
  { value: 'whole', label: 'One price' },
  { value: 'percent', label: 'Parts less a percentage' },
  { value: 'amount', label: 'Parts less an amount' },
];

/** The plans that may be parts in a currency. */
const usePartPlans = (currency: string) => {
  const { rows } = useList<typeof ListPlans>('/plans', { limit: 500, state: 'active' });
  return rows.filter(({ kind, current }) => PART_KINDS.includes(kind) && current.currency === currency);
};

interface PartProps<V extends TermsValues> extends BundleFieldsProps<V> {
  readonly index: number;
  readonly plans: ReturnType<typeof usePartPlans>;
}

const Part = <V extends TermsValues>({ form, index, plans }: PartProps<V>) => {
  const at = `parts.${index}`;
  const values = form.values.parts[index];
  const chosen = plans.find(({ id }) => id === values?.plan_id);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label="Plan"
        searchable
        data={plans.map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` }))}
        nothingFoundMessage="No plan on sale in this currency"
        {...form.getInputProps(`${at}.plan_id`)}
      />
      {chosen?.kind !== 'internet' && (
        <NumberInput
          label="How many"
          min={1}
          max={1000}
          allowDecimal={false}
          {...form.getInputProps(`${at}.quantity`)}
        />
      )}
      <Checkbox
        label="May be left out, or taken off later"
        {...form.getInputProps(`${at}.optional`, { type: 'checkbox' })}
      />
      {values?.optional && (
        <MoneyInput
          label="It adds to the price"
          placeholder="as by its own plan"
          currency={form.values.currency}
          {...form.getInputProps(`${at}.price_minor`)}
        />
      )}
    </SimpleGrid>
  );
};

const PricedFields = <V extends TermsValues>({ form }: BundleFieldsProps<V>) => {
  const { priced, currency } = form.values;
  return (
    <Stack gap="sm">
      <SegmentedControl aria-label="How it is priced" data={PRICED} {...form.getInputProps('priced')} />
      {priced === 'percent' && (
        <TextInput
          label="Less"
          required
          maw={200}
          inputMode="decimal"
          autoComplete="off"
          rightSection={
            <Text size="xs" c="dimmed">
              %
            </Text>
          }
          {...form.getInputProps('parts_less_percent')}
        />
      )}
      {priced === 'amount' && (
        <MoneyInput label="Less" required maw={200} currency={currency} {...form.getInputProps('parts_less_minor')} />
      )}
      {priced === 'whole' && (
        <MoneyInput
          label="Price of a cycle"
          required
          maw={200}
          currency={currency}
          {...form.getInputProps('price_minor')}
        />
      )}
    </Stack>
  );
};

/** What a bundle sells together, how it is priced, and, as one types, how the price is divided. */
export const BundleFields = <V extends TermsValues>({ form }: BundleFieldsProps<V>) => {
  const { parts, currency } = form.values;
  const plans = usePartPlans(currency);
  return (
    <Fieldset legend="Parts and price" variant="unstyled">
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          Each part is a subscription of its own under the bundle, with its log-in, speed and meters as its plan says.
        </Text>
        <Entries
          name="Part"
          count={parts.length}
          most={MOST_PARTS}
          onAdd={() => form.insertListItem('parts', newPart() as never)}
          onRemove={(index) => form.removeListItem('parts', index)}
        >
          {(index) => <Part form={form} index={index} plans={plans} />}
        </Entries>
        <PricedFields form={form} />
        <BundleShares form={form} />
      </Stack>
    </Fieldset>
  );
};
