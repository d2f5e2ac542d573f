import { Checkbox, Chip, Fieldset, Group, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import { Entries } from '../kit/Entries.tsx';
import { PER_WORDS } from './limit-words.ts';
import { type LimitsValues, NEW_HOURS, NEW_LIMIT, NEW_STEP } from './limits-form.ts';
import type { TermsValues } from './terms-form.ts';

type Form<V extends TermsValues> = UseFormReturnType<V>;
type ListName = keyof LimitsValues;

const choices = <K extends string>(of: Readonly<Record<K, string>>, without: readonly K[] = []) =>
  (Object.entries(of) as [K, string][])
    .filter(([value]) => !without.includes(value))
    .map(([value, label]) => ({ value, label }));

const WHAT = { data: 'Volume', time: 'Time online', money: 'Cost of use' } as const;

const unitText = (what: keyof typeof WHAT, currency: string): string =>
  what === 'money' ? currency : what === 'data' ? 'GB' : 'hours';
const SIDES = { both: 'down and up', down: 'down', up: 'up' } as const;
const ACTIONS = { wall: 'walled garden', deny: 'no access', slow: 'slower' } as const;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const HOUR = 60;
const TIMES = Array.from({ length: 96 }, (_, i) => {
  const minute = i * 15;
  return `${String(Math.floor(minute / HOUR)).padStart(2, '0')}:${String(minute % HOUR).padStart(2, '0')}`;
});

interface MeasureProps {
  readonly label: string;
  readonly unit: string;
  readonly placeholder?: string;
}

const Measure = ({ label, unit, ...rest }: MeasureProps) => (
  <NumberInput
    label={label}
    min={0}
    decimalScale={3}
    hideControls
    rightSection={
      <Text size="xs" c="dimmed">
        {unit}
      </Text>
    }
    rightSectionWidth={54}
    {...rest}
  />
);

interface ListProps<V extends TermsValues> {
  readonly form: Form<V>;
}

const Speeds = <V extends TermsValues>({
  form,
  at,
  placeholder,
}: ListProps<V> & { readonly at: string; readonly placeholder?: string }) => {
  const more = placeholder === undefined ? {} : { placeholder };
  return (
    <>
      <Measure label="Down" unit="Mbit/s" {...more} {...form.getInputProps(`${at}.rate_down_kbps`)} />
      <Measure label="Up" unit="Mbit/s" {...more} {...form.getInputProps(`${at}.rate_up_kbps`)} />
    </>
  );
};

const LimitEntry = <V extends TermsValues>({ form, index }: ListProps<V> & { readonly index: number }) => {
  const at = `limits.${index}`;
  const limit = form.values.limits[index];
  if (!limit) return null;
  const isOfSession = limit.per === 'session';
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
      <Select label="What" allowDeselect={false} data={choices(WHAT)} {...form.getInputProps(`${at}.what`)} />
      <Measure
        label="How much"
        unit={unitText(limit.what, form.values.currency)}
        {...form.getInputProps(`${at}.amount`)}
      />
      <Select label="In" allowDeselect={false} data={choices(PER_WORDS)} {...form.getInputProps(`${at}.per`)} />
      {limit.what === 'data' && !isOfSession && (
        <Select
          label="Counted"
          allowDeselect={false}
          data={choices(SIDES)}
          {...form.getInputProps(`${at}.direction`)}
        />
      )}
      {isOfSession ? (
        <Text size="sm" c="dimmed" style={{ alignSelf: 'end' }}>
          then the session ends
        </Text>
      ) : (
        <Select label="Then" allowDeselect={false} data={choices(ACTIONS)} {...form.getInputProps(`${at}.action`)} />
      )}
      {limit.action === 'slow' && !isOfSession && <Speeds form={form} at={at} />}
    </SimpleGrid>
  );
};

const StepEntry = <V extends TermsValues>({ form, index }: ListProps<V> & { readonly index: number }) => {
  const at = `fair_use.${index}`;
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
      <Measure label="After" unit="GB" {...form.getInputProps(`${at}.after`)} />
      <Select
        label="In"
        allowDeselect={false}
        data={choices(PER_WORDS, ['session', 'total'])}
        {...form.getInputProps(`${at}.per`)}
      />
      <Select label="Counted" allowDeselect={false} data={choices(SIDES)} {...form.getInputProps(`${at}.direction`)} />
      <Speeds form={form} at={at} />
    </SimpleGrid>
  );
};

const HoursEntry = <V extends TermsValues>({ form, index }: ListProps<V> & { readonly index: number }) => {
  const at = `hours.${index}`;
  const { error, ...days } = form.getInputProps(`${at}.days`);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="sm">
        <Select label="From" allowDeselect={false} searchable data={TIMES} {...form.getInputProps(`${at}.from`)} />
        <Select
          label="To"
          allowDeselect={false}
          searchable
          data={[...TIMES, '24:00']}
          {...form.getInputProps(`${at}.to`)}
        />
        <Speeds form={form} at={at} placeholder="as ever" />
      </SimpleGrid>
      <Chip.Group multiple {...days}>
        <Group gap={6}>
          {DAYS.map((name, i) => (
            <Chip key={name} size="xs" value={String(i + 1)}>
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {error && (
        <Text size="xs" c="red">
          {error}
        </Text>
      )}
      <Checkbox
        label="Free: what is used counts against nothing"
        {...form.getInputProps(`${at}.free`, { type: 'checkbox' })}
      />
    </Stack>
  );
};

interface SectionProps<V extends TermsValues> extends ListProps<V> {
  readonly name: ListName;
  readonly legend: string;
  readonly one: string;
  readonly about: string;
  readonly onAdd: () => void;
  readonly entry: (index: number) => ReactNode;
}

const Section = <V extends TermsValues>({ form, name, legend, one, about, onAdd, entry }: SectionProps<V>) => (
  <Fieldset legend={legend} variant="unstyled">
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {about}
      </Text>
      <Entries
        name={one}
        count={form.values[name].length}
        onAdd={onAdd}
        onRemove={(index) => form.removeListItem(name, index)}
      >
        {entry}
      </Entries>
    </Stack>
  </Fieldset>
);

/** The lists of a plan's terms: limits, steps of fair use, hours. */
export const LimitFields = <V extends TermsValues>({ form }: ListProps<V>) => (
  <>
    <Section
      form={form}
      name="limits"
      legend="Limits"
      one="Limit"
      about="What may be used, and what holds once it is used up."
      onAdd={() => form.insertListItem('limits', { ...NEW_LIMIT } as never)}
      entry={(index) => <LimitEntry form={form} index={index} />}
    />
    <Section
      form={form}
      name="fair_use"
      legend="Fair use"
      one="Step"
      about="Slower beyond a volume; of several steps the slowest holds."
      onAdd={() => form.insertListItem('fair_use', { ...NEW_STEP } as never)}
      entry={(index) => <StepEntry form={form} index={index} />}
    />
    <Section
      form={form}
      name="hours"
      legend="Hours"
      one="Hours"
      about="By the clock of the account: a speed of their own, or free. To before From is over midnight."
      onAdd={() => form.insertListItem('hours', { ...NEW_HOURS, days: [...NEW_HOURS.days] } as never)}
      entry={(index) => <HoursEntry form={form} index={index} />}
    />
  </>
);
