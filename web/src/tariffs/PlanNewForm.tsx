import type { CreatePlan } from '@isp/server/contract/tariffs';
import { Button, Fieldset, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Input, Reply } from '../api/contract.ts';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { useCommandForm } from '../kit/command-form.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormProblem } from '../kit/FormProblem.tsx';
import { KIND_HINTS, KINDS } from './kind-words.ts';
import { ParentSelect } from './ParentSelect.tsx';
import { PlanSummary } from './PlanSummary.tsx';
import type { Kind, PoolChoice, TaxChoice } from './plan-sentence.ts';
import { TermsFields } from './TermsFields.tsx';
import { emptyTerms, type TermsValues, termsOf, termsProblems } from './terms-form.ts';

type Values = TermsValues & {
  code: string;
  name: string;
  kind: Kind;
  parent_plan_ids: string[];
  effective_from: string | null;
};

/** `Home 50 plus` as a code: `home-50-plus`. */
const codeOf = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);

const inputOf = (values: Values): Input<typeof CreatePlan> => ({
  code: values.code.trim() || codeOf(values.name),
  name: values.name.trim(),
  kind: values.kind,
  ...(values.kind === 'add-on' && values.parent_plan_ids.length > 0 ? { parent_plan_ids: values.parent_plan_ids } : {}),
  ...(values.effective_from ? { effective_from: values.effective_from } : {}),
  ...(termsOf(values.kind, values) ?? { price_minor: 0 }),
});

const WhatItIs = ({ form }: { readonly form: UseFormReturnType<Values> }) => (
  <Fieldset legend="What it is" variant="unstyled">
    <Stack gap="sm">
      <Select
        label="Kind of plan"
        allowDeselect={false}
        maw={320}
        data={[...KINDS]}
        description={KIND_HINTS[form.values.kind]}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('kind')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput label="Name" required maxLength={120} placeholder="Home 50" {...form.getInputProps('name')} />
        <TextInput
          label="Code"
          maxLength={40}
          placeholder={codeOf(form.values.name) || 'home-50'}
          description="How imports and integrations call it"
          {...form.getInputProps('code')}
        />
        <DayInput
          label="Sold from"
          placeholder="now, and for starts in the past"
          clearable
          {...form.getInputProps('effective_from')}
        />
        {form.values.kind === 'add-on' && <ParentSelect {...form.getInputProps('parent_plan_ids')} />}
      </SimpleGrid>
    </Stack>
  </Fieldset>
);

interface PlanNewFormProps {
  readonly taxes: readonly TaxChoice[];
  readonly pools: readonly PoolChoice[];
  readonly currency: string;
  readonly onMade: (plan: Reply<typeof CreatePlan>) => void;
}

/** Makes a plan with its first terms; says all the while what a subscriber will pay. */
export const PlanNewForm = ({ taxes, pools, currency, onMade }: PlanNewFormProps) => {
  const { form, submit, isSending, problem } = useCommandForm<typeof CreatePlan, Values>({
    verb: 'POST',
    path: '/plans',
    initial: {
      code: '',
      name: '',
      kind: 'internet',
      parent_plan_ids: [],
      effective_from: null,
      ...emptyTerms(currency),
      tax_code: taxes.length === 1 ? (taxes[0]?.code ?? null) : null,
    },
    toInput: inputOf,
    validate: { ...termsProblems, name: (name) => (name.trim() ? null : 'write a name') },
    onDone: onMade,
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <FormProblem problem={problem} fields={Object.keys(form.values)} />
        <WhatItIs form={form} />
        <TermsFields form={form} kind={form.values.kind} taxes={taxes} pools={pools} />
        <PlanSummary kind={form.values.kind} values={form.values} taxes={taxes} />
        <Group justify="flex-end">
          <ButtonLink to="/plans" variant="default">
            Cancel
          </ButtonLink>
          <Button type="submit" loading={isSending}>
            Make plan
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
