import type { ListPlans } from '@isp/server/contract/tariffs';
import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useList } from '../api/query.ts';

const SERVICES: readonly string[] = ['internet', 'voice', 'tv', 'recurring'];

/** The plans an add-on may be added to, as choices and by id. */
export const useParentPlans = () => {
  const { rows } = useList<typeof ListPlans>('/plans', { limit: 500 });
  const plans = rows.filter(({ kind }) => SERVICES.includes(kind));
  return plans.map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` }));
};

/** A choice of the plans whose subscriptions an add-on may be added to; none stands for any. */
export const ParentSelect = (props: MultiSelectProps) => {
  const choices = useParentPlans();
  return (
    <MultiSelect
      label="Goes on"
      description="Plans whose subscriptions it may be added to; left empty, any"
      searchable
      clearable
      data={choices}
      {...props}
    />
  );
};
