import type { ListNas } from '@isp/server/contract/aaa';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';

interface NasFilterProps {
  readonly value: string | undefined;
  readonly onChange: (nas_id: string | undefined) => void;
}

/** Narrows a list to one NAS. */
export const NasFilter = ({ value, onChange }: NasFilterProps) => {
  const nas = useList<typeof ListNas>('/nas', { limit: 500, fields: 'id,name' });
  return (
    <ChoiceFilter
      label="NAS"
      value={value}
      choices={nas.rows.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={onChange}
    />
  );
};
