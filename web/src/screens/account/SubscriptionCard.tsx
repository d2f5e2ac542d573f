import { Group, SimpleGrid, Stack } from '@mantine/core';
import { IconWall } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMe } from '../../api/me.ts';
import { CopyText } from '../../kit/CopyText.tsx';
import { Day } from '../../kit/Day.tsx';
import { KeyValues } from '../../kit/KeyValues.tsx';
import { Note } from '../../kit/Note.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { Rate } from '../../kit/Rate.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import { AddOnRows } from './AddOnPanel.tsx';
import type { Service } from './account-types.ts';
import { bundlePrice } from './bundle-words.ts';
import { priceText } from './counted-text.ts';
import { LimitBars } from './LimitBars.tsx';
import { LiveSessions } from './LiveSessions.tsx';
import { LogIns } from './LogIns.tsx';
import { PartRows } from './PartRows.tsx';
import { PeriodUse } from './PeriodUse.tsx';
import { StandingNotes } from './StandingNotes.tsx';
import { SubscriptionActions } from './SubscriptionActions.tsx';
import { TransferNotes } from './TransferNotes.tsx';
import { useSubscription } from './use-subscription.ts';

const REASONS: Readonly<Record<string, string>> = {
  unpaid: 'unpaid invoices',
  manual: 'suspended by staff',
  pause: 'paused as its customer wished',
};

const AccessNote = ({ service }: { readonly service: Service }) => {
  if (service.access_mode === null || service.access_mode === 'allow' || service.state === 'paused') return null;
  const reasons = service.suspended_for.map((reason) => REASONS[reason] ?? reason).join(', ');
  return (
    <Note tone={service.access_mode === 'walled' ? 'warn' : 'bad'} icon={<IconWall size={18} />}>
      {service.access_mode === 'walled' ? 'In the walled garden' : 'No access'}: {reasons || service.access_reason}
    </Note>
  );
};

const addressItems = (service: Service): (readonly [label: string, value: ReactNode])[] => {
  const held = [
    ['Address', 'ipv4', service.framed_ip],
    ['IPv6 prefix', 'ipv6-prefix', service.framed_ipv6_prefix],
    ['Delegated prefix', 'ipv6-delegated', service.delegated_ipv6_prefix],
  ] as const;
  return held
    .filter(([label, , address]) => address !== null || label === 'Address')
    .map(([label, kind, address]) => [
      label,
      address && (
        <>
          <CopyText text={address} label={label} />
          {service.fixed_addresses.includes(kind) && ' fixed'}
        </>
      ),
    ]);
};

const speedItems = ({ access_mode, rate_down_kbps, rate_up_kbps }: Service): (readonly [string, ReactNode])[] =>
  access_mode === null ? [] : [['Speed', <Rate key="rate" down_kbps={rate_down_kbps} up_kbps={rate_up_kbps} />]];

const day = (value: string | null) => value && <Day day={value} />;

/** When it ends or is billed next. */
const aheadItems = ({ state, ended_on, next_bill_on }: Service): (readonly [label: string, value: ReactNode])[] => [
  ...(ended_on ? [[state === 'ended' ? 'Ended' : 'Ends', day(ended_on)] as const] : []),
  ...(state === 'ended' ? [] : [['Next invoice', day(next_bill_on)] as const]),
];

const Standings = ({ service }: { readonly service: Service }) => {
  const subscription = useSubscription(service.id);
  if (!subscription.data) return null;
  return (
    <>
      <TransferNotes subscription={subscription.data} />
      {service.state !== 'ended' && <StandingNotes service={service} subscription={subscription.data} />}
    </>
  );
};

interface SubscriptionCardProps {
  readonly service: Service;
  readonly accountId: string;
  readonly addOns: readonly Service[];
}

/** What it costs and gives, and how it logs in; a bundle's parts do that. */
const Particulars = ({ service, addOns }: Pick<SubscriptionCardProps, 'service' | 'addOns'>) => {
  const isBundle = service.plan_kind === 'bundle';
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} verticalSpacing={6} spacing="lg">
      <KeyValues
        items={[
          [
            'Price',
            priceText({ ...service, price_minor: isBundle ? bundlePrice(service, addOns) : service.price_minor }),
          ],
          ...speedItems(service),
          ['Since', day(service.started_on)],
          ...aheadItems(service),
        ]}
      />
      {!isBundle && (
        <KeyValues
          items={[
            ['Username', service.username && <CopyText text={service.username} label="username" />],
            ...addressItems(service),
            ['Access', service.access_mode && <StateBadge state={service.access_mode} />],
            ...(service.access_mode === 'allow' || service.access_mode === null
              ? []
              : [['Because', service.access_reason] as const]),
          ]}
        />
      )}
    </SimpleGrid>
  );
};

/** One subscription: what it costs and gives, how much of the period is used, how it logs in, whether it is online. */
export const SubscriptionCard = ({ service, accountId, addOns }: SubscriptionCardProps) => {
  const { may } = useMe();
  const parts = addOns.filter(({ is_part }) => is_part);
  const onTop = addOns.filter(({ is_part }) => !is_part);
  return (
    <Panel
      title={
        <Group gap="xs">
          <TextLink to={`/plans/${service.plan_id}`} inherit c="inherit">
            {service.plan_name}
          </TextLink>
          <StateBadge state={service.state} />
          {service.sessions.length > 0 && <StateBadge state="online" />}
        </Group>
      }
      actions={
        <>
          {may('subscriptions.read') && (
            <TextLink to={`/subscriptions/${service.id}`} size="xs">
              Details
            </TextLink>
          )}
          <SubscriptionActions service={service} accountId={accountId} />
        </>
      }
    >
      <Stack gap="sm">
        <AccessNote service={service} />
        <Standings service={service} />
        {service.access_mode !== null && service.state !== 'ended' && (
          <PeriodUse service={service} accountId={accountId} />
        )}
        {service.state !== 'ended' && <LimitBars service={service} />}
        <Particulars service={service} addOns={addOns} />
        {service.access_mode !== null && service.state !== 'ended' && may('aaa.read') && (
          <LogIns accountId={accountId} subscriptionId={service.id} />
        )}
        {parts.length > 0 && <PartRows parts={parts} />}
        {onTop.length > 0 && <AddOnRows addOns={onTop} />}
        <LiveSessions sessions={service.sessions} />
      </Stack>
    </Panel>
  );
};
