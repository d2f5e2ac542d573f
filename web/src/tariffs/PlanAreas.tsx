import type { ListAreas, UpdatePlan } from '@isp/server/contract/tariffs';
import { MultiSelect, Text } from '@mantine/core';
import { useList } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';

/** The areas there are, as choices. */
export const useAreas = () =>
  useList<typeof ListAreas>('/areas', { limit: 500 }).rows.map(({ id, name }) => ({ value: id, label: name }));

interface PlanAreasProps {
  readonly plan: { readonly id: string; readonly name: string; readonly area_ids: readonly string[] | null };
  readonly onClose: () => void;
}

/** Says in which areas a plan is sold. */
export const PlanAreas = ({ plan, onClose }: PlanAreasProps) => {
  const areas = useAreas();
  const { form, frame } = useCommandForm<typeof UpdatePlan, { area_ids: string[] }>({
    verb: 'PATCH',
    path: '/plans/:id',
    initial: { area_ids: [...(plan.area_ids ?? [])] },
    toInput: ({ area_ids: ids }) => ({ id: plan.id, area_ids: ids.length === 0 ? null : ids }),
    validate: {},
    onDone: () => {
      notifyDone('Where it is sold is saved.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Where ${plan.name} is sold`} onClose={onClose} {...frame} submit="Save">
      <Text size="sm">Subscriptions that have it already keep it, wherever they are.</Text>
      <MultiSelect
        label="Areas"
        description="Left empty, it is sold everywhere"
        searchable
        clearable
        data={areas}
        nothingFoundMessage="No such area; make one under Plans, Areas"
        {...form.getInputProps('area_ids')}
      />
    </FormDrawer>
  );
};
