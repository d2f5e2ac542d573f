import type { ListLegalEntities } from '@isp/server/contract/billing';
import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { ErrorNote } from '../kit/ErrorNote.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { PageLoading } from '../kit/PageLoading.tsx';

export type LegalEntity = Row<typeof ListLegalEntities>;

interface OfEntityProps {
  /** Draws what is of one legal entity; `choice` is where another is chosen, nothing when there is but one. */
  readonly children: (entity: LegalEntity, choice: ReactNode) => ReactNode;
}

/** What is of one legal entity: the one that the address names, or the first. */
export const OfEntity = ({ children }: OfEntityProps) => {
  const { search, set } = useListSearch();
  const list = useList<typeof ListLegalEntities>('/legal-entities', { limit: 100 });
  const entity = list.rows.find(({ id }) => id === search.legal_entity_id) ?? list.rows[0];
  if (entity === undefined) return list.error ? <ErrorNote error={list.error} retry={list.retry} /> : <PageLoading />;
  const choice = list.rows.length > 1 && (
    <Select
      size="xs"
      w={220}
      aria-label="Legal entity"
      data={list.rows.map(({ id, name }) => ({ value: id, label: name }))}
      value={entity.id}
      allowDeselect={false}
      onChange={(id) => set({ legal_entity_id: id ?? undefined })}
    />
  );
  return children(entity, choice);
};
