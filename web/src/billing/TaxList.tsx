import type { CreateTax, ListTaxes } from '@isp/server/contract/billing';
import { parseDecimal } from '@isp/values';
import { Button, Checkbox, Text, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { Instant } from '../kit/Instant.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { notifyDone } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { percentText } from './line-words.ts';
import { TaxRateForm } from './TaxRateForm.tsx';
import { changesAhead, changeText, type Tax } from './tax-words.ts';

const columnsOf = (today: string, onChange: ((tax: Tax) => void) | undefined): readonly TableColumn<Tax>[] => [
  { id: 'name', header: 'Name', cell: (row) => row.name },
  { id: 'code', header: 'Code', cell: (row) => <span className="mono">{row.code}</span> },
  {
    id: 'percent',
    header: 'Rate',
    align: 'right',
    cell: (row) => (
      <>
        {percentText(row.percent)}
        {changesAhead(row, today).map((change) => (
          <Text key={change.effective_from} size="xs" c="dimmed">
            {changeText(change)}
          </Text>
        ))}
      </>
    ),
  },
  {
    id: 'inclusive',
    header: 'Prices',
    cell: (row) =>
      `${row.inclusive ? 'include it' : 'are without it'}${row.compound ? '; on the taxes before, too' : ''}`,
  },
  { id: 'made', header: 'Added', optional: true, cell: (row) => <Instant at={row.created_at} as="full" /> },
  ...(onChange
    ? [
        {
          id: 'change',
          header: '',
          cell: (row: Tax) => (
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`Change the rate of ${row.name}`}
              onClick={() => onChange(row)}
            >
              Change rate
            </Button>
          ),
        },
      ]
    : []),
];

type Values = { code: string; name: string; percent: string; inclusive: boolean; compound: boolean };

const TaxForm = ({ onClose }: { readonly onClose: () => void }) => {
  const { form, frame } = useCommandForm<typeof CreateTax, Values>({
    verb: 'POST',
    path: '/taxes',
    initial: { code: '', name: '', percent: '', inclusive: false, compound: false },
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
      <Checkbox
        label="Charged on other taxes, too"
        description="In a group: on the net and on the taxes before it"
        {...form.getInputProps('compound', { type: 'checkbox' })}
      />
    </FormDrawer>
  );
};

/** The taxes a plan can have, with their rates and the changes to come. */
export const TaxList = () => {
  const { may } = useMe();
  const today = useToday();
  const [asked, ask] = useState<string>();
  const list = useList<typeof ListTaxes>('/taxes', {});
  const mayChange = may('billing.write');
  const columns = useMemo(
    () => columnsOf(today, mayChange ? ({ code }) => ask(`tax ${code}`) : undefined),
    [today, mayChange],
  );
  const add = mayChange && (
    <Button size="xs" onClick={() => ask('new')}>
      Add a tax
    </Button>
  );
  const changed = list.rows.find(({ code }) => asked === `tax ${code}`);
  const close = () => ask(undefined);
  return (
    <Panel padded={false} title="Taxes" actions={add}>
      <DataTable
        name="taxes"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.code}
        empty={<NothingHere title="No taxes yet">Add one, then choose it in a plan.</NothingHere>}
      />
      {asked === 'new' && <TaxForm onClose={close} />}
      {changed && <TaxRateForm tax={changed} today={today} onClose={close} />}
    </Panel>
  );
};
