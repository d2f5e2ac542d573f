import type { Id } from '@isp/values';

/** What of a pack decides who may buy it. */
export interface Offered {
  readonly state: 'active' | 'withdrawn';
  readonly currency: string;
  readonly plan_ids: readonly Id[] | null;
}

/** Why a subscription of a plan, billed in a currency, cannot buy a pack; `undefined` when it can. */
export const packProblem = (
  { state, currency, plan_ids }: Offered,
  buyer: { readonly plan_id: Id; readonly currency: string },
): string | undefined => {
  if (state === 'withdrawn') return 'it is no longer sold';
  if (currency !== buyer.currency) return `it is sold in ${currency}, the account is billed in ${buyer.currency}`;
  if (plan_ids !== null && !plan_ids.includes(buyer.plan_id)) return 'it is not for the plan of this subscription';
  return undefined;
};
