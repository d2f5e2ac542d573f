import type { ShowContract } from '@isp/server/contract/flows';
import { useMe } from '../../api/me.ts';
import { useGet } from '../../api/query.ts';

/** What binds a subscription on a day, today unless said, and what ending it then costs. */
export const useContract = (id: string, on?: string, enabled = true) => {
  const { may } = useMe();
  return useGet<typeof ShowContract>(
    '/subscriptions/:id/contract',
    { id, ...(on ? { on } : {}) },
    { enabled: enabled && may('subscriptions.read'), keep: true },
  );
};
