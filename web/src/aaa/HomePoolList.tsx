import type { ListHomePools, RemoveHomePool } from '@isp/server/contract/aaa';
import { Button, Group } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { HomePoolAdd, HomePoolEdit } from './HomePoolForm.tsx';

type PoolRow = Row<typeof ListHomePools>;

const LOOK_AGAIN_MS = 10_000;

interface ActionsProps {
  readonly pool: PoolRow;
  readonly onEdit: (pool: PoolRow) => void;
}

const PoolActions = ({ pool, onEdit }: ActionsProps) => {
  const { may } = useMe();
  const remove = useCommand<typeof RemoveHomePool>('DELETE', '/home-pools/:id', {
    onDone: () => notifyDone(`${pool.name} is removed.`),
    onProblem: notifyProblem,
  });
  if (!may('aaa.write')) return null;
  const lost = pool.waiting > 0 ? ` ${countText(pool.waiting)} accounting records that wait for it are dropped.` : '';
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onEdit(pool)}>
        Edit
      </Button>
      <ConfirmButton
        variant="subtle"
        color="gray"
        size="compact-xs"
        danger
        question={`Remove ${pool.name}?`}
        consequence={`Its home servers stay.${lost}`}
        isSending={remove.isSending}
        onConfirm={() => remove.send({ id: pool.id, drop_waiting: pool.waiting > 0 ? 'true' : 'false' })}
      >
        Remove
      </ConfirmButton>
    </Group>
  );
};

const Waiting = ({ pool }: { readonly pool: PoolRow }) =>
  pool.waiting_since === null ? (
    <>none</>
  ) : (
    <>
      {countText(pool.waiting)} since <Instant at={pool.waiting_since} as="full" />
    </>
  );

const weighed = ({ mode, members }: PoolRow): string =>
  members.map(({ name, weight }) => (mode === 'load-balance' && weight > 1 ? `${name} ×${weight}` : name)).join(', ');

const columnsWith = (onEdit: (pool: PoolRow) => void): readonly TableColumn<PoolRow>[] => [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  {
    id: 'mode',
    header: 'Mode',
    phone: 'aside',
    cell: (row) => (row.mode === 'fail-over' ? 'fail-over' : 'load-balance'),
  },
  { id: 'members', header: 'Home servers', cell: weighed },
  {
    id: 'realms',
    header: 'Realms',
    cell: (row) => <span className="mono">{row.realms.join(', ') || '–'}</span>,
  },
  { id: 'dead', header: 'When nobody answers', cell: (row) => (row.when_dead === 'reject' ? 'reject' : 'no answer') },
  { id: 'waiting', header: 'Accounting to deliver', cell: (row) => <Waiting pool={row} /> },
  { id: 'actions', header: '', align: 'right', cell: (row) => <PoolActions pool={row} onEdit={onEdit} /> },
];

/** Pools of home servers: who is asked, and who instead. */
export const HomePoolList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const [isAdding, setAdding] = useState(false);
  const [edited, edit] = useState<PoolRow>();
  const columns = useMemo(() => columnsWith(edit), []);
  const list = useList<typeof ListHomePools>('/home-pools', { sort, q: search.q }, { every: LOOK_AGAIN_MS });
  const add = may('aaa.write') && <Button onClick={() => setAdding(true)}>Add a pool</Button>;
  return (
    <Panel padded={false} title="Pools" actions={add}>
      <DataTable
        name="home-pools"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={<SearchFilter label="Name" value={search.q} onChange={(q) => set({ q })} />}
        empty={
          <NoMatch isFiltered={Boolean(search.q)} onClear={() => clear('q')}>
            <NothingHere title="No pool yet" action={add}>
              A pool is one home server or several, of which another is asked when one does not answer.
            </NothingHere>
          </NoMatch>
        }
      />
      {isAdding && <HomePoolAdd onClose={() => setAdding(false)} />}
      {edited && <HomePoolEdit pool={edited} onClose={() => edit(undefined)} />}
    </Panel>
  );
};
