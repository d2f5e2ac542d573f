import type { ListLegalEntities } from '@isp/server/contract/billing';
import { Stack } from '@mantine/core';
import { RetentionPanel } from '../aaa/RetentionPanel.tsx';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { DunningPanel } from '../billing/DunningPanel.tsx';
import { EntityPanel } from '../billing/EntityPanel.tsx';
import { ExemptionsEnding } from '../billing/ExemptionsEnding.tsx';
import { HoldPolicyPanel } from '../billing/HoldPolicyPanel.tsx';
import { TaxGroupList } from '../billing/TaxGroupList.tsx';
import { TaxList } from '../billing/TaxList.tsx';
import { countries, zones } from '../crm/places.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { SearchTabs } from '../kit/SearchTabs.tsx';

const FALLBACK = 'EUR';

const TaxSettings = () => (
  <Stack gap="md">
    <TaxList />
    <TaxGroupList countries={countries} />
    <ExemptionsEnding />
  </Stack>
);

/** How this ISP bills: who issues invoices, taxes, dunning; and how long its records are kept. */
export const SettingsPage = () => {
  const entities = useList<typeof ListLegalEntities>('/legal-entities', { limit: 100 });
  const { may } = useMe();
  const currency = entities.rows[0]?.currency ?? FALLBACK;
  return (
    <>
      <PageHeader title="Settings" />
      <SearchTabs
        tabs={[
          { value: 'entity', label: 'Legal entity', content: () => <EntityPanel places={{ countries, zones }} /> },
          { value: 'taxes', label: 'Taxes', content: () => <TaxSettings /> },
          ...(may('billing.runs')
            ? [
                { value: 'dunning', label: 'Dunning', content: () => <DunningPanel currency={currency} /> },
                { value: 'holds', label: 'Held bills', content: () => <HoldPolicyPanel /> },
              ]
            : []),
          ...(may('aaa.read') ? [{ value: 'retention', label: 'Retention', content: () => <RetentionPanel /> }] : []),
        ]}
      />
    </>
  );
};
