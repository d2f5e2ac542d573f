import type { ListPools } from '@isp/server/contract/network';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { PoolActions } from './PoolActions.tsx';
import { PoolAdd, PoolRename } from './PoolForm.tsx';
import { PoolUse } from './PoolUse.tsx';

type PoolRow = Row<typeof ListPools>;

const columnsWith = (onRename: (pool: PoolRow) => void): readonly TableColumn<PoolRow>[] => [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'code', header: 'Code', sort: 'code', cell: (row) => <span className="mono">{row.code}</span> },
  { id: 'range', header: 'Range', cell: (row) => <span className="mono">{row.range}</span> },
  { id: 'use', header: 'In use', cell: (row) => <PoolUse pool={row} /> },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  { id: 'made', header: 'Added', optional: true, cell: (row) => <Instant at={row.created_at} as="full" /> },
  { id: 'actions', header: '', align: 'right', cell: (row) => <PoolActions pool={row} onRename={onRename} /> },
];

const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'retired', label: 'Retired' },
];

/** The pools subscribers get their addresses from, and how full each is. */
export const PoolList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const [isAdding, setAdding] = useState(false);
  const [renamed, rename] = useState<PoolRow>();
  const columns = useMemo(() => columnsWith(rename), []);
  const list = useList<typeof ListPools>('/pools', { sort, state: oneOf(search.state, ['active', 'retired']) });
  const add = may('network.write') && <Button onClick={() => setAdding(true)}>Add a pool</Button>;
  return (
    <>
      <PageHeader title="Address pools" actions={add} />
      <Panel padded={false}>
        <DataTable
          name="pools"
          isMain
          list={list}
          columns={columns}
          rowKey={(row) => row.id}
          sort={sort}
          onSort={setSort}
          filters={
            <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
          }
          empty={
            <NoMatch isFiltered={Boolean(search.state)} onClear={() => clear('state')}>
              <NothingHere title="No pool yet" action={add}>
                Without one a new subscription needs an address of its own, or gets one from its NAS.
              </NothingHere>
            </NoMatch>
          }
        />
      </Panel>
      {isAdding && <PoolAdd onClose={() => setAdding(false)} />}
      {renamed && <PoolRename pool={renamed} onClose={() => rename(undefined)} />}
    </>
  );
};
