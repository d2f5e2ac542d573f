import type { GetPlan, ListPlans } from '@isp/server/contract/tariffs';
import { Text } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { Panel } from '../kit/Panel.tsx';
import { SharesTable } from './SharesTable.tsx';

/** What a bundle sells together and how its price is divided, by the version that holds. */
export const BundlePanel = ({ plan }: { readonly plan: Reply<typeof GetPlan> }) => {
  const { rows } = useList<typeof ListPlans>('/plans', { limit: 500 });
  const { parts, price_minor, currency, parts_less_percent, parts_less_minor } = plan.current;
  const isByParts = parts_less_percent !== null || parts_less_minor !== null;
  return (
    <Panel title="Parts">
      <SharesTable
        currency={currency}
        price_minor={price_minor}
        parts={parts.map((part) => ({
          ...part,
          label: rows.find(({ id }) => id === part.plan_id)?.name ?? part.plan_id,
        }))}
      />
      <Text size="xs" c="dimmed">
        {isByParts ? 'Priced by its parts when it was published. ' : ''}
        Each part is taxed as its own plan says, and has its own log-in and meters.
      </Text>
    </Panel>
  );
};
