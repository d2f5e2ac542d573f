import type { UpdateDunningPolicy } from '@isp/server/contract/billing';
import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { amountProblem, minorOf, typedMoney } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';
import { inOrder, type Policy, STEP_WORDS, type Step } from './dunning-words.ts';

type StepValues = { kind: Step['kind']; days: number | string };
type Values = { name: string; steps: StepValues[]; minimum_debt_minor: string };

const KINDS = [
  { value: 'reminder', label: STEP_WORDS.reminder },
  { value: 'suspend', label: STEP_WORDS.suspend },
];

const MOST_STEPS = 20;
const LATER_DAYS = 7;

const nextStep = (steps: readonly StepValues[]): StepValues => ({
  kind: 'reminder',
  days: Math.max(0, ...steps.map((step) => Number(step.days))) + LATER_DAYS,
});

const StepRow = ({ form, index }: { readonly form: UseFormReturnType<Values>; readonly index: number }) => (
  <Group gap="xs" wrap="nowrap" align="flex-start">
    <NumberInput
      aria-label={`Step ${index + 1}: days after the due day`}
      w={104}
      min={0}
      max={365}
      allowDecimal={false}
      suffix=" days"
      {...form.getInputProps(`steps.${index}.days`)}
    />
    <Select
      aria-label={`Step ${index + 1}: what is done`}
      data={KINDS}
      allowDeselect={false}
      style={{ flex: 1 }}
      {...form.getInputProps(`steps.${index}.kind`)}
    />
    <ActionIcon
      mt={3}
      size={30}
      aria-label={`Leave step ${index + 1} out`}
      disabled={form.values.steps.length === 1}
      onClick={() => form.removeListItem('steps', index)}
    >
      <IconTrash size={16} />
    </ActionIcon>
  </Group>
);

const StepFields = ({ form }: { readonly form: UseFormReturnType<Values> }) => (
  <Stack gap="xs">
    <Text size="sm" fw={500}>
      After the due day of an invoice that is not paid
    </Text>
    {form.values.steps.map((_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
      <StepRow key={index} form={form} index={index} />
    ))}
    <Button
      variant="subtle"
      size="compact-sm"
      w="fit-content"
      leftSection={<IconPlus size={15} />}
      disabled={form.values.steps.length >= MOST_STEPS}
      onClick={() => form.insertListItem('steps', nextStep(form.values.steps))}
    >
      Another step
    </Button>
  </Stack>
);

interface DunningFormProps {
  readonly policy: Policy;
  readonly currency: string;
  readonly onClose: () => void;
}

/** Changes when reminders go out and when service is suspended. */
export const DunningForm = ({ policy, currency, onClose }: DunningFormProps) => {
  const { form, frame } = useCommandForm<typeof UpdateDunningPolicy, Values>({
    verb: 'PATCH',
    path: '/dunning-policies/:code',
    initial: {
      name: policy.name,
      steps: inOrder(policy.steps).map((step) => ({ ...step })),
      minimum_debt_minor: typedMoney(policy.minimum_debt_minor, currency),
    },
    toInput: (values) => ({
      code: policy.code,
      name: values.name,
      steps: inOrder(values.steps).map(({ kind, days }) => ({ kind, days: Number(days) })),
      minimum_debt_minor: minorOf(values.minimum_debt_minor, currency) ?? 0,
    }),
    validate: {
      name: (name) => (name.trim() ? null : 'write a name'),
      steps: { days: (days) => (String(days) === '' ? 'write a number' : null) },
      minimum_debt_minor: (text) => amountProblem(text, currency),
    },
    onDone: () => {
      notifyDone('Saved. It holds from the next day that begins.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Edit ${policy.name}`} onClose={onClose} {...frame} submit="Save">
      <TextInput label="Name" required maxLength={120} {...form.getInputProps('name')} />
      <StepFields form={form} />
      <MoneyInput
        label="Smallest debt"
        description="Less than this is left alone"
        currency={currency}
        {...form.getInputProps('minimum_debt_minor')}
      />
    </FormDrawer>
  );
};
