import type { ListTaxes } from '@isp/server/contract/billing';
import type { ListPlans } from '@isp/server/contract/tariffs';
import type { Row } from '../../api/contract.ts';
import { useMe } from '../../api/me.ts';
import { useGet, useList } from '../../api/query.ts';
import { planSentence } from '../../tariffs/plan-sentence.ts';

type Plan = Row<typeof ListPlans>;

const isAny = (): boolean => true;

/** The plans on sale in a currency, those that fit, as choices and by id. */
export const usePlans = (currency: string, fits: (plan: Plan) => boolean = isAny) => {
  const list = useList<typeof ListPlans>('/plans', { state: 'active', limit: 500 });
  const { may } = useMe();
  const taxes = useGet<typeof ListTaxes>('/taxes', {}, { enabled: may('billing.read') });
  const plans = list.rows.filter((plan) => plan.current.currency === currency && fits(plan));
  return {
    choices: plans.map((plan) => ({ value: plan.id, label: `${plan.name} (${plan.code})` })),
    byId: (id: string | null) => plans.find((plan) => plan.id === id),
    /** What a plan costs and gives; `price_minor` when it is not the plan's own. */
    sentence: ({ kind, current }: Plan, price_minor = current.price_minor) =>
      planSentence(kind, { ...current, price_minor }, taxes.data?.items ?? []),
    isLoading: list.isLoading,
  };
};
