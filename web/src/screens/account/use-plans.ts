import type { ListPlans } from '@isp/server/contract/tariffs';
import { useList } from '../../api/query.ts';

/** The plans on sale in a currency, as choices and by id. */
export const usePlans = (currency: string) => {
  const list = useList<typeof ListPlans>('/plans', { state: 'active', limit: 500 });
  const plans = list.rows.filter((plan) => plan.current.currency === currency);
  return {
    choices: plans.map((plan) => ({ value: plan.id, label: `${plan.name} (${plan.code})` })),
    byId: (id: string | null) => plans.find((plan) => plan.id === id),
    isLoading: list.isLoading,
  };
};
