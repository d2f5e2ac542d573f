import type { ShowMe } from '@isp/server/contract/identity';
import { useQuery } from '@tanstack/react-query';
import { read } from './client.ts';
import type { Reply } from './contract.ts';

const holds = (permissions: readonly string[], permission: string): boolean =>
  permissions.includes('*') ||
  permissions.includes(permission) ||
  permissions.includes(`${permission.slice(0, permission.indexOf('.'))}.*`);

/** Who is signed in; `may` says whether they hold a permission, and is false until that is known. */
export const useMe = () => {
  const { data, error, refetch } = useQuery({
    queryKey: ['/me', {}],
    queryFn: async ({ signal }) => (await read('/me', {}, signal)) as Reply<typeof ShowMe>,
    staleTime: 60_000,
  });
  return { me: data, error, retry: refetch, may: (permission: string) => holds(data?.permissions ?? [], permission) };
};
