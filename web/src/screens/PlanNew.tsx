import type { ListLegalEntities } from '@isp/server/contract/billing';
import { Paper } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useGet } from '../api/query.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { notifyDone } from '../kit/notify.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { PlanNewForm } from '../tariffs/PlanNewForm.tsx';
import { useMeters } from './use-meters.ts';
import { usePools } from './use-pools.ts';
import { useTaxChoices } from './use-tax-choices.ts';

const FALLBACK = 'EUR';

/** Makes a plan, then shows it. */
export const PlanNew = () => {
  const navigate = useNavigate();
  const pools = usePools();
  const meters = useMeters('active');
  const taxes = useTaxChoices();
  const entities = useGet<typeof ListLegalEntities>('/legal-entities', {});
  return (
    <>
      <PageHeader title="New plan" back={{ to: '/plans', label: 'Plans' }} />
      <Paper p="lg" maw={720}>
        <Loaded of={entities}>
          {(found) =>
            taxes && (
              <PlanNewForm
                taxes={taxes}
                pools={pools}
                meters={meters}
                currency={found.items[0]?.currency ?? FALLBACK}
                onMade={(plan) => {
                  notifyDone(`${plan.name} is on sale.`);
                  void navigate({ to: `/plans/${plan.id}` });
                }}
              />
            )
          }
        </Loaded>
      </Paper>
    </>
  );
};
