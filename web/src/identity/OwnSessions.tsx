import type { EndSession, ListOwnSessions, SignOutEverywhere } from '@isp/server/contract/identity';
import { Button } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import { useList } from '../api/query.ts';
import { signIn } from '../api/session.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { type SignIn, signInColumns } from './SignInColumns.tsx';

const EndButton = ({ session }: { readonly session: SignIn }) => {
  const end = useCommand<typeof EndSession>('DELETE', '/me/sessions/:id', {
    onDone: () => notifyDone('That session has ended.'),
    onProblem: notifyProblem,
  });
  if (session.current) return null;
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-xs"
      loading={end.isSending}
      onClick={() => end.send({ id: session.id })}
    >
      End
    </Button>
  );
};

const columns: readonly TableColumn<SignIn>[] = [
  ...signInColumns,
  { id: 'end', header: '', align: 'right', cell: (row) => <EndButton session={row} /> },
];

/** Where I am signed in, and the way to end it there. */
export const OwnSessions = () => {
  const everywhere = useCommand<typeof SignOutEverywhere>('POST', '/me/sign-out-everywhere', {
    onDone: () => void signIn('/'),
    onProblem: notifyProblem,
  });
  return (
    <Panel
      padded={false}
      title="Where you are signed in"
      actions={
        <ConfirmButton
          size="xs"
          danger
          question="Sign out everywhere?"
          consequence="All your sessions end, this one too. You can sign in again at once."
          isSending={everywhere.isSending}
          onConfirm={() => everywhere.send({})}
        >
          Sign out everywhere
        </ConfirmButton>
      }
    >
      <DataTable
        name="own-sessions"
        list={useList<typeof ListOwnSessions>('/me/sessions', {})}
        columns={columns}
        rowKey={(row) => row.id}
        empty={<NothingHere title="Nowhere" />}
      />
    </Panel>
  );
};
