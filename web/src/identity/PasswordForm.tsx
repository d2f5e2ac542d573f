import type { SetOwnPassword } from '@isp/server/contract/identity';
import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { notifyDone } from '../kit/notify.ts';

type Values = { current_password: string; new_password: string; again: string };

const EMPTY: Values = { current_password: '', new_password: '', again: '' };

/** Chooses another password for oneself. */
export const PasswordForm = () => {
  const { form, submit, isSending, problem } = useCommandForm<typeof SetOwnPassword, Values>({
    verb: 'PUT',
    path: '/me/password',
    initial: EMPTY,
    toInput: ({ current_password, new_password }) => ({ current_password, new_password }),
    validate: {
      current_password: (text) => (text ? null : 'write the password you signed in with'),
      new_password: (text) => (text ? null : 'write a new password'),
      again: (text, values) => (text === values.new_password ? null : 'this is not the same'),
    },
    onDone: () => {
      notifyDone('Your password is changed. Your other sessions have ended.');
      form.reset();
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormProblem problem={problem} fields={Object.keys(EMPTY)} />
        <PasswordInput
          label="Current password"
          required
          autoComplete="current-password"
          {...form.getInputProps('current_password')}
        />
        <PasswordInput
          label="New password"
          required
          autoComplete="new-password"
          description="Four or five words make a good one"
          maxLength={200}
          {...form.getInputProps('new_password')}
        />
        <PasswordInput label="Once more" required autoComplete="new-password" {...form.getInputProps('again')} />
        <Text size="xs" c="dimmed">
          Your other sessions end.
        </Text>
        <Button type="submit" loading={isSending} w="fit-content">
          Change password
        </Button>
      </Stack>
    </form>
  );
};
