import type { ListClients } from '@isp/server/contract/identity';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { CopyText } from '../kit/CopyText.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { SecretOnce } from '../kit/SecretOnce.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { ClientActions } from './ClientActions.tsx';
import { ClientAdd, ClientEdit } from './ClientForm.tsx';

type Client = Row<typeof ListClients>;
type Shown = { readonly client: Client; readonly secret: string };

interface ColumnActions {
  readonly onEdit: (client: Client) => void;
  readonly onSecret: (client: Client, secret: string) => void;
}

const columnsWith = (actions: ColumnActions): readonly TableColumn<Client>[] => [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'client', header: 'Client id', cell: (row) => <CopyText text={row.client_id} label="client id" /> },
  { id: 'role', header: 'Role', cell: (row) => row.role },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  { id: 'made', header: 'Added', sort: 'created_at', cell: (row) => <Instant at={row.created_at} as="full" /> },
  { id: 'actions', header: '', align: 'right', cell: (row) => <ClientActions client={row} {...actions} /> },
];

const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
];

const ClientSecret = ({ client, secret, onClose }: Shown & { readonly onClose: () => void }) => (
  <SecretOnce
    title={`The secret of ${client.name}`}
    items={[
      ['Client id', client.client_id],
      ['Client secret', secret],
    ]}
    onClose={onClose}
  >
    It asks for tokens at <code>{`${window.location.origin}/oauth/token`}</code>.
  </SecretOnce>
);

/** Programs that use the API. */
export const ClientList = () => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const [isAdding, setAdding] = useState(false);
  const [edited, edit] = useState<Client>();
  const [shown, show] = useState<Shown>();
  const columns = useMemo(
    () => columnsWith({ onEdit: edit, onSecret: (client, secret) => show({ client, secret }) }),
    [],
  );
  const list = useList<typeof ListClients>('/clients', { sort, state: oneOf(search.state, ['active', 'disabled']) });
  const add = may('identity.write') && (
    <Button size="xs" onClick={() => setAdding(true)}>
      Add an API client
    </Button>
  );
  return (
    <Panel padded={false}>
      <DataTable
        name="clients"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={
          <>
            {list.rows.length > 0 && add}
            <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
          </>
        }
        empty={
          <NoMatch isFiltered={Boolean(search.state)} onClear={() => clear('state')}>
            <NothingHere title="No API clients yet" action={add}>
              Add one for each program that uses the API, so that each can be switched off alone.
            </NothingHere>
          </NoMatch>
        }
      />
      {isAdding && (
        <ClientAdd
          onClose={() => setAdding(false)}
          onAdded={({ client_secret, ...client }) => {
            setAdding(false);
            show({ client, secret: client_secret });
          }}
        />
      )}
      {edited && <ClientEdit client={edited} onClose={() => edit(undefined)} />}
      {shown && <ClientSecret {...shown} onClose={() => show(undefined)} />}
    </Panel>
  );
};
