import { CURRENCIES } from '@isp/values';
import { Fieldset, Group, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { locale } from '../kit/locale.ts';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { BillingFields } from './BillingFields.tsx';
import { BundleFields } from './BundleFields.tsx';
import { ContractFields } from './ContractFields.tsx';
import { LimitFields } from './LimitFields.tsx';
import { MeterFields } from './MeterFields.tsx';
import type { MeterChoice } from './meter-words.ts';
import { OverageFields } from './OverageFields.tsx';
import { PoolFields } from './PoolFields.tsx';
import type { Kind, PoolChoice, TaxChoice } from './plan-sentence.ts';
import { RolloverFields } from './RolloverFields.tsx';
import type { TermsValues } from './terms-form.ts';

interface TermsFieldsProps<V extends TermsValues> {
  readonly form: UseFormReturnType<V>;
  readonly kind: Kind;
  readonly taxes: readonly TaxChoice[];
  readonly pools: readonly PoolChoice[];
  readonly meters: readonly MeterChoice[];
  /** A plan keeps its currency for good. */
  readonly isCurrencyFixed?: boolean;
}

const UNITS = [
  { value: 'day', label: 'days' },
  { value: 'week', label: 'weeks' },
  { value: 'month', label: 'months' },
  { value: 'year', label: 'years' },
];

const TIMINGS = [
  { value: 'advance', label: 'In advance' },
  { value: 'arrears', label: 'In arrears' },
];

const currencyNames = new Intl.DisplayNames(locale, { type: 'currency' });
const currencies = CURRENCIES.map((value) => ({ value, label: `${value} · ${currencyNames.of(value)}` }));

const CycleFields = <V extends TermsValues>({ form }: Pick<TermsFieldsProps<V>, 'form'>) => (
  <Group align="flex-end" gap="sm">
    <NumberInput
      label="Billed every"
      w={112}
      min={1}
      max={120}
      allowDecimal={false}
      {...form.getInputProps('cycle_count')}
    />
    <Select
      aria-label="Unit of the billing cycle"
      w={120}
      data={UNITS}
      allowDeselect={false}
      {...form.getInputProps('cycle_unit')}
    />
    <SegmentedControl aria-label="When it is billed" data={TIMINGS} {...form.getInputProps('timing')} />
  </Group>
);

const PriceFields = <V extends TermsValues>({ form, kind, taxes, isCurrencyFixed = false }: TermsFieldsProps<V>) => {
  const { currency } = form.values;
  return (
    <Fieldset legend={kind === 'bundle' ? 'Fees and periods' : 'Price'} variant="unstyled">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {kind !== 'bundle' && (
            <MoneyInput
              label={kind === 'one-time' ? 'Price' : 'Price of a cycle'}
              required
              currency={currency}
              {...form.getInputProps('price_minor')}
            />
          )}
          {!isCurrencyFixed && (
            <Select
              label="Currency"
              data={currencies}
              searchable
              allowDeselect={false}
              limit={60}
              {...form.getInputProps('currency')}
            />
          )}
          {kind !== 'one-time' && (
            <MoneyInput
              label="Set-up fee"
              description="Once, on the first invoice"
              placeholder="none"
              currency={currency}
              {...form.getInputProps('setup_fee_minor')}
            />
          )}
          <Select
            label={kind === 'bundle' ? 'Tax of its own fees' : 'Tax'}
            {...(kind === 'bundle' ? { description: 'Set-up and leaving early; parts are taxed by their plans' } : {})}
            placeholder="no tax"
            clearable
            data={taxes.map(({ code, name, percent }) => ({
              value: code,
              label: percent === null ? `${name} (${code}, group)` : `${name} (${code}, ${percent} %)`,
            }))}
            nothingFoundMessage="No taxes yet; add one under Settings"
            {...form.getInputProps('tax_code')}
          />
        </SimpleGrid>
        {kind !== 'one-time' && <CycleFields form={form} />}
      </Stack>
    </Fieldset>
  );
};

interface SpeedInputProps {
  readonly label: string;
}

const SpeedInput = ({ label, ...rest }: SpeedInputProps) => (
  <NumberInput
    label={label}
    placeholder="unlimited"
    min={0.001}
    decimalScale={3}
    hideControls
    rightSection={
      <Text size="xs" c="dimmed">
        Mbit/s
      </Text>
    }
    rightSectionWidth={56}
    {...rest}
  />
);

const SessionFields = <V extends TermsValues>({ form }: Pick<TermsFieldsProps<V>, 'form'>) => (
  <>
    <NumberInput
      label="Longest session"
      description="Then one must log in again"
      placeholder="no limit"
      min={1}
      max={8760}
      decimalScale={2}
      hideControls
      rightSection={
        <Text size="xs" c="dimmed">
          hours
        </Text>
      }
      rightSectionWidth={48}
      {...form.getInputProps('session_timeout_s')}
    />
    <NumberInput
      label="Sessions at once"
      description="Devices online by one log-in"
      required
      min={1}
      max={1000}
      allowDecimal={false}
      hideControls
      {...form.getInputProps('simultaneous')}
    />
  </>
);

const NetworkFields = <V extends TermsValues>({ form }: { readonly form: UseFormReturnType<V> }) => (
  <Fieldset legend="Speed and volume" variant="unstyled">
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <SpeedInput label="Download" {...form.getInputProps('rate_down_kbps')} />
      <SpeedInput label="Upload" {...form.getInputProps('rate_up_kbps')} />
      <NumberInput
        label="Included volume"
        placeholder="unlimited"
        min={0}
        decimalScale={3}
        hideControls
        thousandSeparator=" "
        rightSection={
          <Text size="xs" c="dimmed">
            GB
          </Text>
        }
        rightSectionWidth={48}
        {...form.getInputProps('included_bytes')}
      />
      <OverageFields form={form} />
      <SessionFields form={form} />
    </SimpleGrid>
  </Fieldset>
);

/** The boxes of what a plan costs and gives, for a new plan and for a new version of one. */
export const TermsFields = <V extends TermsValues>(props: TermsFieldsProps<V>) => (
  <Stack gap="md">
    {props.kind === 'bundle' && <BundleFields form={props.form} />}
    <PriceFields {...props} />
    {props.kind !== 'one-time' && <BillingFields form={props.form} />}
    {props.kind !== 'one-time' && <ContractFields form={props.form} />}
    {props.kind === 'internet' && <NetworkFields form={props.form} />}
    {props.kind !== 'bundle' && <MeterFields form={props.form} meters={props.meters} />}
    {props.kind === 'internet' && <PoolFields form={props.form} pools={props.pools} />}
    {props.kind === 'internet' && <LimitFields form={props.form} />}
    {props.kind === 'internet' && <RolloverFields form={props.form} />}
  </Stack>
);
