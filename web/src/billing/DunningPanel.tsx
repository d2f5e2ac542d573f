import type { ListDunningPolicies } from '@isp/server/contract/billing';
import { Button, List, Stack, Text } from '@mantine/core';
import { IconBell, IconPlayerPause } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { Money } from '../kit/Money.tsx';
import { Panel } from '../kit/Panel.tsx';
import { DunningForm } from './DunningForm.tsx';
import { inOrder, type Policy, STEP_WORDS, whenText } from './dunning-words.ts';

const ICONS = { reminder: IconBell, suspend: IconPlayerPause } as const;

interface PolicyProps {
  readonly policy: Policy;
  /** What the smallest debt is in. */
  readonly currency: string;
}

const PolicyCard = ({ policy, currency }: PolicyProps) => {
  const { may } = useMe();
  const [opened, setOpened] = useState(false);
  return (
    <Panel
      title={policy.name}
      actions={
        may('billing.write') && (
          <Button variant="default" size="xs" onClick={() => setOpened(true)}>
            Edit
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <List spacing={6} size="sm" center>
          {inOrder(policy.steps).map((step) => {
            const Icon = ICONS[step.kind];
            return (
              <List.Item key={`${step.kind}${step.days}`} icon={<Icon size={17} aria-hidden />}>
                {whenText(step.days)}: {STEP_WORDS[step.kind]}
              </List.Item>
            );
          })}
        </List>
        <Text size="sm" c="dimmed">
          {policy.minimum_debt_minor === 0 ? (
            'Any debt counts, however small.'
          ) : (
            <>
              Debts below <Money minor={policy.minimum_debt_minor} currency={currency} /> are left alone.
            </>
          )}{' '}
          A payment that clears the debt brings service back at once.
        </Text>
      </Stack>
      {opened && <DunningForm policy={policy} currency={currency} onClose={() => setOpened(false)} />}
    </Panel>
  );
};

/** What is done about invoices that are not paid, and when. */
export const DunningPanel = ({ currency }: { readonly currency: string }) => {
  const policies = useGet<typeof ListDunningPolicies>('/dunning-policies', {});
  return (
    <Loaded of={policies}>
      {({ items }) => (
        <Stack gap="md" maw={720}>
          {items.map((policy) => (
            <PolicyCard key={policy.code} policy={policy} currency={currency} />
          ))}
        </Stack>
      )}
    </Loaded>
  );
};
