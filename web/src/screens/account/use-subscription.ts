import type { GetSubscription } from '@isp/server/contract/subscriptions';
import type { ListPlans } from '@isp/server/contract/tariffs';
import { useMe } from '../../api/me.ts';
import { useGet, useList } from '../../api/query.ts';

/** A subscription with its segments and pauses. */
export const useSubscription = (id: string) => {
  const { may } = useMe();
  return useGet<typeof GetSubscription>('/subscriptions/:id', { id }, { enabled: may('subscriptions.read') });
};

/** What the plans are called, retired ones too. */
export const usePlanNames = (): ((id: string) => string) => {
  const { may } = useMe();
  const plans = useList<typeof ListPlans>(
    '/plans',
    { limit: 500, fields: 'id,name' },
    { enabled: may('tariffs.read') },
  );
  return (id) => plans.rows.find((plan) => plan.id === id)?.name ?? '–';
};
