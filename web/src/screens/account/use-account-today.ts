import type { GetAccount } from '@isp/server/contract/crm';
import { useGet } from '../../api/query.ts';
import { useToday } from '../../kit/Now.tsx';

/** Today where an account is. */
export const useAccountToday = (accountId: string): string => {
  const account = useGet<typeof GetAccount>('/accounts/:id', { id: accountId });
  return useToday(account.data?.zone);
};
