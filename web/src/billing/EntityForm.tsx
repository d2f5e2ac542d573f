import type { ListLegalEntities, UpdateLegalEntity } from '@isp/server/contract/billing';
import { NumberInput, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Row } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';

type Entity = Row<typeof ListLegalEntities>;

/** The countries and time zones to choose among. */
export interface Places {
  readonly countries: { readonly value: string; readonly label: string }[];
  readonly zones: string[];
}

type Values = {
  name: string;
  street: string;
  postal_code: string;
  city: string;
  country: string;
  tax_id: string;
  email: string;
  iban: string;
  zone: string;
  payment_days: number | string;
};

const valuesOf = (entity: Entity): Values => ({
  name: entity.name,
  street: entity.street ?? '',
  postal_code: entity.postal_code ?? '',
  city: entity.city ?? '',
  country: entity.country,
  tax_id: entity.tax_id ?? '',
  email: entity.email ?? '',
  iban: entity.iban ?? '',
  zone: entity.zone,
  payment_days: entity.payment_days,
});

const given = (text: string): string | null => text.trim() || null;

const inputOf = (values: Values) => ({
  name: values.name,
  street: given(values.street),
  postal_code: given(values.postal_code),
  city: given(values.city),
  country: values.country,
  tax_id: given(values.tax_id),
  email: given(values.email),
  iban: given(values.iban),
  zone: values.zone,
  payment_days: Number(values.payment_days),
});

interface EntityFieldsProps {
  readonly form: UseFormReturnType<Values>;
  readonly places: Places;
}

const EntityFields = ({ form, places }: EntityFieldsProps) => (
  <>
    <TextInput label="Name" required maxLength={200} {...form.getInputProps('name')} />
    <TextInput label="Street and number" {...form.getInputProps('street')} />
    <SimpleGrid cols={2} spacing="sm">
      <TextInput label="Postal code" {...form.getInputProps('postal_code')} />
      <TextInput label="City" {...form.getInputProps('city')} />
    </SimpleGrid>
    <Select
      label="Country"
      searchable
      allowDeselect={false}
      data={places.countries}
      {...form.getInputProps('country')}
    />
    <TextInput label="Tax number" {...form.getInputProps('tax_id')} />
    <TextInput label="E-mail" type="email" {...form.getInputProps('email')} />
    <TextInput label="IBAN" description="Printed on invoices" {...form.getInputProps('iban')} />
    <Select
      label="Time zone"
      searchable
      allowDeselect={false}
      limit={50}
      data={places.zones}
      {...form.getInputProps('zone')}
    />
    <NumberInput
      label="Days to pay"
      description="From the day an invoice is issued to the day it is due"
      min={0}
      max={365}
      allowDecimal={false}
      {...form.getInputProps('payment_days')}
    />
  </>
);

interface EntityFormProps {
  readonly entity: Entity;
  readonly places: Places;
  readonly onClose: () => void;
}

/** Changes a legal entity's particulars. Its currency stays: its books are in it. */
export const EntityForm = ({ entity, places, onClose }: EntityFormProps) => {
  const { form, frame } = useCommandForm<typeof UpdateLegalEntity, Values>({
    verb: 'PATCH',
    path: '/legal-entities/:id',
    initial: valuesOf(entity),
    toInput: (values) => ({ id: entity.id, ...inputOf(values) }),
    validate: {
      name: (name) => (name.trim() ? null : 'write a name'),
      payment_days: (days) => (String(days) === '' ? 'write a number of days' : null),
    },
    onDone: () => {
      notifyDone('Saved.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${entity.name}`} onClose={onClose} {...frame} submit="Save">
      <Text size="sm">Invoices that are out keep what they say; new ones carry what you write here.</Text>
      <EntityFields form={form} places={places} />
    </FormDrawer>
  );
};
