import type { ListPools } from '@isp/server/contract/aaa';
import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { Note } from '../kit/Note.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { PoolAdd } from './PoolAdd.tsx';
import { PoolUse } from './PoolUse.tsx';
import { ALMOST_FULL, KIND_CHOICES, POOL_KINDS, usedPercent } from './pool-words.ts';

type PoolRow = Row<typeof ListPools>;

const isAlmostFull = (pool: PoolRow): boolean => pool.nas_pool === null && usedPercent(pool) >= ALMOST_FULL;

const columns: readonly TableColumn<PoolRow>[] = [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'code', header: 'Code', sort: 'code', cell: (row) => <span className="mono">{row.code}</span> },
  { id: 'kind', header: 'Gives', cell: (row) => POOL_KINDS[row.kind] },
  {
    id: 'use',
    header: 'Assigned',
    cell: (row) =>
      row.nas_pool === null ? (
        <PoolUse of={row} name={row.name} />
      ) : (
        <>
          the NAS’s pool <span className="mono">{row.nas_pool}</span>
        </>
      ),
  },
  {
    id: 'free',
    header: 'Free',
    align: 'right',
    phone: 'aside',
    cell: (row) => (row.nas_pool === null ? `${(100 - usedPercent(row)).toFixed(0)} %` : '–'),
  },
  { id: 'made', header: 'Added', optional: true, cell: (row) => <Instant at={row.created_at} as="full" /> },
];

const KEEPERS = [
  { value: 'us', label: 'Kept here' },
  { value: 'nas', label: 'Kept by the NAS' },
];

const AlmostFull = ({ pools }: { readonly pools: readonly PoolRow[] }) =>
  pools.length === 0 ? null : (
    <Note tone="warn" title={pools.length === 1 ? 'A pool is almost full' : 'Pools are almost full'}>
      {pools.map((pool) => pool.name).join(', ')}: {ALMOST_FULL} % and more are assigned. Add a range before log-ins
      take addresses back from who is offline, or find none.
    </Note>
  );

const Filters = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <SearchFilter label="Name, code or range" value={search.q} onChange={(q) => set({ q })} />
      <ChoiceFilter label="Gives" value={search.kind} choices={KIND_CHOICES} onChange={(kind) => set({ kind })} />
      <ChoiceFilter label="Kept by" value={search.kept_by} choices={KEEPERS} onChange={(kept_by) => set({ kept_by })} />
    </>
  );
};

/** The pools subscribers get their addresses from, and how full each is. */
export const PoolList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const [isAdding, setAdding] = useState(false);
  const kinds = KIND_CHOICES.map((choice) => choice.value);
  const list = useList<typeof ListPools>('/pools', {
    sort,
    q: search.q,
    kind: oneOf(search.kind, kinds),
    kept_by: oneOf(search.kept_by, ['us', 'nas']),
  });
  const add = may('aaa.write') && <Button onClick={() => setAdding(true)}>Add a pool</Button>;
  return (
    <>
      <PageHeader
        title="Address pools"
        subtitle="A plan names the pools its subscribers are served from"
        actions={add}
      />
      <Stack gap="md">
        <AlmostFull pools={list.rows.filter(isAlmostFull)} />
        <Panel padded={false}>
          <DataTable
            name="pools"
            isMain
            list={list}
            columns={columns}
            rowKey={(row) => row.id}
            rowLink={(row) => ({ to: `/pools/${row.id}` })}
            sort={sort}
            onSort={setSort}
            filters={<Filters />}
            empty={
              <NoMatch
                isFiltered={Boolean(search.q || search.kind || search.kept_by)}
                onClear={() => clear('q', 'kind', 'kept_by')}
              >
                <NothingHere title="No pool yet" action={add}>
                  Without one each NAS chooses the addresses itself.
                </NothingHere>
              </NoMatch>
            }
          />
        </Panel>
      </Stack>
      {isAdding && <PoolAdd onClose={() => setAdding(false)} />}
    </>
  );
};
