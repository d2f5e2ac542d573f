import type { ListHoldPolicies } from '@isp/server/contract/billing';
import { Button, SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Panel } from '../kit/Panel.tsx';
import { HoldPolicyForm } from './HoldPolicyForm.tsx';
import { CLASS_LABELS, classWords, type HoldPolicy } from './review-words.ts';

const heldWords = ({ classes }: HoldPolicy): string =>
  ['Cannot be billed', ...classes.map((name) => CLASS_LABELS[name])].join(', ');

const PolicyCard = ({ policy }: { readonly policy: HoldPolicy }) => {
  const { may } = useMe();
  const [opened, setOpened] = useState(false);
  return (
    <Panel
      title={policy.legal_entity_name}
      actions={
        may('billing.write') && (
          <Button variant="default" size="xs" onClick={() => setOpened(true)}>
            Edit
          </Button>
        )
      }
    >
      <KeyValues
        items={[
          ['Every run holds', heldWords(policy)],
          [CLASS_LABELS.up, classWords('up', policy)],
          [CLASS_LABELS.down, classWords('down', policy)],
          [CLASS_LABELS.outlier, classWords('outlier', policy)],
          [CLASS_LABELS.new, classWords('new', policy)],
        ]}
      />
      {opened && <HoldPolicyForm policy={policy} onClose={() => setOpened(false)} />}
    </Panel>
  );
};

/** What bill runs hold by themselves, and from where on a bill counts as changed. */
export const HoldPolicyPanel = () => {
  const policies = useGet<typeof ListHoldPolicies>('/hold-policies', {});
  return (
    <Loaded of={policies}>
      {({ items }) => (
        <SimpleGrid cols={{ base: 1, lg: items.length > 1 ? 2 : 1 }} maw={items.length > 1 ? undefined : 720}>
          {items.map((policy) => (
            <PolicyCard key={policy.legal_entity_id} policy={policy} />
          ))}
        </SimpleGrid>
      )}
    </Loaded>
  );
};
