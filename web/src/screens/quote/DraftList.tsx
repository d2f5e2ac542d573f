import type { ListDrafts } from '@isp/server/contract/views';
import type { Row } from '../../api/contract.ts';
import { useList } from '../../api/query.ts';
import { AccountLink } from '../../kit/AccountLink.tsx';
import { ChoiceFilter } from '../../kit/ChoiceFilter.tsx';
import { DataTable } from '../../kit/DataTable.tsx';
import { Day } from '../../kit/Day.tsx';
import { oneOf, useListSearch } from '../../kit/list-search.ts';
import { Money } from '../../kit/Money.tsx';
import { NoMatch } from '../../kit/NoMatch.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import type { TableColumn } from '../../kit/table-column.ts';
import { countedName } from '../account/counted-text.ts';

type Draft = Row<typeof ListDrafts>;

const COLUMNS: readonly TableColumn<Draft>[] = [
  { id: 'what', header: 'What', cell: (row) => countedName(row.quantity, row.plan_name) },
  { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> },
  { id: 'state', header: 'State', phone: 'aside', cell: () => <StateBadge state="draft" /> },
  { id: 'quote', header: 'Quote', cell: (row) => row.quote_number ?? 'not sent' },
  {
    id: 'start',
    header: 'Starts',
    cell: (row) => (row.start_on === null ? 'when accepted' : <Day day={row.start_on} />),
  },
  {
    id: 'price',
    header: 'Price of one',
    align: 'right',
    cell: (row) =>
      row.price_override_minor === null ? (
        'the plan’s'
      ) : (
        <Money minor={row.price_override_minor} currency={row.currency} />
      ),
  },
  { id: 'valid', header: 'Valid until', optional: true, cell: (row) => <Day day={row.valid_until} /> },
  { id: 'username', header: 'Username', optional: true, cell: (row) => row.username ?? '–' },
];

const STATES = ['draft', 'sent'] as const;
const CHOICES = [
  { value: 'draft', label: 'Not sent' },
  { value: 'sent', label: 'Quote sent' },
];

/** Subscriptions that are prepared and not ordered. */
export const DraftList = () => {
  const { search, set, clear } = useListSearch();
  const list = useList<typeof ListDrafts>('/draft-subscriptions', { quote_state: oneOf(search.quote_state, STATES) });
  return (
    <DataTable
      name="draft-subscriptions"
      isMain
      list={list}
      columns={COLUMNS}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: `/quotes/${row.quote_id}` })}
      filters={
        <ChoiceFilter
          label="Quote"
          value={search.quote_state}
          choices={CHOICES}
          onChange={(quote_state) => set({ quote_state })}
        />
      }
      empty={
        <NoMatch isFiltered={Boolean(search.quote_state)} onClear={() => clear('quote_state')}>
          <NothingHere title="No draft subscriptions">
            The services of a quote are drafts until it is accepted: they give no access and are not billed.
          </NothingHere>
        </NoMatch>
      }
    />
  );
};
