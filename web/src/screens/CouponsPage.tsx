import type { ListLegalEntities } from '@isp/server/contract/billing';
import type { ListPlans } from '@isp/server/contract/tariffs';
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { CouponList } from '../tariffs/CouponList.tsx';
import { CouponNew } from '../tariffs/CouponNew.tsx';

const FALLBACK = 'EUR';

/** The coupons, and where one is made. */
export const CouponsPage = () => {
  const { may } = useMe();
  const navigate = useNavigate();
  const [isNew, setNew] = useState(false);
  const plans = useList<typeof ListPlans>('/plans', { limit: 500, fields: 'id,name' });
  const entities = useGet<typeof ListLegalEntities>('/legal-entities', {}, { enabled: may('billing.read') });
  const currencies = new Set((entities.data?.items ?? [{ currency: FALLBACK }]).map(({ currency }) => currency));
  const planName = useCallback((id: string) => plans.rows.find((plan) => plan.id === id)?.name ?? '–', [plans.rows]);
  const add = may('tariffs.write') && <Button onClick={() => setNew(true)}>New coupon</Button>;
  return (
    <>
      <PageHeader title="Coupons" actions={add} />
      <Panel padded={false}>
        <CouponList planName={planName} add={add} />
      </Panel>
      {isNew && (
        <CouponNew
          currencies={[...currencies]}
          plans={plans.rows}
          onClose={() => setNew(false)}
          onMade={({ id }) => void navigate({ to: `/coupons/${id}` })}
        />
      )}
    </>
  );
};
