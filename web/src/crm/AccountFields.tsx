import { Fieldset, SegmentedControl, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { locale } from '../kit/locale.ts';
import { countries, zones } from './places.ts';

/** What a person types about an account; an empty box is nothing. */
export type AccountValues = {
  kind: 'person' | 'company';
  name: string;
  email: string;
  phone: string;
  street: string;
  postal_code: string;
  city: string;
  region: string;
  country: string | null;
  tax_id: string;
  zone: string | null;
  locale: string;
};

interface AccountFieldsProps {
  readonly form: UseFormReturnType<AccountValues>;
}

const KINDS = [
  { value: 'person', label: 'Person' },
  { value: 'company', label: 'Company' },
];

const LOCALES = ['en', 'en-GB', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'cs', 'tr', 'ru', 'uk', 'ar', 'id'];
const languageNames = new Intl.DisplayNames(locale, { type: 'language' });
const localeChoices = LOCALES.map((value) => ({ value, label: languageNames.of(value) ?? value }));

const WhoFields = ({ form }: AccountFieldsProps) => {
  const isCompany = form.values.kind === 'company';
  return (
    <Fieldset legend="Who" variant="unstyled">
      <Stack gap="sm">
        <SegmentedControl aria-label="Kind of account" data={KINDS} w="fit-content" {...form.getInputProps('kind')} />
        <TextInput
          label={isCompany ? 'Company name' : 'Name'}
          required
          maxLength={200}
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput label="E-mail" type="email" autoComplete="off" {...form.getInputProps('email')} />
          <TextInput label="Phone" type="tel" autoComplete="off" {...form.getInputProps('phone')} />
        </SimpleGrid>
        {isCompany && (
          <TextInput label="Tax number" description="Printed on invoices" {...form.getInputProps('tax_id')} />
        )}
      </Stack>
    </Fieldset>
  );
};

const AddressFields = ({ form }: AccountFieldsProps) => (
  <Fieldset legend="Address" variant="unstyled">
    <Stack gap="sm">
      <TextInput label="Street and number" autoComplete="off" {...form.getInputProps('street')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput label="Postal code" autoComplete="off" {...form.getInputProps('postal_code')} />
        <TextInput label="City" autoComplete="off" {...form.getInputProps('city')} />
        <TextInput
          label="State or province"
          description="Where taxes depend on it: QC, TX"
          maxLength={20}
          autoComplete="off"
          {...form.getInputProps('region')}
        />
      </SimpleGrid>
      <Select
        label="Country"
        searchable
        clearable
        placeholder="As the legal entity"
        data={countries}
        {...form.getInputProps('country')}
      />
    </Stack>
  </Fieldset>
);

const HabitFields = ({ form }: AccountFieldsProps) => (
  <Fieldset legend="Habits" variant="unstyled">
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label="Time zone"
        description="Billing days begin at its midnight"
        searchable
        clearable
        placeholder="As the legal entity"
        data={zones}
        limit={50}
        {...form.getInputProps('zone')}
      />
      <Select
        label="Language of documents"
        data={localeChoices}
        searchable
        allowDeselect={false}
        {...form.getInputProps('locale')}
      />
    </SimpleGrid>
  </Fieldset>
);

/** The boxes of an account's particulars, for opening and for editing one. */
export const AccountFields = ({ form }: AccountFieldsProps) => (
  <Stack gap="md">
    <WhoFields form={form} />
    <AddressFields form={form} />
    <HabitFields form={form} />
  </Stack>
);
