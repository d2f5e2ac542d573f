import type { ListNas, ListNasAddresses } from '@isp/server/contract/aaa';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { NasCondition } from './NasCondition.tsx';

interface RangeProps {
  readonly range: { readonly id: string; readonly address: string; readonly by_identifier: string };
}
type Member = Row<typeof ListNas>;
type Address = Row<typeof ListNasAddresses>;

const LOOK_AGAIN_MS = 20_000;

const MEMBERS: readonly TableColumn<Member>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'identifier', header: 'Calls itself', cell: (row) => row.identifier },
  {
    id: 'condition',
    header: 'How it is',
    sort: 'condition',
    phone: 'aside',
    cell: (row) => <NasCondition nas={row} />,
  },
  { id: 'heard', header: 'Heard', cell: (row) => (row.heard_at === null ? 'never' : <Instant at={row.heard_at} />) },
  { id: 'secret', header: 'Secret', optional: true, cell: (row) => (row.has_own_secret ? 'its own' : 'the range’s') },
  {
    id: 'looked',
    header: 'Looked at',
    optional: true,
    cell: (row) =>
      row.seen_first_at !== null && row.looked_at === null ? <StateBadge state="pending">not yet</StateBadge> : 'yes',
  },
  { id: 'sessions', header: 'Sessions', sort: 'sessions', align: 'right', cell: (row) => countText(row.sessions) },
];

const ADDRESSES: readonly TableColumn<Address>[] = [
  {
    id: 'address',
    header: 'Address',
    sort: 'address',
    cell: (row) => <span className="mono">{row.address}</span>,
  },
  { id: 'identifier', header: 'Calls itself', cell: (row) => row.nas_identifier ?? '–' },
  { id: 'heard', header: 'Heard', sort: 'heard_at', cell: (row) => <Instant at={row.heard_at} /> },
  {
    id: 'sessions',
    header: 'Sessions',
    sort: 'sessions',
    align: 'right',
    phone: 'aside',
    cell: (row) => countText(row.sessions),
  },
];

/** The NASes that are told apart in a range. */
const Members = ({ range }: RangeProps) => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const input = { range_id: range.id, q: search.q, sort, limit: 20 };
  const list = useList<typeof ListNas>('/nas', input, { every: LOOK_AGAIN_MS });
  return (
    <DataTable
      name="nas-of-range"
      list={list}
      columns={MEMBERS}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: `/nas/${row.id}` })}
      sort={sort}
      onSort={setSort}
      filters={<SearchFilter label="Name, NAS-Identifier or tag" value={search.q} onChange={(q) => set({ q })} />}
      empty={
        <NoMatch isFiltered={search.q !== undefined} onClear={() => clear('q')}>
          <NothingHere title="No NAS of this range yet">
            {range.by_identifier === 'register'
              ? 'One that has its secret registers itself with its first signed packet.'
              : 'Add one by what it calls itself; those that were refused are among the strangers.'}
          </NothingHere>
        </NoMatch>
      }
    />
  );
};

/** The addresses of a range that is one NAS to us, as its accounting tells them. */
const Addresses = ({ range }: RangeProps) => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const input = { id: range.id, q: search.q, sort, limit: 20 };
  const list = useList<typeof ListNasAddresses>('/nas/:id/addresses', input, { every: LOOK_AGAIN_MS });
  return (
    <DataTable
      name="nas-addresses"
      list={list}
      columns={ADDRESSES}
      rowKey={(row) => row.id}
      sort={sort}
      onSort={setSort}
      filters={<SearchFilter label="Address or NAS-Identifier" value={search.q} onChange={(q) => set({ q })} />}
      empty={
        <NoMatch isFiltered={search.q !== undefined} onClear={() => clear('q')}>
          <NothingHere title="No accounting from this range lately">
            An address is listed while it has sessions, and for an hour after the last one ended.
          </NothingHere>
        </NoMatch>
      }
    />
  );
};

const isOne = (address: string): boolean => /\/(32|128)$/.test(address) || !address.includes('/');

/** Who is heard within a NAS entry that is a range; nothing for one that is one NAS. */
export const NasRange = ({ range }: RangeProps) => {
  if (range.by_identifier === 'off' && isOne(range.address)) return null;
  return (
    <Panel padded={false} title="NASes heard in this range">
      {range.by_identifier === 'off' ? <Addresses range={range} /> : <Members range={range} />}
    </Panel>
  );
};
