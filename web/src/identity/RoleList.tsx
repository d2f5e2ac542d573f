import type { DeleteRole, ListRoles, SetDeviceLevel } from '@isp/server/contract/identity';
import { Button, Group, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { countText } from '../kit/format.ts';
import { useListSearch } from '../kit/list-search.ts';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { SideDrawer } from '../kit/SideDrawer.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { type DeviceLevel, levelChoices, levelText } from './device-words.ts';
import { PermissionMatrix } from './PermissionMatrix.tsx';
import { permissionText } from './permission-words.ts';
import { RoleAdd, RoleEdit } from './RoleForm.tsx';

type Role = Row<typeof ListRoles>;
type Asked = { readonly what: 'look' | 'edit' | 'copy'; readonly role: Role };

const SHOWN = 3;

const shortText = (permissions: readonly string[]): string => {
  const words = permissions.slice(0, SHOWN).map(permissionText).join(', ');
  return permissions.length > SHOWN ? `${words} and ${countText(permissions.length - SHOWN)} more` : words;
};

const AUDIENCES = { staff: 'staff and API clients', subscriber: 'subscribers', reseller: 'resellers' } as const;

const RoleActions = ({ role, ask }: { readonly role: Role; readonly ask: (asked: Asked) => void }) => {
  const { may } = useMe();
  const remove = useCommand<typeof DeleteRole>('DELETE', '/roles/:code', {
    onDone: () => notifyDone(`The role ${role.name} is gone.`),
    onProblem: notifyProblem,
  });
  const quiet = { variant: 'subtle', color: 'gray', size: 'compact-xs' } as const;
  const mayChange = may('identity.write') && role.audience === 'staff';
  return (
    <Group gap={4} justify="flex-end">
      {role.builtin || !mayChange ? (
        <Button {...quiet} onClick={() => ask({ what: 'look', role })}>
          Look
        </Button>
      ) : (
        <Button {...quiet} onClick={() => ask({ what: 'edit', role })}>
          Edit
        </Button>
      )}
      {mayChange && (
        <Button {...quiet} onClick={() => ask({ what: 'copy', role })}>
          Copy
        </Button>
      )}
      {mayChange && !role.builtin && (
        <ConfirmButton
          {...quiet}
          danger
          question={`Delete the role ${role.name}?`}
          consequence="Only a role that nobody has can be deleted."
          isSending={remove.isSending}
          onConfirm={() => remove.send({ code: role.code })}
        >
          Delete
        </ConfirmButton>
      )}
    </Group>
  );
};

/** What the staff of a role may do on the routers; who may change NASes and roles chooses it here. */
const OnRouters = ({ role }: { readonly role: Role }) => {
  const { may } = useMe();
  const set = useCommand<typeof SetDeviceLevel>('PUT', '/roles/:code/device-level', {
    onDone: ({ name, device_level }) => notifyDone(`${name} may do ${levelText(device_level)} on the routers.`),
    onProblem: notifyProblem,
  });
  if (role.audience !== 'staff') return '–';
  if (!may('identity.write') || !may('aaa.write')) return levelText(role.device_level);
  return (
    <Select
      size="xs"
      w={160}
      aria-label={`What ${role.name} may do on the routers`}
      data={levelChoices}
      value={role.device_level}
      allowDeselect={false}
      disabled={set.isSending}
      onChange={(level) => set.send({ code: role.code, device_level: level as DeviceLevel })}
    />
  );
};

const columnsWith = (ask: (asked: Asked) => void): readonly TableColumn<Role>[] => [
  { id: 'name', header: 'Name', sort: 'name', cell: (row) => row.name },
  { id: 'code', header: 'Code', sort: 'code', cell: (row) => <span className="mono">{row.code}</span> },
  { id: 'audience', header: 'For', cell: (row) => AUDIENCES[row.audience] },
  { id: 'permits', header: 'Permits', cell: (row) => shortText(row.permissions) },
  { id: 'routers', header: 'On the routers', cell: (row) => <OnRouters role={row} /> },
  {
    id: 'kind',
    header: 'Kind',
    phone: 'aside',
    cell: (row) => <StateBadge state="kind">{row.builtin ? 'built in' : 'your own'}</StateBadge>,
  },
  { id: 'actions', header: '', align: 'right', cell: (row) => <RoleActions role={row} ask={ask} /> },
];

/** The roles, and what each permits. */
export const RoleList = () => {
  const { sort, setSort } = useListSearch();
  const { may } = useMe();
  const [asked, ask] = useState<Asked>();
  const [isAdding, setAdding] = useState(false);
  const columns = useMemo(() => columnsWith(ask), []);
  const close = () => {
    ask(undefined);
    setAdding(false);
  };
  return (
    <Panel padded={false}>
      <DataTable
        name="roles"
        isMain
        list={useList<typeof ListRoles>('/roles', { sort })}
        columns={columns}
        rowKey={(row) => row.code}
        sort={sort}
        onSort={setSort}
        filters={
          may('identity.write') && (
            <Button size="xs" onClick={() => setAdding(true)}>
              New role
            </Button>
          )
        }
        empty={<NothingHere title="No roles" />}
      />
      {asked?.what === 'look' && (
        <SideDrawer title={asked.role.name} onClose={close}>
          <PermissionMatrix held={asked.role.permissions} />
        </SideDrawer>
      )}
      {asked?.what === 'edit' && <RoleEdit role={asked.role} onClose={close} />}
      {(isAdding || asked?.what === 'copy') && <RoleAdd from={asked?.role} onClose={close} />}
    </Panel>
  );
};
