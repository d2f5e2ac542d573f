import type { ListClients, RotateClientSecret, UpdateClient } from '@isp/server/contract/identity';
import { Button, Group } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';

type Client = Row<typeof ListClients>;

interface ClientActionsProps {
  readonly client: Client;
  readonly onEdit: (client: Client) => void;
  /** Another secret was made; it is to be shown once. */
  readonly onSecret: (client: Client, secret: string) => void;
}

const quiet = { variant: 'subtle', color: 'gray', size: 'compact-xs' } as const;

/** What one can do with an API client. */
export const ClientActions = ({ client, onEdit, onSecret }: ClientActionsProps) => {
  const { may } = useMe();
  const rotate = useCommand<typeof RotateClientSecret>('POST', '/clients/:id/rotate-secret', {
    onDone: ({ client_secret }) => onSecret(client, client_secret),
    onProblem: notifyProblem,
  });
  const change = useCommand<typeof UpdateClient>('PATCH', '/clients/:id', {
    onDone: ({ state }) => notifyDone(`${client.name} is ${state}.`),
    onProblem: notifyProblem,
  });
  if (!may('identity.write')) return null;
  return (
    <Group gap={4} justify="flex-end">
      <Button {...quiet} onClick={() => onEdit(client)}>
        Edit
      </Button>
      <ConfirmButton
        {...quiet}
        danger
        question={`Another secret for ${client.name}?`}
        consequence="The old secret and the tokens it got stop at once."
        confirm="Make another"
        isSending={rotate.isSending}
        onConfirm={() => rotate.send({ id: client.id })}
      >
        New secret
      </ConfirmButton>
      {client.state === 'active' ? (
        <ConfirmButton
          {...quiet}
          danger
          question={`Disable ${client.name}?`}
          consequence="It gets no more tokens, and those it has stop working."
          isSending={change.isSending}
          onConfirm={() => change.send({ id: client.id, state: 'disabled' })}
        >
          Disable
        </ConfirmButton>
      ) : (
        <Button {...quiet} loading={change.isSending} onClick={() => change.send({ id: client.id, state: 'active' })}>
          Enable
        </Button>
      )}
    </Group>
  );
};
