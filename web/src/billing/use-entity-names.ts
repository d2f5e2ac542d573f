import type { ListLegalEntities } from '@isp/server/contract/billing';
import { useList } from '../api/query.ts';

/** Gives a legal entity's name by its id. */
export const useEntityNames = (): ((id: string) => string) => {
  const entities = useList<typeof ListLegalEntities>('/legal-entities', { limit: 100 });
  return (id) => entities.rows.find((entity) => entity.id === id)?.name ?? 'Legal entity';
};
