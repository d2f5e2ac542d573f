import type { GetPlan, PublishVersion } from '@isp/server/contract/tariffs';
import { addDays, parseDay } from '@isp/values';
import { SegmentedControl, Select, SimpleGrid, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import type { Input, Reply } from '../api/contract.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { dayText } from '../kit/format.ts';
import { useToday } from '../kit/Now.tsx';
import { notifyDone } from '../kit/notify.ts';
import type { MeterChoice } from './meter-words.ts';
import { PlanSummary } from './PlanSummary.tsx';
import type { PoolChoice, TaxChoice } from './plan-sentence.ts';
import { TermsFields } from './TermsFields.tsx';
import { TermsPreview } from './TermsPreview.tsx';
import { type TermsValues, termsOf, termsProblems, typedTerms } from './terms-form.ts';

type Values = TermsValues & {
  effective_from: string;
  whom: 'new' | 'running';
  up_to_version: string;
  own_prices: 'kept' | 'replaced';
};
type Plan = Reply<typeof GetPlan>;

interface VersionFormProps {
  readonly plan: Plan;
  readonly taxes: readonly TaxChoice[];
  readonly pools: readonly PoolChoice[];
  readonly meters: readonly MeterChoice[];
  readonly onClose: () => void;
}

/** The first day a next version may begin: today, or the day after the newest one's. */
const earliest = (newest: string, today: string): string => {
  const day = parseDay(newest);
  return day !== undefined && newest >= today ? addDays(day, 1) : today;
};

const WHOM = [
  { value: 'new', label: 'New subscriptions' },
  { value: 'running', label: 'Running ones too' },
];
const OWN_PRICES = [
  { value: 'kept', label: 'keep them' },
  { value: 'replaced', label: 'get the new price' },
];
const ANY = 'any';

const inputOf = (plan: Plan, values: Values): Input<typeof PublishVersion> => {
  const { whom, up_to_version, own_prices, effective_from } = values;
  const upTo = up_to_version === ANY ? {} : { up_to_version: Number(up_to_version) };
  return {
    id: plan.id,
    effective_from,
    ...(termsOf(plan.kind, values) ?? { price_minor: 0 }),
    ...(whom === 'running' ? { running: { ...upTo, own_prices } } : {}),
  };
};

type Form = UseFormReturnType<Values>;

const RunningFields = ({ form, plan }: { readonly form: Form; readonly plan: Plan }) => (
  <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
    <Select
      label="Those by"
      allowDeselect={false}
      data={[
        { value: ANY, label: 'any version' },
        ...plan.versions
          .filter(({ withdrawn_at }) => withdrawn_at === null)
          .slice(0, -1)
          .map(({ version }) => ({ value: String(version), label: `versions up to ${version}` })),
      ]}
      {...form.getInputProps('up_to_version')}
    />
    <Select
      label="With a price of their own"
      allowDeselect={false}
      data={OWN_PRICES}
      {...form.getInputProps('own_prices')}
    />
  </SimpleGrid>
);

const WhomText = ({ whom }: Pick<Values, 'whom'>) => (
  <Text size="sm">
    {whom === 'new'
      ? 'New subscriptions get these terms. Running ones keep theirs until they change plan.'
      : 'Each running subscription gets these terms at the beginning of its first period from that day on; what has begun keeps its price.'}
  </Text>
);

/** Gives a plan new terms from a day on, beginning from those it has; for running subscriptions too, once one has seen whom they hit. */
export const VersionForm = ({ plan, taxes, pools, meters, onClose }: VersionFormProps) => {
  const navigate = useNavigate();
  const newest = plan.versions.findLast(({ withdrawn_at }) => withdrawn_at === null) ?? plan.current;
  const first = earliest(newest.effective_from, useToday());
  const { form, frame } = useCommandForm<typeof PublishVersion, Values>({
    verb: 'POST',
    path: '/plans/:id/versions',
    initial: { effective_from: first, whom: 'new', up_to_version: ANY, own_prices: 'kept', ...typedTerms(newest) },
    toInput: (values) => inputOf(plan, values),
    validate: {
      ...termsProblems,
      effective_from: (day) =>
        day && day > newest.effective_from ? null : `choose a day after ${dayText(newest.effective_from)}`,
    },
    onDone: (reply) => {
      notifyDone(`Version ${reply.versions.at(-1)?.version} of ${plan.name} is published.`);
      onClose();
      if (reply.price_change_id !== null) void navigate({ to: `/price-changes/${reply.price_change_id}` });
    },
  });
  const isRunning = form.values.whom === 'running';
  const isSaid = Boolean(form.values.effective_from) && termsOf(plan.kind, form.values) !== undefined;
  return (
    <FormDrawer
      title={`New terms of ${plan.name}`}
      onClose={onClose}
      {...frame}
      submit={`Publish version ${(plan.versions.at(-1) ?? newest).version + 1}`}
    >
      <SegmentedControl aria-label="Whom they are for" data={WHOM} {...form.getInputProps('whom')} />
      <WhomText whom={form.values.whom} />
      <DayInput label="Holds from" required {...form.getInputProps('effective_from')} />
      {isRunning && <RunningFields form={form} plan={plan} />}
      <TermsFields form={form} kind={plan.kind} taxes={taxes} pools={pools} meters={meters} isCurrencyFixed />
      <PlanSummary kind={plan.kind} values={form.values} taxes={taxes} meters={meters} />
      {isRunning && <TermsPreview input={isSaid ? inputOf(plan, form.values) : undefined} />}
    </FormDrawer>
  );
};
