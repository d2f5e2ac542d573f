import type { GetPlan, PublishVersion } from '@isp/server/contract/tariffs';
import { addDays, parseDay } from '@isp/values';
import { Text } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
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
import { type TermsValues, termsOf, termsProblems, typedTerms } from './terms-form.ts';

type Values = TermsValues & { effective_from: string };
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

/** Gives a plan new terms from a day on, beginning from those it has. */
export const VersionForm = ({ plan, taxes, pools, meters, onClose }: VersionFormProps) => {
  const newest = plan.versions.at(-1) ?? plan.current;
  const first = earliest(newest.effective_from, useToday());
  const { form, frame } = useCommandForm<typeof PublishVersion, Values>({
    verb: 'POST',
    path: '/plans/:id/versions',
    initial: { effective_from: first, ...typedTerms(newest) },
    toInput: (values) => ({
      id: plan.id,
      effective_from: values.effective_from,
      ...(termsOf(plan.kind, values) ?? { price_minor: 0 }),
    }),
    validate: {
      ...termsProblems,
      effective_from: (day) =>
        day && day > newest.effective_from ? null : `choose a day after ${dayText(newest.effective_from)}`,
    },
    onDone: (reply) => {
      notifyDone(`Version ${reply.versions.at(-1)?.version} of ${plan.name} is published.`);
      onClose();
    },
  });
  return (
    <FormDrawer
      title={`New terms of ${plan.name}`}
      onClose={onClose}
      {...frame}
      submit={`Publish version ${newest.version + 1}`}
    >
      <Text size="sm">New subscriptions get these terms. Running ones keep theirs until they change plan.</Text>
      <DayInput label="Holds from" required {...form.getInputProps('effective_from')} />
      <TermsFields form={form} kind={plan.kind} taxes={taxes} pools={pools} meters={meters} isCurrencyFixed />
      <PlanSummary kind={plan.kind} values={form.values} taxes={taxes} meters={meters} />
    </FormDrawer>
  );
};
