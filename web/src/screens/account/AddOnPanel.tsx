import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../../api/me.ts';
import { Day } from '../../kit/Day.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import { AddOnForm } from './AddOnForm.tsx';
import classes from './AddOnPanel.module.css';
import type { Service } from './account-types.ts';
import { ChangePlanForm } from './ChangePlanForm.tsx';
import { countedName, priceText } from './counted-text.ts';
import { EndForm } from './EndForm.tsx';
import { PartRows } from './PartRows.tsx';

interface Asked {
  readonly what: 'change' | 'end';
  readonly service: Service;
}

interface AddOnRowProps {
  readonly service: Service;
  readonly ask?: ((asked: Asked) => void) | undefined;
}

const AddOnRow = ({ service, ask }: AddOnRowProps) => {
  const { plan_name, quantity, state, started_on, ended_on } = service;
  return (
    <li className={classes.row}>
      <div>
        <TextLink to={`/subscriptions/${service.id}`} inherit>
          {countedName(quantity, plan_name)}
        </TextLink>
        <Text size="xs" c="dimmed">
          {priceText(service)}
          {state === 'pending' && started_on && (
            <>
              , from <Day day={started_on} />
            </>
          )}
          {ended_on && (
            <>
              , {state === 'ended' ? 'ended' : 'ends'} on <Day day={ended_on} />
            </>
          )}
        </Text>
      </div>
      <Group gap="xs">
        <StateBadge state={state} />
        {ask && state !== 'ended' && (
          <>
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`Change ${plan_name}`}
              onClick={() => ask({ what: 'change', service })}
            >
              Change
            </Button>
            <Button
              variant="default"
              size="compact-xs"
              aria-label={`End ${plan_name}`}
              onClick={() => ask({ what: 'end', service })}
            >
              End
            </Button>
          </>
        )}
      </Group>
    </li>
  );
};

/** The add-ons of a subscription, one under the other. */
export const AddOnRows = ({
  addOns,
  ask,
}: {
  readonly addOns: readonly Service[];
  readonly ask?: AddOnRowProps['ask'];
}) => (
  <ul className={classes.rows} aria-label="Add-ons">
    {addOns.map((service) => (
      <AddOnRow key={service.id} service={service} ask={ask} />
    ))}
  </ul>
);

interface AddOnPanelProps {
  readonly service: Service;
  readonly accountId: string;
  readonly addOns: readonly Service[];
}

/** What is on top of a subscription: added, more or less of it, ended here. */
export const AddOnPanel = ({ service, accountId, addOns }: AddOnPanelProps) => {
  const { may } = useMe();
  const [asked, ask] = useState<Asked | 'add'>();
  const mayChange = may('subscriptions.write');
  const close = () => ask(undefined);
  const isBundle = service.plan_kind === 'bundle';
  const parts = addOns.filter(({ is_part }) => is_part);
  const onTop = addOns.filter(({ is_part }) => !is_part);
  const add = mayChange && service.state !== 'ended' && (
    <Button variant="default" size="xs" onClick={() => ask('add')}>
      Add
    </Button>
  );
  return (
    <Panel title={isBundle ? 'Parts and add-ons' : 'Add-ons'} actions={add}>
      {parts.length > 0 && (
        <PartRows parts={parts} onEnd={mayChange ? (part) => ask({ what: 'end', service: part }) : undefined} />
      )}
      {!isBundle && onTop.length === 0 && (
        <NothingHere title="No add-ons">
          An add-on is billed with its subscription, rests with it and ends with it.
        </NothingHere>
      )}
      {onTop.length > 0 && <AddOnRows addOns={onTop} ask={mayChange ? ask : undefined} />}
      {asked === 'add' && <AddOnForm service={service} parts={parts} accountId={accountId} onClose={close} />}
      {typeof asked === 'object' && asked.what === 'change' && (
        <ChangePlanForm service={asked.service} accountId={accountId} onClose={close} />
      )}
      {typeof asked === 'object' && asked.what === 'end' && (
        <EndForm service={asked.service} accountId={accountId} onClose={close} />
      )}
    </Panel>
  );
};
