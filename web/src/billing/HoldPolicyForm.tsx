import type { SetHoldPolicy } from '@isp/server/contract/billing';
import { Checkbox, NumberInput, Stack, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { MoneyInput } from '../kit/MoneyInput.tsx';
import { amountProblem, minorOf, typedMoney } from '../kit/money-text.ts';
import { notifyDone } from '../kit/notify.ts';
import { HOLDABLE_CHOICES, type HoldableClass, type HoldPolicy, holdableOf } from './review-words.ts';

type Values = {
  classes: string[];
  change_percent: number | string;
  minimum_minor: string;
  outlier_times: number | string;
  outlier_minor: string;
};

const valuesOf = (policy: HoldPolicy): Values => ({
  classes: [...policy.classes],
  change_percent: policy.change_percent,
  minimum_minor: typedMoney(policy.minimum_minor, policy.currency),
  outlier_times: policy.outlier_times ?? '',
  outlier_minor: policy.outlier_minor === null ? '' : typedMoney(policy.outlier_minor, policy.currency),
});

const inputOf = ({ legal_entity_id, currency }: HoldPolicy, values: Values) => ({
  legal_entity_id,
  classes: values.classes.flatMap((name): HoldableClass | readonly [] => holdableOf(name) ?? []),
  change_percent: Number(values.change_percent),
  minimum_minor: minorOf(values.minimum_minor, currency) ?? 0,
  outlier_times: values.outlier_times === '' ? null : Number(values.outlier_times),
  outlier_minor: values.outlier_minor.trim() === '' ? null : (minorOf(values.outlier_minor, currency) ?? 0),
});

interface LimitsProps {
  readonly form: UseFormReturnType<Values>;
  readonly currency: string;
}

const Limits = ({ form, currency }: LimitsProps) => (
  <>
    <Text size="sm" fw={500} mt="xs">
      A bill is up or down when it differs from the one before
    </Text>
    <NumberInput
      label="by more than"
      suffix=" %"
      min={1}
      max={1000}
      allowDecimal={false}
      {...form.getInputProps('change_percent')}
    />
    <MoneyInput label="and by at least" currency={currency} {...form.getInputProps('minimum_minor')} />
    <Text size="sm" fw={500} mt="xs">
      A bill is far beyond
    </Text>
    <NumberInput
      label="above so many times the list price of its plans"
      description="Set-up fees do not count. Empty: not looked at"
      min={2}
      max={1000}
      allowDecimal={false}
      {...form.getInputProps('outlier_times')}
    />
    <MoneyInput
      label="or above"
      description="Empty: not looked at"
      currency={currency}
      {...form.getInputProps('outlier_minor')}
    />
  </>
);

interface HoldPolicyFormProps {
  readonly policy: HoldPolicy;
  readonly onClose: () => void;
}

/** Says what a legal entity's runs hold by themselves, and from where on a bill counts as changed. */
export const HoldPolicyForm = ({ policy, onClose }: HoldPolicyFormProps) => {
  const { currency } = policy;
  const { form, frame } = useCommandForm<typeof SetHoldPolicy, Values>({
    verb: 'PUT',
    path: '/hold-policies/:legal_entity_id',
    initial: valuesOf(policy),
    toInput: (values) => inputOf(policy, values),
    validate: {
      change_percent: (percent) => (String(percent) === '' ? 'write a number' : null),
      minimum_minor: (text) => amountProblem(text, currency),
      outlier_minor: (text) => (text.trim() === '' ? null : amountProblem(text, currency)),
    },
    onDone: () => {
      notifyDone('Saved. It holds from the next run on.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`Bills held for ${policy.legal_entity_name}`} onClose={onClose} {...frame} submit="Save">
      <Checkbox.Group
        label="Every run holds"
        description="Besides what cannot be billed. A held bill waits until somebody releases it."
        {...form.getInputProps('classes')}
      >
        <Stack gap={6} my={6}>
          {HOLDABLE_CHOICES.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Limits form={form} currency={currency} />
    </FormDrawer>
  );
};
