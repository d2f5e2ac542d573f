import type { GetPlan } from '@isp/server/contract/tariffs';
import { Button, Grid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { CopyText } from '../kit/CopyText.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { useId } from '../kit/use-id.ts';
import { BundlePanel } from '../tariffs/BundlePanel.tsx';
import { billingSentence } from '../tariffs/billing-words.ts';
import { kindText } from '../tariffs/kind-words.ts';
import { useParentPlans } from '../tariffs/ParentSelect.tsx';
import { PlanAreas, useAreas } from '../tariffs/PlanAreas.tsx';
import { PlanParents } from '../tariffs/PlanParents.tsx';
import { PlanRename } from '../tariffs/PlanRename.tsx';
import { PlanStateButton } from '../tariffs/PlanStateButton.tsx';
import { PriceChangeList } from '../tariffs/PriceChangeList.tsx';
import { planSentence, type TaxChoice } from '../tariffs/plan-sentence.ts';
import { VersionForm } from '../tariffs/VersionForm.tsx';
import { VersionHistory } from '../tariffs/VersionHistory.tsx';
import { termsInWords } from '../tariffs/version-changes.ts';
import { useMeters } from './use-meters.ts';
import { usePools } from './use-pools.ts';
import { useTaxChoices } from './use-tax-choices.ts';

type Plan = Reply<typeof GetPlan>;

interface PlanProps {
  readonly plan: Plan;
  readonly taxes: readonly TaxChoice[];
}

const PlanActions = ({ plan, taxes }: PlanProps) => {
  const { may } = useMe();
  const pools = usePools();
  const meters = useMeters('active');
  const [asked, ask] = useState<'version' | 'name' | 'parents' | 'areas'>();
  const close = () => ask(undefined);
  if (!may('tariffs.write')) return null;
  return (
    <>
      <PlanStateButton plan={plan} />
      <Button variant="default" onClick={() => ask('name')}>
        Rename
      </Button>
      {plan.kind === 'add-on' && (
        <Button variant="default" onClick={() => ask('parents')}>
          Goes on
        </Button>
      )}
      <Button variant="default" onClick={() => ask('areas')}>
        Sold in
      </Button>
      <Button onClick={() => ask('version')}>New terms</Button>
      {asked === 'version' && <VersionForm plan={plan} taxes={taxes} pools={pools} meters={meters} onClose={close} />}
      {asked === 'name' && <PlanRename plan={plan} onClose={close} />}
      {asked === 'parents' && <PlanParents plan={plan} onClose={close} />}
      {asked === 'areas' && <PlanAreas plan={plan} onClose={close} />}
    </>
  );
};

const GoesOn = ({ plan }: Pick<PlanProps, 'plan'>) => {
  const plans = useParentPlans();
  const names = (plan.parent_plan_ids ?? []).map((id) => plans.find(({ value }) => value === id)?.label ?? id);
  return <Text size="sm">It goes on {names.length === 0 ? 'any service' : names.join(', ')}.</Text>;
};

const SoldIn = ({ ids }: { readonly ids: readonly string[] }) => {
  const areas = useAreas();
  const names = ids.map((id) => areas.find(({ value }) => value === id)?.label ?? id);
  return <Text size="sm">It is sold only in {names.join(', ')}.</Text>;
};

const PlanBody = ({ plan, taxes }: PlanProps) => {
  const meters = useMeters();
  return (
    <>
      <PageHeader
        title={plan.name}
        back={{ to: '/plans', label: 'Plans' }}
        aside={<StateBadge state={plan.state}>{plan.state === 'active' ? 'on sale' : 'retired'}</StateBadge>}
        subtitle={
          <>
            {kindText(plan.kind)} · <CopyText text={plan.code} label="code" />
          </>
        }
        actions={<PlanActions plan={plan} taxes={taxes} />}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Panel title="What it costs and gives">
            <Stack gap="md">
              <Text size="sm">{planSentence(plan.kind, plan.current, taxes, meters)}</Text>
              {plan.kind !== 'one-time' && <Text size="sm">{billingSentence(plan.current)}</Text>}
              {plan.kind === 'add-on' && <GoesOn plan={plan} />}
              {plan.area_ids !== null && <SoldIn ids={plan.area_ids} />}
              <KeyValues items={termsInWords(plan.current, meters)} />
              {plan.kind !== 'one-time' && (
                <TextLink to="/subscriptions" search={{ plan_id: plan.id }} size="sm">
                  Who has it
                </TextLink>
              )}
            </Stack>
          </Panel>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Panel title="Versions">
            <VersionHistory plan={plan} meters={meters} />
          </Panel>
        </Grid.Col>
        {plan.kind === 'bundle' && (
          <Grid.Col span={{ base: 12, lg: 6 }}>
            <BundlePanel plan={plan} />
          </Grid.Col>
        )}
        {plan.kind !== 'one-time' && (
          <Grid.Col span={12}>
            <Panel title="Price changes" padded={false}>
              <PriceChangeList planId={plan.id} />
            </Panel>
          </Grid.Col>
        )}
      </Grid>
    </>
  );
};

/** One plan: its terms, how they came to be, and what one can do with it. */
export const PlanPage = () => {
  const plan = useGet<typeof GetPlan>('/plans/:id', { id: useId() });
  const taxes = useTaxChoices() ?? [];
  return <Loaded of={plan}>{(found) => <PlanBody plan={found} taxes={taxes} />}</Loaded>;
};
