import type { ShowAvailability } from '@isp/server/contract/flows';
import type { ListPlans } from '@isp/server/contract/tariffs';
import type { Row } from '../../api/contract.ts';
import { useGet, useList } from '../../api/query.ts';
import { planSentence } from '../../tariffs/plan-sentence.ts';
import { useTaxChoices } from '../use-tax-choices.ts';

type Plan = Row<typeof ListPlans>;

const isAny = (): boolean => true;

/** The plans on sale in a currency, those that fit, as choices and by id; of an account, those that are sold at its address first, the others with where they are sold. */
export const usePlans = (currency: string, fits: (plan: Plan) => boolean = isAny, accountId = '') => {
  const list = useList<typeof ListPlans>('/plans', { state: 'active', limit: 500 });
  const taxes = useTaxChoices() ?? [];
  const plans = list.rows.filter((plan) => plan.current.currency === currency && fits(plan));
  const there = useGet<typeof ShowAvailability>(
    '/availability',
    { account_id: accountId },
    { enabled: accountId !== '' },
  );
  /** Why a plan is not sold at the account's address. */
  const whyNot = (id: string | undefined): string | undefined =>
    there.data?.items.find((item) => item.plan_id === id)?.why ?? undefined;
  const label = ({ id, name, code }: Plan): string => {
    const why = whyNot(id);
    return why === undefined ? `${name} (${code})` : `${name} (${code}), ${why}`;
  };
  const inOrder = [...plans.filter(({ id }) => !whyNot(id)), ...plans.filter(({ id }) => whyNot(id))];
  return {
    choices: inOrder.map((plan) => ({ value: plan.id, label: label(plan) })),
    whyNot,
    byId: (id: string | null) => plans.find((plan) => plan.id === id),
    /** What a plan costs and gives; `price_minor` when it is not the plan's own. */
    sentence: ({ kind, current }: Plan, price_minor = current.price_minor) =>
      planSentence(kind, { ...current, price_minor }, taxes),
    isLoading: list.isLoading,
  };
};
