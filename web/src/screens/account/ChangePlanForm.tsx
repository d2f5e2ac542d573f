import type { ChangePlan } from '@isp/server/contract/flows';
import { Select, Text } from '@mantine/core';
import { useCommandForm } from '../../kit/command-form.ts';
import { FormDrawer } from '../../kit/FormDrawer.tsx';
import { dayText } from '../../kit/format.ts';
import { notifyDone } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import { usePlans } from './use-plans.ts';

type Values = { plan_id: string };

interface ChangePlanFormProps {
  readonly service: Service;
  readonly onClose: () => void;
}

/** Moves a subscription to another plan from its next period on. */
export const ChangePlanForm = ({ service, onClose }: ChangePlanFormProps) => {
  const plans = usePlans(service.currency);
  const { form, frame } = useCommandForm<typeof ChangePlan, Values>({
    verb: 'POST',
    path: '/subscriptions/:id/change-plan',
    initial: { plan_id: '' },
    toInput: ({ plan_id }) => ({ id: service.id, plan_id }),
    validate: { plan_id: (id) => (id ? null : 'choose a plan') },
    onDone: () => {
      notifyDone('The plan will change with the next period.');
      onClose();
    },
  });
  const chosen = plans.byId(form.values.plan_id);
  return (
    <FormDrawer title={`Change plan of ${service.plan_name}`} onClose={onClose} {...frame} submit="Change plan">
      <Select
        label="New plan"
        required
        searchable
        data={plans.choices.filter(({ value }) => value !== service.plan_id)}
        nothingFoundMessage="No other plan on sale in this currency"
        {...form.getInputProps('plan_id')}
      />
      {chosen && <Text size="sm">{plans.sentence(chosen)}</Text>}
      <Text size="sm" c="dimmed">
        {service.next_bill_on ? `Begins on ${dayText(service.next_bill_on)}` : 'Begins with the next period'}; what is
        paid for is used up first.
      </Text>
    </FormDrawer>
  );
};
