import type { ListLegalEntities } from '@isp/server/contract/billing';
import { useList } from '../api/query.ts';

/** What runs are counted in: the currency of the legal entities, when they all have one; else empty. */
export const useRunCurrency = (): string => {
  const entities = useList<typeof ListLegalEntities>('/legal-entities', { limit: 100 });
  const currencies = new Set(entities.rows.map((entity) => entity.currency));
  return currencies.size === 1 ? ([...currencies][0] ?? '') : '';
};
