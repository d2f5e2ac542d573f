import type { ListPacks } from '@isp/server/contract/tariffs';
import type { Row } from '../api/contract.ts';
import { moneyText } from '../kit/format.ts';
import { usedAmountText } from './limit-words.ts';

export type Pack = Row<typeof ListPacks>;

const lastsText = (days: number | null): string => {
  if (days === null) return 'until the window of the limit ends';
  return days === 1 ? 'for a day' : `for ${days} days`;
};

/** `5 GB for 30 days for €4.00`, the price in its own terms. */
export const packSentence = ({ what, amount, lasts_days, price_minor, currency }: Pack): string =>
  `${usedAmountText(what, amount, currency)} ${lastsText(lasts_days)} for ${moneyText(price_minor, currency)}`;

/** What one chooses a pack by: `5 GB more, €4.00`. */
export const packChoice = ({ id, name, price_minor, currency }: Pack) => ({
  value: id,
  label: `${name}, ${moneyText(price_minor, currency)}`,
});

/** Packs that a subscription of a plan can buy. */
export const packsFor = (
  packs: readonly Pack[],
  buyer: { readonly plan_id: string; readonly currency: string },
): Pack[] =>
  packs.filter(
    ({ state, currency, plan_ids }) =>
      state === 'active' && currency === buyer.currency && (plan_ids === null || plan_ids.includes(buyer.plan_id)),
  );
