import type { GetAccount, UpdateAccount } from '@isp/server/contract/crm';
import type { Reply } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { AccountFields, type AccountValues } from './AccountFields.tsx';
import { accountInput } from './account-input.ts';

type Account = Reply<typeof GetAccount>;

const valuesOf = (account: Account): AccountValues => ({
  kind: account.kind,
  name: account.name,
  email: account.email ?? '',
  phone: account.phone ?? '',
  street: account.street ?? '',
  postal_code: account.postal_code ?? '',
  city: account.city ?? '',
  region: account.region ?? '',
  country: account.country,
  tax_id: account.tax_id ?? '',
  zone: account.zone,
  locale: account.locale,
});

interface AccountEditProps {
  readonly account: Account;
  readonly onClose: () => void;
}

/** Changes an account's particulars. */
export const AccountEdit = ({ account, onClose }: AccountEditProps) => {
  const { form, frame } = useCommandForm<typeof UpdateAccount, AccountValues>({
    verb: 'PATCH',
    path: '/accounts/:id',
    initial: valuesOf(account),
    toInput: (values) => ({ id: account.id, ...accountInput(values) }),
    validate: { name: (name) => (name.trim() === '' ? 'write a name' : null) },
    onDone: () => {
      notifyDone('Saved.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${account.name}`} onClose={onClose} {...frame} submit="Save">
      <AccountFields form={form} />
    </FormDrawer>
  );
};
