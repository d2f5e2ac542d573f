import type { ListStaff } from '@isp/server/contract/identity';
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
import { Panel } from '../kit/Panel.tsx';
import { SecretOnce } from '../kit/SecretOnce.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { StaffActions } from './StaffActions.tsx';
import { StaffAdd, StaffEdit } from './StaffForm.tsx';
import { useRoles } from './use-roles.ts';

type Staff = Row<typeof ListStaff>;
type Reset = { readonly staff: Pick<Staff, 'name' | 'email'>; readonly password: string };

interface ColumnActions {
  readonly onEdit: (staff: Staff) => void;
  readonly onReset: (staff: Staff, password: string) => void;
}

const columnsWith = (nameOf: (code: string) => string, actions: ColumnActions): readonly TableColumn<Staff>[] => [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'email', header: 'E-mail', sort: 'email', cell: (row) => row.email },
  { id: 'role', header: 'Role', cell: (row) => nameOf(row.role) },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  {
    id: 'password',
    header: 'Password',
    cell: (row) => (row.must_change ? <StateBadge state="pending">one-time, not changed yet</StateBadge> : 'own'),
  },
  { id: 'since', header: 'Since', sort: 'created_at', cell: (row) => <Instant at={row.created_at} as="full" /> },
  { id: 'actions', header: '', align: 'right', cell: (row) => <StaffActions staff={row} {...actions} /> },
];

const STATES = [
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
];

const FILTERS = ['state', 'role'] as const;

const OneTimePassword = ({ staff, password, onClose }: Reset & { readonly onClose: () => void }) => (
  <SecretOnce
    title={`A password for ${staff.name}`}
    items={[
      ['E-mail', staff.email],
      ['One-time password', password],
    ]}
    onClose={onClose}
  >
    They choose their own when they first sign in.
  </SecretOnce>
);

interface StaffFiltersProps {
  readonly roles: readonly { readonly value: string; readonly label: string }[];
  readonly onAdd: () => void;
}

const StaffFilters = ({ roles, onAdd }: StaffFiltersProps) => {
  const { search, set } = useListSearch();
  const { may } = useMe();
  return (
    <>
      {may('identity.write') && (
        <Button size="xs" onClick={onAdd}>
          Add staff
        </Button>
      )}
      <ChoiceFilter label="Role" value={search.role} choices={roles} onChange={(role) => set({ role })} />
      <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
    </>
  );
};

/** Who works here, in which role. */
export const StaffList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const roles = useRoles();
  const [isAdding, setAdding] = useState(false);
  const [edited, edit] = useState<Staff>();
  const [reset, setReset] = useState<Reset>();
  const roleNames = roles.choices.map(({ label }) => label).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names say when the roles are others
  const columns = useMemo(
    () => columnsWith(roles.nameOf, { onEdit: edit, onReset: (staff, password) => setReset({ staff, password }) }),
    [roleNames],
  );
  const list = useList<typeof ListStaff>('/staff', {
    sort,
    state: oneOf(search.state, ['active', 'disabled']),
    role: search.role,
  });
  return (
    <Panel padded={false}>
      <DataTable
        name="staff"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={<StaffFilters roles={roles.choices} onAdd={() => setAdding(true)} />}
        empty={
          <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
            <NothingHere title="Nobody yet" />
          </NoMatch>
        }
      />
      {isAdding && (
        <StaffAdd
          onClose={() => setAdding(false)}
          onAdded={(staff) => {
            setAdding(false);
            setReset({ staff, password: staff.one_time_password });
          }}
        />
      )}
      {edited && <StaffEdit staff={edited} onClose={() => edit(undefined)} />}
      {reset && <OneTimePassword {...reset} onClose={() => setReset(undefined)} />}
    </Panel>
  );
};
