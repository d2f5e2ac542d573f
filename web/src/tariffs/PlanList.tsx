import type { ListPlans } from '@isp/server/contract/tariffs';
import { Text } from '@mantine/core';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { Rate } from '../kit/Rate.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { beginText } from './begin-text.ts';
import { KINDS, kindText } from './kind-words.ts';
import { shortVolumeText } from './overage-words.ts';
import { cycleText } from './plan-sentence.ts';

type PlanRow = Row<typeof ListPlans>;

const columns: readonly TableColumn<PlanRow>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'code', header: 'Code', sort: 'code', cell: (row) => <span className="mono">{row.code}</span> },
  { id: 'kind', header: 'Kind', cell: (row) => kindText(row.kind) },
  {
    id: 'price',
    header: 'Price',
    align: 'right',
    cell: ({ kind, current }) => (
      <>
        <Money minor={current.price_minor} currency={current.currency} />{' '}
        <Text span size="xs" c="dimmed">
          {kind === 'one-time' ? 'once' : cycleText(current.cycle_unit, current.cycle_count)}
        </Text>
      </>
    ),
  },
  {
    id: 'speed',
    header: 'Speed',
    cell: ({ kind, current }) =>
      kind === 'internet' ? <Rate down_kbps={current.rate_down_kbps} up_kbps={current.rate_up_kbps} /> : '–',
  },
  {
    id: 'volume',
    header: 'Volume',
    cell: ({ kind, current }) => (kind === 'internet' ? shortVolumeText(current) : '–'),
  },
  {
    id: 'state',
    header: 'State',
    phone: 'aside',
    cell: (row) => <StateBadge state={row.state}>{row.state === 'active' ? 'on sale' : undefined}</StateBadge>,
  },
  {
    id: 'version',
    header: 'Version',
    cell: ({ current }) => `${current.version}, ${beginText(current.effective_from)}`,
  },
  {
    id: 'setup',
    header: 'Set-up fee',
    align: 'right',
    optional: true,
    cell: ({ current }) => <Money minor={current.setup_fee_minor} currency={current.currency} />,
  },
  { id: 'tax', header: 'Tax', optional: true, cell: ({ current }) => current.tax_code ?? 'none' },
  {
    id: 'timing',
    header: 'Billed',
    optional: true,
    cell: ({ current }) => (current.timing === 'advance' ? 'in advance' : 'in arrears'),
  },
];

const STATES = [
  { value: 'active', label: 'On sale' },
  { value: 'retired', label: 'Retired' },
];

/** What is sold: every plan with the terms that hold today. */
export const PlanList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const list = useList<typeof ListPlans>('/plans', {
    sort,
    q: search.q,
    state: oneOf(search.state, ['active', 'retired']),
    kind: KINDS.find(({ value }) => value === search.kind)?.value,
  });
  const add = may('tariffs.write') && <ButtonLink to="/plans/new">New plan</ButtonLink>;
  const places = (
    <>
      <ButtonLink to="/availability" variant="default">
        What is sold where
      </ButtonLink>
      <ButtonLink to="/areas" variant="default">
        Areas
      </ButtonLink>
      {add}
    </>
  );
  return (
    <>
      <PageHeader title="Plans" actions={places} />
      <Panel padded={false}>
        <DataTable
          name="plans"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/plans/${row.id}` })}
          sort={sort}
          onSort={setSort}
          filters={
            <>
              <SearchFilter label="Name or code" value={search.q} onChange={(q) => set({ q })} />
              <ChoiceFilter label="Kind" value={search.kind} choices={KINDS} onChange={(kind) => set({ kind })} />
              <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
            </>
          }
          empty={
            <NoMatch
              isFiltered={Boolean(search.q || search.state || search.kind)}
              onClear={() => clear('q', 'state', 'kind')}
            >
              <NothingHere title="Nothing is sold yet" action={add}>
                A plan says what a subscriber pays and gets. Make one, then subscribe accounts to it.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
    </>
  );
};
