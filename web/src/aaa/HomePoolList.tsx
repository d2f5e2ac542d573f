import type { ListHomePools, RemoveHomePool } from '@isp/server/contract/aaa';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { EditableList, quiet, RowActions } from './EditableList.tsx';
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
    <RowActions onEdit={() => onEdit(pool)}>
      <ConfirmButton
        {...quiet}
        danger
        question={`Remove ${pool.name}?`}
        consequence={`Its home servers stay.${lost}`}
        isSending={remove.isSending}
        onConfirm={() => remove.send({ id: pool.id, drop_waiting: pool.waiting > 0 ? 'true' : 'false' })}
      >
        Remove
      </ConfirmButton>
    </RowActions>
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
  const { search, set, sort } = useListSearch();
  const list = useList<typeof ListHomePools>('/home-pools', { sort, q: search.q }, { every: LOOK_AGAIN_MS });
  return (
    <EditableList
      name="home-pools"
      title="Pools"
      list={list}
      columnsWith={columnsWith}
      filters={<SearchFilter label="Name" value={search.q} onChange={(q) => set({ q })} />}
      filterNames={['q']}
      add="Add a pool"
      addForm={(onClose) => <HomePoolAdd onClose={onClose} />}
      editForm={(pool, onClose) => <HomePoolEdit pool={pool} onClose={onClose} />}
      emptyTitle="No pool yet"
    >
      A pool is one home server or several, of which another is asked when one does not answer.
    </EditableList>
  );
};
