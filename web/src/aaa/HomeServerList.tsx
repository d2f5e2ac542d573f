import type { ListHomeServers, RemoveHomeServer, UpdateHomeServer } from '@isp/server/contract/aaa';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { EditableList, quiet, RowActions } from './EditableList.tsx';
import { HomeServerAdd, HomeServerEdit } from './HomeServerForm.tsx';

type ServerRow = Row<typeof ListHomeServers>;
type Port = ServerRow['ports'][number];

const LOOK_AGAIN_MS = 10_000;
const PORTS = { auth: 'Log-ins', acct: 'Accounting', radsec: 'RadSec' } as const;

interface ActionsProps {
  readonly server: ServerRow;
  readonly onEdit: (server: ServerRow) => void;
}

const ServerActions = ({ server, onEdit }: ActionsProps) => {
  const { may } = useMe();
  const change = useCommand<typeof UpdateHomeServer>('PATCH', '/home-servers/:id', {
    onDone: ({ name, state }) => notifyDone(state === 'active' ? `${name} is asked again.` : `${name} is not asked.`),
    onProblem: notifyProblem,
  });
  const remove = useCommand<typeof RemoveHomeServer>('DELETE', '/home-servers/:id', {
    onDone: () => notifyDone(`${server.name} is removed.`),
    onProblem: notifyProblem,
  });
  if (!may('aaa.write')) return null;
  const isActive = server.state === 'active';
  return (
    <RowActions onEdit={() => onEdit(server)}>
      <Button
        {...quiet}
        loading={change.isSending}
        onClick={() => change.send({ id: server.id, state: isActive ? 'disabled' : 'active' })}
      >
        {isActive ? 'Disable' : 'Enable'}
      </Button>
      {server.pools.length === 0 && (
        <ConfirmButton
          {...quiet}
          danger
          question={`Remove ${server.name}?`}
          consequence="Its secret and its certificate are forgotten. It is in no pool."
          isSending={remove.isSending}
          onConfirm={() => remove.send({ id: server.id })}
        >
          Remove
        </ConfirmButton>
      )}
    </RowActions>
  );
};

const PortHealth = ({ port }: { readonly port: Port }) => (
  <div>
    <Group gap={6} wrap="nowrap">
      <StateBadge state={port.state} />
      <span style={{ whiteSpace: 'nowrap' }}>{PORTS[port.port]}</span>
    </Group>
    <Text size="xs" c="dimmed">
      {port.why}, since <Instant at={port.since} as="full" />
      {port.agreed < port.processes && `; seen so by ${port.agreed} of ${port.processes} RADIUS processes`}
    </Text>
  </div>
);

const Health = ({ server }: { readonly server: ServerRow }) => {
  if (server.state === 'disabled') return <StateBadge state="disabled" />;
  if (server.ports.length === 0) return <>not looked at yet</>;
  return (
    <Stack gap={6}>
      {server.ports.map((port) => (
        <PortHealth key={port.port} port={port} />
      ))}
    </Stack>
  );
};

const sum = ({ ports }: ServerRow, of: (port: Port) => number): number => ports.reduce((n, port) => n + of(port), 0);

const Answers = ({ server }: { readonly server: ServerRow }) => {
  const distrusted = sum(server, (port) => port.distrusted);
  return (
    <div style={{ whiteSpace: 'nowrap' }}>
      {countText(sum(server, (port) => port.answered))} of {countText(sum(server, (port) => port.asked))}
      {distrusted > 0 && (
        <Text size="xs" c="dimmed">
          {countText(distrusted)} not believed
        </Text>
      )}
    </div>
  );
};

const columnsWith = (onEdit: (server: ServerRow) => void): readonly TableColumn<ServerRow>[] => [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  {
    id: 'address',
    header: 'Address',
    cell: (row) => (
      <span className="mono" style={{ whiteSpace: 'nowrap' }}>
        {row.address} {row.transport === 'radsec' ? `RadSec ${row.auth_port}` : `${row.auth_port}/${row.acct_port}`}
      </span>
    ),
  },
  { id: 'health', header: 'Health', cell: (row) => <Health server={row} /> },
  { id: 'answers', header: 'Answered', cell: (row) => <Answers server={row} /> },
  { id: 'pools', header: 'Pools', cell: (row) => row.pools.map(({ name }) => name).join(', ') || '–' },
  {
    id: 'coa',
    header: 'May send CoA',
    optional: true,
    cell: (row) => (row.may_send_coa ? 'yes' : 'no'),
  },
  {
    id: 'made',
    header: 'Added',
    sort: 'created_at',
    optional: true,
    cell: (row) => <Instant at={row.created_at} as="full" />,
  },
  { id: 'actions', header: '', align: 'right', cell: (row) => <ServerActions server={row} onEdit={onEdit} /> },
];

const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
];

/** RADIUS servers of others that we ask, and how each does. */
export const HomeServerList = () => {
  const { search, set, sort } = useListSearch();
  const input = { sort, q: search.q, state: oneOf(search.state, ['active', 'disabled']) };
  const list = useList<typeof ListHomeServers>('/home-servers', input, { every: LOOK_AGAIN_MS });
  return (
    <EditableList
      name="home-servers"
      title="Home servers"
      list={list}
      columnsWith={columnsWith}
      filters={
        <>
          <SearchFilter label="Name or address" value={search.q} onChange={(q) => set({ q })} />
          <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
        </>
      }
      filterNames={['q', 'state']}
      add="Add a home server"
      addForm={(onClose) => <HomeServerAdd onClose={onClose} />}
      editForm={(server, onClose) => <HomeServerEdit server={server} onClose={onClose} />}
      emptyTitle="No home server yet"
    >
      Add the RADIUS server of a provider whose users log in here, then a pool it is in, then the realm.
    </EditableList>
  );
};
