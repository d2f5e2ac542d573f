import type { CreateAccount } from '@isp/server/contract/crm';
import type { Input } from '../api/contract.ts';
import type { AccountValues } from './AccountFields.tsx';

const given = (text: string): string | null => text.trim() || null;

/** Boxes as an account's particulars; an empty country or zone is left to the legal entity. */
export const accountInput = (values: AccountValues): Input<typeof CreateAccount> => ({
  kind: values.kind,
  name: values.name,
  email: given(values.email),
  phone: given(values.phone),
  street: given(values.street),
  postal_code: given(values.postal_code),
  city: given(values.city),
  region: given(values.region),
  tax_id: values.kind === 'company' ? given(values.tax_id) : null,
  locale: values.locale,
  ...(values.country ? { country: values.country } : {}),
  ...(values.zone ? { zone: values.zone } : {}),
});
