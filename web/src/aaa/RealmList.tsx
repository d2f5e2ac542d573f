import type { ListRealms, RemoveRealm } from '@isp/server/contract/aaa';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { Instant } from '../kit/Instant.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { EditableList, quiet, RowActions } from './EditableList.tsx';
import { RealmAdd, RealmEdit } from './RealmForm.tsx';

type RealmRow = Row<typeof ListRealms>;

const ACCOUNTING = { both: 'forwarded and kept', forward: 'forwarded', keep: 'kept' } as const;

interface ActionsProps {
  readonly realm: RealmRow;
  readonly onEdit: (realm: RealmRow) => void;
}

const RealmActions = ({ realm, onEdit }: ActionsProps) => {
  const { may } = useMe();
  const forget = useCommand<typeof RemoveRealm>('DELETE', '/realms/:id', {
    onDone: () => notifyDone(`${realm.name} is forgotten.`),
    onProblem: notifyProblem,
  });
  if (!may('aaa.write')) return null;
  return (
    <RowActions onEdit={() => onEdit(realm)}>
      <ConfirmButton
        {...quiet}
        danger
        question={`Forget ${realm.name}?`}
        consequence="From the next packet its users are looked for among ours, or belong to the realm above it."
        isSending={forget.isSending}
        onConfirm={() => forget.send({ id: realm.id })}
      >
        Forget
      </ConfirmButton>
    </RowActions>
  );
};

const columnsWith = (onEdit: (realm: RealmRow) => void): readonly TableColumn<RealmRow>[] => [
  { id: 'name', header: 'Realm', sort: 'name', cell: (row) => <span className="mono">{row.name}</span> },
  { id: 'pool', header: 'Goes to', phone: 'aside', cell: (row) => row.pool_name ?? 'us' },
  { id: 'strip', header: 'Username', cell: (row) => (row.strip ? 'without the realm' : 'as it comes') },
  {
    id: 'accounting',
    header: 'Accounting',
    cell: (row) => (row.pool_id === null ? 'kept' : ACCOUNTING[row.accounting]),
  },
  { id: 'tunnel', header: 'May tunnel', cell: (row) => (row.may_tunnel ? 'yes' : 'no') },
  {
    id: 'made',
    header: 'Added',
    sort: 'created_at',
    optional: true,
    cell: (row) => <Instant at={row.created_at} as="full" />,
  },
  { id: 'actions', header: '', align: 'right', cell: (row) => <RealmActions realm={row} onEdit={onEdit} /> },
];

/** Which realms are known, and who decides on their users. */
export const RealmList = () => {
  const { search, set, sort } = useListSearch();
  const list = useList<typeof ListRealms>('/realms', { sort, q: search.q });
  return (
    <EditableList
      name="realms"
      title="Realms"
      list={list}
      columnsWith={columnsWith}
      filters={<SearchFilter label="Realm" value={search.q} onChange={(q) => set({ q })} />}
      filterNames={['q']}
      add="Add a realm"
      addForm={(onClose) => <RealmAdd onClose={onClose} />}
      editForm={(realm, onClose) => <RealmEdit realm={realm} onClose={onClose} />}
      emptyTitle="Every user is ours"
    >
      Add a realm when another provider’s users log in here: their log-ins then go to that provider’s RADIUS servers.
    </EditableList>
  );
};
