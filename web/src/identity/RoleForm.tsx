import type { CreateRole, ListRoles, UpdateRole } from '@isp/server/contract/identity';
import { Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { PermissionMatrix } from './PermissionMatrix.tsx';

type Role = Row<typeof ListRoles>;
type AddValues = { code: string; name: string; permissions: string[] };
type EditValues = Omit<AddValues, 'code'>;

const problems = {
  name: (name: string) => (name.trim() ? null : 'write a name'),
  permissions: (held: string[]) => (held.length > 0 ? null : 'choose at least one permission'),
};

interface PermissionFieldProps {
  readonly held: readonly string[];
  readonly error: ReactNode;
  readonly onChange: (held: string[]) => void;
}

/** Nobody gives what they do not have themselves. */
const PermissionField = ({ held, error, onChange }: PermissionFieldProps) => {
  const { may } = useMe();
  return (
    <>
      <PermissionMatrix held={held} mayGive={may} onChange={onChange} />
      {error && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
    </>
  );
};

interface RoleAddProps {
  readonly onClose: () => void;
  /** A role to begin from. */
  readonly from?: Role | undefined;
}

/** Makes a role of one's own, by choice beginning from another. */
export const RoleAdd = ({ onClose, from }: RoleAddProps) => {
  const { form, frame } = useCommandForm<typeof CreateRole, AddValues>({
    verb: 'POST',
    path: '/roles',
    initial: { code: '', name: from ? `${from.name}, own` : '', permissions: from ? [...from.permissions] : [] },
    toInput: (values) => values,
    validate: { ...problems, code: (code) => (code.trim() ? null : 'write a code') },
    onDone: (role) => {
      notifyDone(`The role ${role.name} is made.`);
      onClose();
    },
  });
  return (
    <FormDrawer title="New role" onClose={onClose} {...frame} submit="Make role">
      <TextInput label="Name" required maxLength={120} placeholder="Field technician" {...form.getInputProps('name')} />
      <TextInput label="Code" required maxLength={40} placeholder="technician" {...form.getInputProps('code')} />
      <PermissionField
        held={form.values.permissions}
        error={form.errors.permissions}
        onChange={(permissions) => form.setFieldValue('permissions', permissions)}
      />
    </FormDrawer>
  );
};

interface RoleEditProps {
  readonly role: Role;
  readonly onClose: () => void;
}

/** Changes a role of one's own. */
export const RoleEdit = ({ role, onClose }: RoleEditProps) => {
  const { form, frame } = useCommandForm<typeof UpdateRole, EditValues>({
    verb: 'PATCH',
    path: '/roles/:code',
    initial: { name: role.name, permissions: [...role.permissions] },
    toInput: (values) => ({ code: role.code, ...values }),
    validate: problems,
    onDone: () => {
      notifyDone('Saved. Everybody who has the role feels it within seconds.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${role.name}`} onClose={onClose} {...frame} submit="Save">
      <TextInput label="Name" required maxLength={120} {...form.getInputProps('name')} />
      <PermissionField
        held={form.values.permissions}
        error={form.errors.permissions}
        onChange={(permissions) => form.setFieldValue('permissions', permissions)}
      />
    </FormDrawer>
  );
};
