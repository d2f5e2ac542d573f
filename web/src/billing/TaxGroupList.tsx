import type { ListTaxes, ListTaxGroups } from '@isp/server/contract/billing';
import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { TaxGroupForm } from './TaxGroupForm.tsx';
import { chargedText, placeText, type Tax, type TaxGroup } from './tax-words.ts';

const columnsOf = (
  taxes: readonly Tax[],
  onChange: ((group: TaxGroup) => void) | undefined,
): readonly TableColumn<TaxGroup>[] => [
  { id: 'name', header: 'Name', cell: (row) => row.name },
  { id: 'code', header: 'Code', cell: (row) => <span className="mono">{row.code}</span> },
  {
    id: 'taxes',
    header: 'Taxes',
    cell: (row) => (
      <div style={{ whiteSpace: 'normal' }}>
        {row.rules.map((rule) => (
          <Text key={placeText(rule)} size="sm">
            {placeText(rule)}: {chargedText(rule.taxes, taxes)}
          </Text>
        ))}
        <Text size="sm">
          {row.rules.length > 0 && 'Elsewhere: '}
          {chargedText(row.taxes, taxes)}
        </Text>
      </div>
    ),
  },
  { id: 'inclusive', header: 'Prices', cell: (row) => (row.inclusive ? 'include them' : 'are without them') },
  ...(onChange
    ? [
        {
          id: 'change',
          header: '',
          cell: (row: TaxGroup) => (
            <Button variant="default" size="compact-xs" aria-label={`Change ${row.name}`} onClick={() => onChange(row)}>
              Change
            </Button>
          ),
        },
      ]
    : []),
];

interface TaxGroupListProps {
  readonly countries: readonly { readonly value: string; readonly label: string }[];
}

/** The groups of taxes a plan can have, with their rules by place. */
export const TaxGroupList = ({ countries }: TaxGroupListProps) => {
  const { may } = useMe();
  const [asked, ask] = useState<'new' | TaxGroup>();
  const taxes = useList<typeof ListTaxes>('/taxes', {}).rows;
  const mayChange = may('billing.write');
  const columns = useMemo(() => columnsOf(taxes, mayChange ? ask : undefined), [taxes, mayChange]);
  const add = mayChange && (
    <Button variant="default" size="xs" onClick={() => ask('new')}>
      Add a group
    </Button>
  );
  const close = () => ask(undefined);
  return (
    <Panel padded={false} title="Groups of taxes" actions={add}>
      <DataTable
        name="tax-groups"
        list={useList<typeof ListTaxGroups>('/tax-groups', {})}
        columns={columns}
        rowKey={(row) => row.code}
        empty={
          <NothingHere title="No groups">
            A group charges several taxes together, or other ones by where the account is. Plans name it like a tax.
          </NothingHere>
        }
      />
      {asked === 'new' && <TaxGroupForm taxes={taxes} countries={countries} onClose={close} />}
      {asked !== undefined && asked !== 'new' && (
        <TaxGroupForm group={asked} taxes={taxes} countries={countries} onClose={close} />
      )}
    </Panel>
  );
};
