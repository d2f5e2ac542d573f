import type { DropDevicePassword, SetDevicePassword } from '@isp/server/contract/flows';
import type { GetOwnDeviceLogIn } from '@isp/server/contract/views';
import { Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { useGet } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { useCommandForm } from '../kit/command-form.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { SecretOnce } from '../kit/SecretOnce.tsx';
import { levelText } from './device-words.ts';

type Own = Reply<typeof GetOwnDeviceLogIn>;
type Made = Reply<typeof SetDevicePassword>;
type Values = { current_password: string; username: string; device_password: string };

const Drop = () => {
  const drop = useCommand<typeof DropDevicePassword>('DELETE', '/me/device-password', {
    onDone: () => notifyDone('You have no log-in to the routers any more.'),
    onProblem: notifyProblem,
  });
  return (
    <ConfirmButton
      danger
      question="Take your log-in to the routers away?"
      consequence="Its password is gone. You can choose another at any time."
      confirm="Take it away"
      isSending={drop.isSending}
      onConfirm={() => drop.send({})}
    >
      Take it away
    </ConfirmButton>
  );
};

const Fields = ({ own, onMade }: { readonly own: Own; readonly onMade: (made: Made) => void }) => {
  const { form, submit, isSending, problem } = useCommandForm<typeof SetDevicePassword, Values>({
    verb: 'PUT',
    path: '/me/device-password',
    initial: { current_password: '', username: own.username ?? '', device_password: '' },
    toInput: ({ current_password, username, device_password }) => ({
      current_password,
      ...(username.trim() ? { username: username.trim() } : {}),
      ...(device_password ? { device_password } : {}),
    }),
    validate: { current_password: (text) => (text ? null : 'write the password you sign in with') },
    onDone: (made) => {
      form.reset();
      onMade(made);
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormProblem problem={problem} fields={['current_password', 'username', 'device_password']} />
        <PasswordInput
          label="Password you sign in with"
          required
          autoComplete="current-password"
          {...form.getInputProps('current_password')}
        />
        <TextInput
          label="Name on the routers"
          description="Left empty, the beginning of your e-mail address"
          autoComplete="off"
          maxLength={64}
          {...form.getInputProps('username')}
        />
        <PasswordInput
          label="Password for the routers"
          description="At least 12 characters; left empty, one is made and shown once"
          autoComplete="new-password"
          maxLength={128}
          {...form.getInputProps('device_password')}
        />
        <Group gap="xs">
          <Button type="submit" loading={isSending}>
            {own.username === null ? 'Get a log-in' : 'Change it'}
          </Button>
          {own.username !== null && <Drop />}
        </Group>
      </Stack>
    </form>
  );
};

/** My log-in to the routers, with a password that is not the one I sign in with. */
export const DevicePassword = () => {
  const [made, setMade] = useState<Made>();
  const { data: own } = useGet<typeof GetOwnDeviceLogIn>('/me/device-log-in', {});
  if (!own || own.device_level === 'none') return null;
  const onMade = (reply: Made) => {
    if (reply.generated_password === null) notifyDone(`You log in to the routers as ${reply.username}.`);
    else setMade(reply);
  };
  return (
    <Panel title="Log-in to the routers">
      <Stack gap="sm">
        <KeyValues
          items={[
            ['You may there', levelText(own.device_level)],
            ['Name there', own.username && <span className="mono">{own.username}</span>],
            ['Since', own.changed_at && <Instant at={own.changed_at} />],
          ]}
        />
        <Text size="xs" c="dimmed">
          Routers may send a password in clear over RADIUS, so they have one of their own.
        </Text>
        <Fields key={own.username} own={own} onMade={onMade} />
      </Stack>
      {made?.generated_password && (
        <SecretOnce
          title="Your password for the routers"
          items={[
            ['Name', made.username],
            ['Password', made.generated_password],
          ]}
          onClose={() => setMade(undefined)}
        >
          It is good at every router that lets staff in.
        </SecretOnce>
      )}
    </Panel>
  );
};
