import type { ListTaxExemptions } from '@isp/server/contract/billing';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { type Exemption, exemptionSentence } from './tax-words.ts';

const columns: readonly TableColumn<Exemption>[] = [
  { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> },
  {
    id: 'why',
    header: 'Why',
    cell: (row) => <span style={{ whiteSpace: 'normal' }}>{exemptionSentence(row)}</span>,
  },
  { id: 'ends', header: 'With tax from', phone: 'aside', cell: (row) => row.to_on && <Day day={row.to_on} /> },
];

/** Exemptions that run out, the soonest first: whoever is to stay exempt has to show another certificate. */
export const ExemptionsEnding = () => {
  const ends_from = useToday();
  useLiveRefresh(['billing.exemptions'], ['/tax-exemptions']);
  return (
    <Panel padded={false} title="Exemptions that run out">
      <DataTable
        name="exemptions-ending"
        list={useList<typeof ListTaxExemptions>('/tax-exemptions', { ends_from, sort: 'to_on' })}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/accounts/${row.account_id}` })}
        empty={<NothingHere title="None">An account is exempted from a tax on its page.</NothingHere>}
      />
    </Panel>
  );
};
