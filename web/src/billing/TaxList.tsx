import type { CreateTax, ListTaxes } from '@isp/server/contract/billing';
import { parseDecimal } from '@isp/values';
import { Button, Checkbox, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { Instant } from '../kit/Instant.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { percentText } from './line-words.ts';

type TaxRow = Row<typeof ListTaxes>;

const columns: readonly TableColumn<TaxRow>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name },
  { id: 'code', header: 'Code', cell: (row) => <span className="mono">{row.code}</span> },
  { id: 'percent', header: 'Rate', align: 'right', cell: (row) => percentText(row.percent) },
  { id: 'inclusive', header: 'Prices', cell: (row) => (row.inclusive ? 'include it' : 'are without it') },
  { id: 'made', header: 'Added', cell: (row) => <Instant at={row.created_at} as="full" /> },
];

type Values = { code: string; name: string; percent: string; inclusive: boolean };

const TaxForm = ({ onClose }: { readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof CreateTax, Values>({
    verb: 'POST',
    path: '/taxes',
    initial: { code: '', name: '', percent: '', inclusive: false },
    toInput: (values) => ({ ...values, percent: values.percent.trim().replace(',', '.') }),
    validate: {
      code: (code) => (code.trim() ? null : 'write a code such as VAT20'),
      name: (name) => (name.trim() ? null : 'write a name'),
      percent: (text) =>
        parseDecimal(text.trim().replace(',', '.')) === undefined ? 'write a percentage such as 20 or 8.875' : null,
    },
    onDone: (tax) => {
      notifyDone(`${tax.name} is added.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="Add a tax" onClose={onClose} {...frame} submit="Add tax">
      <Text size="sm">A tax keeps its rate for good. When the rate changes, add one with a new code.</Text>
      <TextInput
        label="Name"
        description="Printed on invoices"
        required
        maxLength={120}
        {...form.getInputProps('name')}
      />
      <TextInput label="Code" required maxLength={40} placeholder="VAT20" {...form.getInputProps('code')} />
      <TextInput
        label="Rate in percent"
        required
        inputMode="decimal"
        placeholder="20"
        {...form.getInputProps('percent')}
      />
      <Checkbox
        label="Prices include this tax"
        description="Else it comes on top of them"
        {...form.getInputProps('inclusive', { type: 'checkbox' })}
      />
    </FormDrawer>
  );
};

/** The taxes a plan can have. */
export const TaxList = () => {
  const { may } = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  const add = may('billing.write') && (
    <Button size="xs" onClick={open}>
      Add a tax
    </Button>
  );
  return (
    <Panel padded={false}>
      <DataTable
        name="taxes"
        isMain
        list={useList<typeof ListTaxes>('/taxes', {})}
        columns={columns}
        rowKey={(row) => row.code}
        filters={add}
        empty={<NothingHere title="No taxes yet">Add one, then choose it in a plan.</NothingHere>}
      />
      {opened && <TaxForm onClose={close} />}
    </Panel>
  );
};
