import type { ListCredentials, SetCredential } from '@isp/server/contract/aaa';
import { PasswordInput, Skeleton, Text, TextInput } from '@mantine/core';
import type { Row } from '../../api/contract.ts';
import { useGet } from '../../api/query.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { notifyDone } from '../../kit/notify.ts';

type Values = { username: string; password: string; mac: string };
type Credential = Row<typeof ListCredentials>;

interface CredentialFormProps {
  readonly accountId: string;
  readonly subscriptionId: string;
  readonly onClose: () => void;
}

const Fields = ({
  credential,
  accountId,
  subscriptionId,
  onClose,
}: CredentialFormProps & { readonly credential: Credential | undefined }) => {
  const { form, frame } = useCommandForm<typeof SetCredential, Values>({
    verb: 'PUT',
    path: '/accounts/:account_id/subscriptions/:subscription_id/credential',
    initial: { username: credential?.username ?? '', password: '', mac: credential?.mac ?? '' },
    toInput: ({ username, password, mac }) => ({
      account_id: accountId,
      subscription_id: subscriptionId,
      username,
      mac: mac.trim() || null,
      ...(password ? { password } : {}),
    }),
    validate: { username: (text) => (text.trim() ? null : 'write a username') },
    onDone: () => {
      notifyDone('The log-in is changed.');
      onClose();
    },
  });
  return (
    <FormDrawer title="Change log-in" onClose={onClose} {...frame} submit="Change log-in">
      <TextInput label="Username" required autoComplete="off" {...form.getInputProps('username')} />
      <PasswordInput
        label="New password"
        description="Left empty, the password stays"
        autoComplete="new-password"
        maxLength={128}
        {...form.getInputProps('password')}
      />
      <TextInput
        label="Only from this MAC"
        description="Left empty, from any"
        placeholder="AA:BB:CC:DD:EE:FF"
        {...form.getInputProps('mac')}
      />
      <Text size="sm" c="dimmed">
        It holds from the next log-in on; a live session stays.
      </Text>
    </FormDrawer>
  );
};

/** Changes the username, password or MAC lock of a subscription. */
export const CredentialForm = (props: CredentialFormProps) => {
  const { accountId, subscriptionId } = props;
  const { data } = useGet<typeof ListCredentials>('/accounts/:account_id/credentials', { account_id: accountId });
  if (!data) return <Skeleton h={1} aria-busy="true" />;
  const credential = data.items.find((c) => c.subscription_id === subscriptionId && c.state === 'active');
  return <Fields {...props} credential={credential} />;
};
