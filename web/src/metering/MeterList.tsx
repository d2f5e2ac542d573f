import type { ListMeters } from '@isp/server/contract/metering';
import { Button, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { MeterNew } from './MeterNew.tsx';
import { type Meter, meterSentence } from './meter-words.ts';

const columns: readonly TableColumn<Meter>[] = [
  { id: 'code', header: 'Code', sort: 'code', cell: (row) => <span className="mono">{row.code}</span> },
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: (row) => (
      <>
        {row.name}
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'normal' }}>
          {meterSentence(row)}
        </Text>
      </>
    ),
  },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
];

const STATES = [
  { value: 'active', label: 'In use' },
  { value: 'retired', label: 'Retired' },
];

/** What is counted beside octets, and where files of it are recorded. */
export const MeterList = () => {
  const { may } = useMe();
  const navigate = useNavigate();
  const { search, set, sort, setSort, clear } = useListSearch();
  const [isNew, setNew] = useState(false);
  const list = useList<typeof ListMeters>('/meters', {
    sort,
    q: search.q,
    state: oneOf(search.state, ['active', 'retired']),
  });
  const add = may('metering.write') && <Button onClick={() => setNew(true)}>New meter</Button>;
  const actions = (
    <>
      {may('metering.record') && (
        <ButtonLink to="/usage-import" variant="default">
          Import use
        </ButtonLink>
      )}
      {add}
    </>
  );
  return (
    <>
      <PageHeader title="Meters" actions={actions} />
      <Panel padded={false}>
        <DataTable
          name="meters"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          rowLink={(row) => ({ to: `/meters/${row.id}` })}
          sort={sort}
          onSort={setSort}
          filters={
            <>
              <SearchFilter label="Name or code" value={search.q} onChange={(q) => set({ q })} />
              <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
            </>
          }
          empty={
            <NoMatch isFiltered={Boolean(search.q || search.state)} onClear={() => clear('q', 'state')}>
              <NothingHere title="No meters yet" action={add}>
                A meter counts what is used beside octets: calls, messages, transit, a turnover. Plans say what it
                costs.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
      {isNew && <MeterNew onClose={() => setNew(false)} onMade={({ id }) => void navigate({ to: `/meters/${id}` })} />}
    </>
  );
};
