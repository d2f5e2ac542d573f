import type { CreateAccount } from '@isp/server/contract/crm';
import { Button, Group, Paper, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { useCommandForm } from '../kit/command-form.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { notifyDone } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { AccountFields, type AccountValues } from './AccountFields.tsx';
import { accountInput } from './account-input.ts';

const EMPTY: AccountValues = {
  kind: 'person',
  name: '',
  email: '',
  phone: '',
  street: '',
  postal_code: '',
  city: '',
  region: '',
  country: null,
  tax_id: '',
  zone: null,
  locale: 'en',
};

/** Opens an account, then shows it. */
export const AccountNew = () => {
  const navigate = useNavigate();
  const { form, submit, isSending, problem } = useCommandForm<typeof CreateAccount, AccountValues>({
    verb: 'POST',
    path: '/accounts',
    initial: EMPTY,
    toInput: accountInput,
    validate: { name: (name) => (name.trim() === '' ? 'write a name' : null) },
    onDone: (account) => {
      notifyDone(`Account ${account.number} is open.`);
      void navigate({ to: `/accounts/${account.id}` });
    },
  });
  return (
    <>
      <PageHeader title="New account" back={{ to: '/accounts', label: 'Accounts' }} />
      <Paper p="lg" maw={640}>
        <form onSubmit={submit} noValidate>
          <Stack gap="lg">
            <FormProblem problem={problem} fields={Object.keys(EMPTY)} />
            <AccountFields form={form} />
            <Group justify="flex-end">
              <ButtonLink to="/accounts" variant="default">
                Cancel
              </ButtonLink>
              <Button type="submit" loading={isSending}>
                Open account
              </Button>
            </Group>
          </Stack>
        </form>
      </Paper>
    </>
  );
};
