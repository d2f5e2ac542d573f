import { NumberInput, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { NasValues } from './NasFields.tsx';

const APART = [
  { value: 'off', label: 'not told apart: all that comes from there is one NAS' },
  { value: 'refuse', label: 'by NAS-Identifier; others than those listed are refused' },
  { value: 'register', label: 'by NAS-Identifier; new ones register themselves' },
];

interface NasPlaceProps {
  readonly form: UseFormReturnType<NasValues>;
  readonly isKnown: boolean;
}

const InRange = ({ form, isKnown }: NasPlaceProps) => (
  <TextInput
    label="NAS-Identifier"
    required
    disabled={isKnown}
    maxLength={253}
    description={`What it calls itself in ${form.values.range_name}; RouterOS sends its system identity`}
    {...form.getInputProps('identifier')}
  />
);

/** Where a NAS is: at an address, whose NASes may be told apart, or in such a range. */
export const NasPlace = ({ form, isKnown }: NasPlaceProps) => {
  if (form.values.range_id) return <InRange form={form} isKnown={isKnown} />;
  return (
    <>
      <TextInput
        label="Address"
        required
        description="What it sends from: one address, or a range such as 192.0.2.0/24"
        placeholder="192.0.2.10"
        {...form.getInputProps('address')}
      />
      <Select
        label="Several NASes there"
        description="Behind a NAT, or with addresses that change, NASes are known by what they call themselves"
        data={APART}
        allowDeselect={false}
        {...form.getInputProps('by_identifier')}
      />
      {form.values.by_identifier === 'register' && (
        <NumberInput
          label="At most"
          description="So many that registered themselves may wait to be looked at; more are refused"
          min={1}
          max={5000}
          allowDecimal={false}
          {...form.getInputProps('new_at_most')}
        />
      )}
    </>
  );
};
