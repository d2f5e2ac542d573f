import type { GetAccount } from '@isp/server/contract/crm';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { TextLink } from './TextLink.tsx';

interface AccountOfProps {
  readonly id: string;
}

/** An account's name and number, known by its id. */
export const AccountName = ({ id }: AccountOfProps) => {
  const { may } = useMe();
  const { data } = useGet<typeof GetAccount>(
    '/accounts/:id',
    { id, fields: 'id,number,name' },
    { enabled: may('crm.read') },
  );
  return data ? <span title={data.number}>{data.name}</span> : <span>account</span>;
};

/** A link to an account, known by its id. */
export const AccountLink = ({ id }: AccountOfProps) => (
  <TextLink to={`/accounts/${id}`} inherit>
    <AccountName id={id} />
  </TextLink>
);
