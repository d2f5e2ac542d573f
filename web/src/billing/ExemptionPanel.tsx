import type { ListTaxExemptions, ListTaxes } from '@isp/server/contract/billing';
import { Button, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { ExemptionEnd } from './ExemptionEnd.tsx';
import { ExemptionForm } from './ExemptionForm.tsx';
import { type Exemption, exemptionSentence, exemptionState, type Tax } from './tax-words.ts';

interface ExemptionPanelProps {
  readonly account: { readonly id: string; readonly zone: string; readonly state: string };
}

const nameOf = (code: string | null, taxes: readonly Tax[]): string =>
  code === null ? 'Every tax' : (taxes.find((tax) => tax.code === code)?.name ?? code);

const columnsOf = (
  taxes: readonly Tax[],
  today: string,
  onEnd: ((exemption: Exemption) => void) | undefined,
): readonly TableColumn<Exemption>[] => [
  {
    id: 'tax',
    header: 'Exempt from',
    cell: (row) => (
      <>
        {nameOf(row.tax_code, taxes)}
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'normal' }}>
          {exemptionSentence(row)}
        </Text>
      </>
    ),
  },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={exemptionState(row, today)} /> },
  { id: 'by', header: 'Given by', optional: true, cell: (row) => row.given_by },
  ...(onEnd
    ? [
        {
          id: 'end',
          header: '',
          cell: (row: Exemption) =>
            exemptionState(row, today) !== 'over' && (
              <Button
                variant="default"
                size="compact-xs"
                aria-label={`End the exemption from ${nameOf(row.tax_code, taxes)}`}
                onClick={() => onEnd(row)}
              >
                End
              </Button>
            ),
        },
      ]
    : []),
];

/** The exemptions of an account from taxes: given and ended here. */
export const ExemptionPanel = ({ account }: ExemptionPanelProps) => {
  const today = useToday(account.zone);
  const { may } = useMe();
  const [asked, ask] = useState<'give' | Exemption>();
  const mayGive = may('billing.exemptions') && account.state !== 'closed';
  const list = useList<typeof ListTaxExemptions>('/tax-exemptions', { account_id: account.id, limit: 100 });
  const taxes = useList<typeof ListTaxes>('/taxes', {}).rows;
  useLiveRefresh(['billing.exemptions'], ['/tax-exemptions']);
  const columns = useMemo(() => columnsOf(taxes, today, mayGive ? ask : undefined), [taxes, today, mayGive]);
  const close = () => ask(undefined);
  const give = mayGive && (
    <Button variant="default" size="xs" onClick={() => ask('give')}>
      Exempt from tax
    </Button>
  );
  return (
    <Panel padded={false} title="Tax exemptions" actions={give}>
      <DataTable
        name="exemptions"
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        empty={<NothingHere title="Not exempt">Invoices have the taxes of the plans.</NothingHere>}
      />
      {asked === 'give' && <ExemptionForm accountId={account.id} today={today} onClose={close} />}
      {asked !== undefined && asked !== 'give' && <ExemptionEnd exemption={asked} today={today} onClose={close} />}
    </Panel>
  );
};
