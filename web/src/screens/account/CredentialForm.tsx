import type { ListCredentials, SetCredential } from '@isp/server/contract/aaa';
import { Skeleton, Text, TextInput } from '@mantine/core';
import type { Row } from '../../api/contract.ts';
import { useGet } from '../../api/query.ts';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { KeyValues } from '../../kit/KeyValues.tsx';
import { notifyDone } from '../../kit/notify.ts';
import { PasswordFields } from './PasswordFields.tsx';
import { NO_PASSWORD, type PasswordValues, passwordInput } from './password-values.ts';

type Values = PasswordValues & { username: string };
type Credential = Row<typeof ListCredentials>;

interface CredentialFormProps {
  readonly accountId: string;
  readonly subscriptionId: string;
  readonly onClose: () => void;
}

const KINDS: Readonly<Record<NonNullable<Credential['password_kind']>, string>> = {
  clear: 'password in clear',
  nt: 'NT hash',
  bcrypt: 'bcrypt hash',
  argon2: 'argon2 hash',
  ssha: 'salted SHA hash',
};

/** What is kept of the password, and what one can log in by with it. */
const Kept = ({ password_kind, log_in_methods }: Credential) => (
  <KeyValues
    items={[
      ['Kept', password_kind && `${KINDS[password_kind]}, sealed`],
      ['Allows', log_in_methods.join(', ')],
    ]}
  />
);

const Fields = ({
  credential,
  accountId,
  subscriptionId,
  onClose,
}: CredentialFormProps & { readonly credential: Credential | undefined }) => {
  const { form, frame } = useCommandForm<typeof SetCredential, Values>({
    verb: 'PUT',
    path: '/accounts/:account_id/subscriptions/:subscription_id/credential',
    initial: { ...NO_PASSWORD, username: credential?.username ?? '' },
    toInput: ({ username, ...given }) => ({
      account_id: accountId,
      subscription_id: subscriptionId,
      username,
      ...passwordInput(given),
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
      {credential && <Kept {...credential} />}
      <PasswordFields form={form} label="New password" description="Left empty, what is kept stays" />
      <Text size="sm" c="dimmed">
        With another name or password, sessions that came by the old ones end.
      </Text>
    </FormDrawer>
  );
};

/** Changes the username and password of a subscription; shows what is kept of the password. */
export const CredentialForm = (props: CredentialFormProps) => {
  const { accountId, subscriptionId } = props;
  const { data } = useGet<typeof ListCredentials>('/accounts/:account_id/credentials', { account_id: accountId });
  if (!data) return <Skeleton h={1} aria-busy="true" />;
  const credential = data.items.find(
    (c) => c.subscription_id === subscriptionId && c.kind === 'password' && c.state === 'active',
  );
  return <Fields {...props} credential={credential} />;
};
