import type { ListLegalEntities } from '@isp/server/contract/billing';
import { Button, SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Panel } from '../kit/Panel.tsx';
import { EntityForm, type Places } from './EntityForm.tsx';

type Entity = Row<typeof ListLegalEntities>;

const EntityCard = ({ entity, places }: { readonly entity: Entity; readonly places: Places }) => {
  const { may } = useMe();
  const [opened, setOpened] = useState(false);
  return (
    <Panel
      title={entity.name}
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
          [
            'Code',
            <span key="code" className="mono">
              {entity.code}
            </span>,
          ],
          ['Address', [entity.street, entity.postal_code, entity.city, entity.country].filter(Boolean).join(', ')],
          ['Tax number', entity.tax_id],
          ['E-mail', entity.email],
          ['IBAN', entity.iban],
          ['Currency', entity.currency],
          ['Time zone', entity.zone],
          ['Invoices are due', `${entity.payment_days} days after they are issued`],
        ]}
      />
      {opened && <EntityForm entity={entity} places={places} onClose={() => setOpened(false)} />}
    </Panel>
  );
};

/** Who issues the invoices. */
export const EntityPanel = ({ places }: { readonly places: Places }) => {
  const entities = useGet<typeof ListLegalEntities>('/legal-entities', {});
  return (
    <Loaded of={entities}>
      {({ items }) => (
        <SimpleGrid cols={{ base: 1, lg: items.length > 1 ? 2 : 1 }} maw={items.length > 1 ? undefined : 720}>
          {items.map((entity) => (
            <EntityCard key={entity.id} entity={entity} places={places} />
          ))}
        </SimpleGrid>
      )}
    </Loaded>
  );
};
