import type { CreateStaff, ListStaff, UpdateStaff } from '@isp/server/contract/identity';
import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Reply, Row } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { RoleSelect } from './RoleSelect.tsx';

type Staff = Row<typeof ListStaff>;
type Values = { name: string; email: string; role: string };

const problems = {
  name: (name: string) => (name.trim() ? null : 'write a name'),
  email: (email: string) => (email.includes('@') ? null : 'write an e-mail address'),
  role: (role: string) => (role ? null : 'choose a role'),
};

const StaffFields = ({ form }: { readonly form: UseFormReturnType<Values> }) => (
  <>
    <TextInput label="Name" required maxLength={120} autoComplete="off" {...form.getInputProps('name')} />
    <TextInput
      label="E-mail"
      required
      type="email"
      autoComplete="off"
      description="What they sign in with"
      {...form.getInputProps('email')}
    />
    <RoleSelect {...form.getInputProps('role')} />
  </>
);

interface StaffAddProps {
  readonly onClose: () => void;
  readonly onAdded: (staff: Reply<typeof CreateStaff>) => void;
}

/** Adds a member of staff. */
export const StaffAdd = ({ onClose, onAdded }: StaffAddProps) => {
  const { form, frame } = useCommandForm<typeof CreateStaff, Values>({
    verb: 'POST',
    path: '/staff',
    initial: { name: '', email: '', role: '' },
    toInput: (values) => values,
    validate: problems,
    onDone: onAdded,
  });
  return (
    <FormDrawer title="Add staff" onClose={onClose} {...frame} submit="Add">
      <StaffFields form={form} />
    </FormDrawer>
  );
};

interface StaffEditProps {
  readonly staff: Staff;
  readonly onClose: () => void;
}

/** Changes a member of staff. */
export const StaffEdit = ({ staff, onClose }: StaffEditProps) => {
  const { form, frame } = useCommandForm<typeof UpdateStaff, Values>({
    verb: 'PATCH',
    path: '/staff/:id',
    initial: { name: staff.name, email: staff.email, role: staff.role },
    toInput: (values) => ({ id: staff.id, ...values }),
    validate: problems,
    onDone: () => {
      notifyDone('Saved.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${staff.name}`} onClose={onClose} {...frame} submit="Save">
      <StaffFields form={form} />
    </FormDrawer>
  );
};
