import type { ListTaxes, ListTaxGroups } from '@isp/server/contract/billing';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import type { TaxChoice } from '../tariffs/plan-sentence.ts';

/** The taxes and groups of taxes that a plan may name; undefined until they are known, none for whoever may not see them. */
export const useTaxChoices = (): readonly TaxChoice[] | undefined => {
  const enabled = useMe().may('billing.read');
  const taxes = useGet<typeof ListTaxes>('/taxes', {}, { enabled });
  const groups = useGet<typeof ListTaxGroups>('/tax-groups', {}, { enabled });
  if (!enabled) return [];
  if (taxes.data === undefined || groups.data === undefined) return undefined;
  return [...taxes.data.items, ...groups.data.items.map((group) => ({ ...group, percent: null }))];
};
