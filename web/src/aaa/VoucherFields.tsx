import {
  Checkbox,
  Fieldset,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { DayInput } from '../kit/DayInput.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { type BatchValues, LENGTHS, OCTET_UNITS, TIME_UNITS } from './voucher-form.ts';

type Form = UseFormReturnType<BatchValues>;

interface MeasureProps {
  readonly form: Form;
  readonly label: string;
  readonly description: string;
  readonly amount: 'time_s' | 'octets' | 'valid_s';
  readonly unit: 'time_unit' | 'octets_unit' | 'valid_unit';
}

/** A number with its unit. */
const Measure = ({ form, label, description, amount, unit }: MeasureProps) => (
  <Group gap={6} align="flex-start" wrap="nowrap">
    <NumberInput
      flex={1}
      label={label}
      description={description}
      min={0}
      decimalScale={3}
      hideControls
      placeholder="no limit"
      {...form.getInputProps(amount)}
    />
    <Select
      w={104}
      label="&nbsp;"
      aria-label={`Unit of ${label.toLocaleLowerCase()}`}
      data={unit === 'octets_unit' ? OCTET_UNITS : TIME_UNITS}
      allowDeselect={false}
      {...form.getInputProps(unit)}
    />
  </Group>
);

/** What each voucher gives. */
export const GiftFields = ({ form }: { readonly form: Form }) => (
  <Fieldset legend="What each gives" variant="unstyled">
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Measure
          form={form}
          label="Time online"
          description="In all, over any number of log-ins"
          amount="time_s"
          unit="time_unit"
        />
        <Measure form={form} label="Volume" description="Both directions, in all" amount="octets" unit="octets_unit" />
        <Measure
          form={form}
          label="Valid for"
          description="From the first log-in on, online or not"
          amount="valid_s"
          unit="valid_unit"
        />
        <DayInput label="First log-in by" placeholder="any day" clearable {...form.getInputProps('use_by_on')} />
        <NumberInput
          label="Download, Mbit/s"
          min={0}
          decimalScale={3}
          hideControls
          placeholder="no limit"
          {...form.getInputProps('rate_down_kbps')}
        />
        <NumberInput
          label="Upload, Mbit/s"
          min={0}
          decimalScale={3}
          hideControls
          placeholder="no limit"
          {...form.getInputProps('rate_up_kbps')}
        />
        <NumberInput
          label="Devices at once"
          min={1}
          max={1000}
          allowDecimal={false}
          {...form.getInputProps('simultaneous')}
        />
      </SimpleGrid>
      <Checkbox
        label="Only the first device that comes"
        description="Phones may change their address by network, not while they stay: whoever has a new one can be let in by hand"
        {...form.getInputProps('binds_device', { type: 'checkbox' })}
      />
    </Stack>
  </Fieldset>
);

const ALPHABETS = [
  { value: 'letters-digits', label: 'Letters and digits' },
  { value: 'digits', label: 'Digits only' },
];

const PINS = [
  { value: '0', label: 'no PIN: the code is enough' },
  ...['4', '5', '6', '8'].map((value) => ({ value, label: `${value} digits` })),
];

/** How many, and how their codes look. */
export const CodeFields = ({ form }: { readonly form: Form }) => {
  const change = (alphabet: string) => {
    const code_alphabet = alphabet === 'digits' ? 'digits' : 'letters-digits';
    form.setValues({ code_alphabet, code_length: LENGTHS[code_alphabet] });
  };
  return (
    <Fieldset legend="The codes" variant="unstyled">
      <Stack gap="sm">
        <SegmentedControl
          aria-label="What codes are made of"
          w="fit-content"
          data={ALPHABETS}
          value={form.values.code_alphabet}
          onChange={change}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NumberInput
            label="Characters drawn"
            description="The more, the harder to guess"
            min={4}
            max={16}
            allowDecimal={false}
            {...form.getInputProps('code_length')}
          />
          <TextInput
            label="Beginning with"
            description="Up to 8 letters and digits, or nothing"
            maxLength={8}
            classNames={{ input: 'mono' }}
            {...form.getInputProps('code_prefix')}
          />
          <Select
            label="PIN"
            description="Asked for as the password"
            data={PINS}
            allowDeselect={false}
            {...form.getInputProps('pin_length')}
          />
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
};

/** What else is printed. */
export const PrintFields = ({ form, currency }: { readonly form: Form; readonly currency: string }) => (
  <Fieldset legend="On the card" variant="unstyled">
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <TextInput
        label="From"
        description="The legal entity’s name unless you write another"
        maxLength={60}
        {...form.getInputProps('heading')}
      />
      <MoneyInput
        label="Price"
        description="Printed only: nothing is charged"
        currency={currency}
        {...form.getInputProps('price_minor')}
      />
      <TextInput
        label="Log-in page, for a QR code"
        description="{code} and {pin} are put in their places"
        placeholder="http://login.example/login?username={code}&password={code}"
        maxLength={300}
        classNames={{ input: 'mono' }}
        style={{ gridColumn: '1 / -1' }}
        {...form.getInputProps('login_url')}
      />
    </SimpleGrid>
  </Fieldset>
);
