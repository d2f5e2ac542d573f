import type { CreateClient, ListClients, UpdateClient } from '@isp/server/contract/identity';
import { Text, TextInput } from '@mantine/core';
import type { Reply, Row } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { RoleSelect } from './RoleSelect.tsx';

type Client = Row<typeof ListClients>;
type Values = { name: string; role: string };

const problems = {
  name: (name: string) => (name.trim() ? null : 'write a name'),
  role: (role: string) => (role ? null : 'choose a role'),
};

interface ClientAddProps {
  readonly onClose: () => void;
  readonly onAdded: (client: Reply<typeof CreateClient>) => void;
}

/** Adds an integration that uses the API. */
export const ClientAdd = ({ onClose, onAdded }: ClientAddProps) => {
  const { form, frame } = useCommandForm<typeof CreateClient, Values>({
    verb: 'POST',
    path: '/clients',
    initial: { name: '', role: '' },
    toInput: (values) => values,
    validate: problems,
    onDone: onAdded,
  });
  return (
    <FormDrawer title="Add an API client" onClose={onClose} {...frame} submit="Add">
      <Text size="sm">
        An API client is a program that uses the API by OAuth 2 client credentials. Its role says what it may do.
      </Text>
      <TextInput
        label="Name"
        required
        maxLength={120}
        placeholder="Accounting export"
        {...form.getInputProps('name')}
      />
      <RoleSelect {...form.getInputProps('role')} />
    </FormDrawer>
  );
};

interface ClientEditProps {
  readonly client: Client;
  readonly onClose: () => void;
}

/** Gives an integration another name or role. */
export const ClientEdit = ({ client, onClose }: ClientEditProps) => {
  const { form, frame } = useCommandForm<typeof UpdateClient, Values>({
    verb: 'PATCH',
    path: '/clients/:id',
    initial: { name: client.name, role: client.role },
    toInput: (values) => ({ id: client.id, ...values }),
    validate: problems,
    onDone: () => {
      notifyDone('Saved.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${client.name}`} onClose={onClose} {...frame} submit="Save">
      <TextInput label="Name" required maxLength={120} {...form.getInputProps('name')} />
      <RoleSelect {...form.getInputProps('role')} />
    </FormDrawer>
  );
};
