import { Fieldset, Select, SimpleGrid } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { PoolChoice } from './plan-sentence.ts';
import type { TermsValues } from './terms-form.ts';

const KINDS = [
  { field: 'ipv4_pool', kind: 'ipv4', label: 'IPv4 address' },
  { field: 'ipv6_prefix_pool', kind: 'ipv6-prefix', label: 'IPv6 prefix of the link' },
  { field: 'ipv6_delegated_pool', kind: 'ipv6-delegated', label: 'Delegated IPv6 prefix' },
] as const;

interface PoolFieldsProps<V extends TermsValues> {
  readonly form: UseFormReturnType<V>;
  readonly pools: readonly PoolChoice[];
}

/** Which pools the plan's addresses come from; without one the NAS chooses. */
export const PoolFields = <V extends TermsValues>({ form, pools }: PoolFieldsProps<V>) => {
  const choicesOf = (kind: (typeof KINDS)[number]['kind'], chosen: string | null) => {
    const known = pools.filter((pool) => pool.kind === kind);
    const choices = known.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }));
    return chosen === null || known.some(({ code }) => code === chosen)
      ? choices
      : [...choices, { value: chosen, label: chosen }];
  };
  return (
    <Fieldset legend="Addresses" variant="unstyled">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {KINDS.map(({ field, kind, label }) => (
          <Select
            key={field}
            label={label}
            placeholder="the NAS chooses"
            clearable
            data={choicesOf(kind, form.values[field])}
            nothingFoundMessage="No such pool yet; add one under Address pools"
            {...form.getInputProps(field)}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
};
