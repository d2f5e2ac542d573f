import type { ListPriceChanges } from '@isp/server/contract/views';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { countText } from '../kit/format.ts';
import { Money } from '../kit/Money.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { stateOf } from './price-change-words.ts';

type Change = Row<typeof ListPriceChanges>;

const COLUMNS: readonly TableColumn<Change>[] = [
  { id: 'day', header: 'From', cell: (row) => <Day day={row.effective_on} /> },
  { id: 'version', header: 'Version', align: 'right', cell: (row) => row.plan_version },
  {
    id: 'price',
    header: 'Price',
    align: 'right',
    cell: (row) => <Money minor={row.price_minor} currency={row.currency} />,
  },
  { id: 'planned', header: 'Subscriptions', align: 'right', cell: (row) => countText(row.planned) },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: (row) => <StateBadge state={stateOf(row.state).badge}>{stateOf(row.state).text}</StateBadge>,
  },
];

/** The price changes of a plan, the newest first. */
export const PriceChangeList = ({ planId }: { readonly planId: string }) => {
  useLiveRefresh(['subscriptions.price_changes'], ['/price-changes']);
  return (
    <DataTable
      name="price-changes"
      list={useList<typeof ListPriceChanges>('/price-changes', { plan_id: planId })}
      columns={COLUMNS}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: `/price-changes/${row.id}` })}
      empty={
        <NothingHere title="No price changes">
          “New terms” that are for running subscriptions too make a price change.
        </NothingHere>
      }
    />
  );
};
