import type { EndSession, ListSessions } from '@isp/server/contract/identity';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { type SignIn, signInColumns } from './SignInColumns.tsx';

const EndButton = ({ session }: { readonly session: SignIn }) => {
  const { may } = useMe();
  const end = useCommand<typeof EndSession>('DELETE', '/sign-ins/:id', {
    onDone: () => notifyDone(`${session.name} is signed out there.`),
    onProblem: notifyProblem,
  });
  if (session.current || session.ended_at || !may('identity.write')) return null;
  return (
    <ConfirmButton
      variant="subtle"
      color="gray"
      size="compact-xs"
      danger
      question={`End this session of ${session.name}?`}
      consequence="What they have not saved there is lost. They can sign in again."
      isSending={end.isSending}
      onConfirm={() => end.send({ id: session.id })}
    >
      End
    </ConfirmButton>
  );
};

const columns: readonly TableColumn<SignIn>[] = [
  { id: 'name', header: 'Name', cell: (row) => row.name },
  { id: 'login', header: 'Signed in as', cell: (row) => row.login },
  { id: 'kind', header: 'Kind', optional: true, cell: (row) => row.kind },
  ...signInColumns,
  { id: 'end', header: '', align: 'right', cell: (row) => <EndButton session={row} /> },
];

/** Who is signed in, and was. */
export const SignInList = () => {
  const { search, set, sort, setSort } = useListSearch();
  const isAll = search.all === 'true';
  const list = useList<typeof ListSessions>('/sign-ins', { sort, ...(isAll ? {} : { open: 'true' }) });
  return (
    <Panel padded={false}>
      <DataTable
        name="sign-ins"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={
          <ToggleFilter label="Ended ones too" isOn={isAll} onChange={(on) => set({ all: on ? 'true' : undefined })} />
        }
        empty={<NothingHere title="Nobody is signed in" />}
      />
    </Panel>
  );
};
