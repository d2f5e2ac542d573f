import { Fieldset, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { TermsValues } from './terms-form.ts';

const CAPS = [
  { value: 'none', label: 'as much as there is' },
  { value: 'bytes', label: 'a volume' },
  { value: 'percent', label: 'a share of a period’s own' },
];

const ORDER = [
  { value: 'first', label: 'before a period’s own' },
  { value: 'last', label: 'after a period’s own' },
];

const Unit = ({ children }: { readonly children: string }) => (
  <Text size="xs" c="dimmed">
    {children}
  </Text>
);

/** What becomes of what is left of the included volume, of limits and of fair use. */
export const RolloverFields = <V extends TermsValues>({ form }: { readonly form: UseFormReturnType<V> }) => {
  const { rollover_periods, rollover_cap } = form.values;
  const isSaid = String(rollover_periods).trim() !== '';
  return (
    <Fieldset legend="Rollover" variant="unstyled">
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          What is left of the included volume, and of limits and fair use of volume by week, month or billing period.
          What ends soonest is used first.
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NumberInput
            label="Rolls over for"
            placeholder="it is lost"
            min={1}
            max={12}
            allowDecimal={false}
            hideControls
            rightSection={<Unit>periods</Unit>}
            rightSectionWidth={60}
            {...form.getInputProps('rollover_periods')}
          />
          {isSaid && (
            <>
              <Select label="Used" allowDeselect={false} data={ORDER} {...form.getInputProps('rollover_used')} />
              <Select
                label="Rolled over at most"
                allowDeselect={false}
                data={CAPS}
                {...form.getInputProps('rollover_cap')}
              />
              {rollover_cap !== 'none' && (
                <NumberInput
                  label="At most"
                  min={0}
                  decimalScale={rollover_cap === 'bytes' ? 3 : 0}
                  hideControls
                  rightSection={<Unit>{rollover_cap === 'bytes' ? 'GB' : '%'}</Unit>}
                  rightSectionWidth={48}
                  {...form.getInputProps('rollover_most')}
                />
              )}
            </>
          )}
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
};
