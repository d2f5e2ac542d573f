import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { accountName } from '../api/account-names.ts';
import { useMe } from '../api/me.ts';
import { TextLink } from './TextLink.tsx';

interface AccountOfProps {
  readonly id: string;
}

/** Names change seldom: a list of many rows asks for all of them at once. */
const FRESH_MS = 300_000;

/** An account's name, known by its id; its number on hover. */
export const AccountName = ({ id }: AccountOfProps) => {
  const isShown = useMe().may('crm.read');
  const { data, isPending } = useQuery({
    queryKey: ['account-name', id],
    queryFn: () => accountName(id),
    enabled: isShown,
    staleTime: FRESH_MS,
  });
  if (data) return <span title={data.number}>{data.name}</span>;
  return isShown && isPending ? (
    <Skeleton component="span" display="inline-block" h={12} w={110} />
  ) : (
    <span>account</span>
  );
};

/** A link to an account, known by its id. */
export const AccountLink = ({ id }: AccountOfProps) => (
  <TextLink to={`/accounts/${id}`} inherit>
    <AccountName id={id} />
  </TextLink>
);
