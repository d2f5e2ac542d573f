import type { ListLegalEntities, ListTaxes } from '@isp/server/contract/billing';
import type { ListPlans } from '@isp/server/contract/tariffs';
import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { PackList } from '../tariffs/PackList.tsx';
import { PackNew } from '../tariffs/PackNew.tsx';

const FALLBACK = 'EUR';

/** The packs, and where one is made. */
export const PacksPage = () => {
  const { may } = useMe();
  const [isNew, setNew] = useState(false);
  const plans = useList<typeof ListPlans>('/plans', { limit: 500, fields: 'id,name' });
  const entities = useGet<typeof ListLegalEntities>('/legal-entities', {}, { enabled: may('billing.read') });
  const taxes = useGet<typeof ListTaxes>('/taxes', {}, { enabled: may('billing.read') });
  const currencies = new Set((entities.data?.items ?? [{ currency: FALLBACK }]).map(({ currency }) => currency));
  const planName = useCallback((id: string) => plans.rows.find((plan) => plan.id === id)?.name ?? '–', [plans.rows]);
  const add = may('tariffs.write') && <Button onClick={() => setNew(true)}>New pack</Button>;
  return (
    <>
      <PageHeader title="Packs" actions={add} />
      <Panel padded={false}>
        <PackList planName={planName} add={add} />
      </Panel>
      {isNew && (
        <PackNew
          currencies={[...currencies]}
          plans={plans.rows}
          taxes={taxes.data?.items ?? []}
          onClose={() => setNew(false)}
        />
      )}
    </>
  );
};
