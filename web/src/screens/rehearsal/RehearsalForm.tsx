import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '../../api/problem.ts';
import { FormProblem } from '../../kit/FormProblem.tsx';
import { dayText } from '../../kit/format.ts';
import { Panel } from '../../kit/Panel.tsx';
import { ActForm } from './ActForm.tsx';
import { type Act, type RehearsalValues, SUPPOSED, withAct } from './rehearsal-form.ts';
import { actText, type Names } from './rehearsal-words.ts';

const PAYS = [
  { value: 'due', label: 'On the due day' },
  { value: 'late', label: 'Late' },
  { value: 'never', label: 'Never' },
];
const USES = [
  { value: 'none', label: 'Nothing' },
  { value: 'as-in-last-30-days', label: 'As in the last 30 days' },
  { value: 'so-much', label: 'So much a month' },
];

interface RehearsalFormProps {
  readonly names: Names;
  readonly today: string;
  readonly services: readonly { readonly value: string; readonly label: string }[];
  readonly isSending: boolean;
  readonly problem: Problem | undefined;
  readonly onRehearse: (values: RehearsalValues, acts: readonly Act[]) => void;
}

const within = (value: number | string, from: number, to: number): string | null =>
  String(value).trim() !== '' && Number(value) >= from && Number(value) <= to ? null : `write ${from} to ${to}`;

const useRehearsalForm = () =>
  useForm<RehearsalValues>({
    initialValues: SUPPOSED,
    validate: {
      months: (months) => within(months, 1, 36),
      days_late: (days, { pays }) => (pays === 'late' ? within(days, 1, 365) : null),
      gigabytes: (gigabytes, { use }) => (use === 'so-much' ? within(gigabytes, 0, 1_000_000) : null),
    },
  });

const Supposed = ({ form }: { readonly form: UseFormReturnType<RehearsalValues> }) => (
  <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
    <NumberInput label="Months" required min={1} max={36} allowDecimal={false} {...form.getInputProps('months')} />
    <Stack gap={4}>
      <Text size="sm" fw={600} id="rehearsal-pays">
        Invoices are paid
      </Text>
      <SegmentedControl aria-labelledby="rehearsal-pays" data={PAYS} {...form.getInputProps('pays')} />
      {form.values.pays === 'late' && (
        <NumberInput
          label="Days after the due day"
          min={1}
          max={365}
          allowDecimal={false}
          {...form.getInputProps('days_late')}
        />
      )}
    </Stack>
    <Stack gap={4}>
      <Select label="Use" allowDeselect={false} data={USES} {...form.getInputProps('use')} />
      {form.values.use === 'so-much' && (
        <NumberInput
          label="Gigabytes a month"
          description="Of each subscription, the same each day"
          min={0}
          {...form.getInputProps('gigabytes')}
        />
      )}
    </Stack>
  </SimpleGrid>
);

interface ActsProps {
  readonly acts: readonly Act[];
  readonly names: Names;
  readonly onDrop: (index: number) => void;
}

const Acts = ({ acts, names, onDrop }: ActsProps) => (
  <Stack gap={2} component="ul" m={0} p={0} aria-label="What is to be done" style={{ listStyle: 'none' }}>
    {acts.map((act, index) => {
      const text = actText(act, names);
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same thing may be done twice on a day
        <Group key={`${act.on}${text}${index}`} component="li" gap="xs" wrap="nowrap">
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {dayText(act.on)}
          </Text>
          <Text size="sm">{text}</Text>
          <ActionIcon variant="subtle" aria-label={`Leave out: ${text}`} onClick={() => onDrop(index)}>
            <IconX size={16} />
          </ActionIcon>
        </Group>
      );
    })}
  </Stack>
);

/** What is supposed of the months to come, and what is to be done in them. */
export const RehearsalForm = ({ names, today, services, isSending, problem, onRehearse }: RehearsalFormProps) => {
  const form = useRehearsalForm();
  const [acts, setActs] = useState<readonly Act[]>([]);
  const [isAdding, setAdding] = useState(false);
  return (
    <Panel>
      <form onSubmit={form.onSubmit((values) => onRehearse(values, acts))} noValidate>
        <Stack gap="md">
          <FormProblem problem={problem} fields={[]} />
          <Supposed form={form} />
          {acts.length > 0 && (
            <Acts acts={acts} names={names} onDrop={(index) => setActs(acts.filter((_, i) => i !== index))} />
          )}
          <Group justify="space-between">
            <Button variant="default" onClick={() => setAdding(true)}>
              Add what is to be done
            </Button>
            <Button type="submit" loading={isSending}>
              Rehearse
            </Button>
          </Group>
        </Stack>
      </form>
      {isAdding && (
        <ActForm
          currency={names.currency}
          today={today}
          services={services}
          onAdd={(act) => setActs(withAct(acts, act))}
          onClose={() => setAdding(false)}
        />
      )}
    </Panel>
  );
};
