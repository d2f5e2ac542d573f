import type { UpdatePlan } from '@isp/server/contract/tariffs';
import { Text } from '@mantine/core';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { notifyDone } from '../kit/notify.ts';
import { ParentSelect } from './ParentSelect.tsx';

interface PlanParentsProps {
  readonly plan: { readonly id: string; readonly name: string; readonly parent_plan_ids: readonly string[] | null };
  readonly onClose: () => void;
}

/** Says which plans an add-on goes on. */
export const PlanParents = ({ plan, onClose }: PlanParentsProps) => {
  const { form, frame } = useCommandForm<typeof UpdatePlan, { parent_plan_ids: string[] }>({
    verb: 'PATCH',
    path: '/plans/:id',
    initial: { parent_plan_ids: [...(plan.parent_plan_ids ?? [])] },
    toInput: ({ parent_plan_ids: ids }) => ({ id: plan.id, parent_plan_ids: ids.length === 0 ? null : ids }),
    validate: {},
    onDone: () => {
      notifyDone('What it goes on is saved.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`What ${plan.name} goes on`} onClose={onClose} {...frame} submit="Save">
      <Text size="sm">Subscriptions that have it already keep it.</Text>
      <ParentSelect {...form.getInputProps('parent_plan_ids')} />
    </FormDrawer>
  );
};
