import type { GetAccount } from '@isp/server/contract/crm';
import type { ShowQuote } from '@isp/server/contract/flows';
import type { AccountPage } from '@isp/server/contract/views';
import { Grid, Stack } from '@mantine/core';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { DiscountPanel } from '../billing/DiscountPanel.tsx';
import { periodText } from '../billing/line-words.ts';
import { Day } from '../kit/Day.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { NotFound } from '../kit/NotFound.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { useId } from '../kit/use-id.ts';
import { ServiceUsage } from '../metering/ServiceUsage.tsx';
import { AddOnPanel } from './account/AddOnPanel.tsx';
import type { Account, Service } from './account/account-types.ts';
import { ContractPanel } from './account/ContractPanel.tsx';
import { concerns } from './account/concerns.ts';
import { countedName, priceText } from './account/counted-text.ts';
import { PackPanel } from './account/PackPanel.tsx';
import { StandingNotes } from './account/StandingNotes.tsx';
import { SubscriptionActions } from './account/SubscriptionActions.tsx';
import { SubscriptionStory } from './account/SubscriptionStory.tsx';
import type { Subscription } from './account/standing-words.ts';
import { TransferNotes } from './account/TransferNotes.tsx';
import { useDocumentsAhead } from './account/use-foreseen.ts';
import { useSubscription } from './account/use-subscription.ts';

interface SubscriptionProps {
  readonly account: Account;
  readonly service: Service;
  readonly services: readonly Service[];
  readonly subscription: Subscription;
}

const day = (value: string | null) => value && <Day day={value} />;

const ParentLink = ({ parent }: { readonly parent: Service }) => (
  <TextLink to={`/subscriptions/${parent.id}`} inherit>
    {parent.plan_name}
  </TextLink>
);

const QuoteLink = ({ id }: { readonly id: string }) => {
  const { data } = useGet<typeof ShowQuote>('/quotes/:id', { id });
  return (
    <TextLink to={`/quotes/${id}`} inherit>
      Quote {data?.number}
    </TextLink>
  );
};

const WhatItHas = ({ account, service, services, subscription }: SubscriptionProps) => {
  const { may } = useMe();
  const ahead = useDocumentsAhead(subscription);
  const parent = services.find(({ id }) => id === service.parent_id);
  const next = ahead.data?.documents.find(({ invoice }) => invoice !== null)?.as_of;
  return (
    <Panel title="What it has">
      <KeyValues
        items={[
          [
            'Plan',
            <TextLink key="plan" to={`/plans/${service.plan_id}`} inherit>
              {service.plan_name}
            </TextLink>,
          ],
          [
            'Price',
            service.price_minor !== null &&
              `${priceText(service)}${subscription.price_override_minor === null ? '' : ', its own'}`,
          ],
          ...(parent
            ? [[service.is_part ? 'Part of' : 'On top of', <ParentLink key="parent" parent={parent} />] as const]
            : []),
          ...(subscription.quote_id
            ? [['Ordered by', <QuoteLink key="quote" id={subscription.quote_id} />] as const]
            : []),
          ...(subscription.out_of_area === null ? [] : [['Outside its areas', subscription.out_of_area] as const]),
          ['Since', day(service.started_on)],
          ['Periods begin on day', service.anchor_day],
          ['This period', periodText({ ...service, kind: 'recurring' })],
          ['Billed up to', day(subscription.settled_to)],
          ['Next invoice', day(next ?? null)],
          ['Username', service.username],
          [
            'Invoices',
            may('billing.read') && (
              <TextLink to={`/accounts/${account.id}`} search={{ tab: 'invoices' }} inherit>
                the account’s
              </TextLink>
            ),
          ],
        ]}
      />
    </Panel>
  );
};

const SubscriptionBody = (props: SubscriptionProps) => {
  const { account, service, services, subscription } = props;
  const { may } = useMe();
  return (
    <>
      <PageHeader
        title={countedName(service.quantity, service.plan_name)}
        back={{ to: '/subscriptions', label: 'Subscriptions' }}
        aside={
          <>
            <StateBadge state={service.state} />
            {service.sessions.length > 0 && <StateBadge state="online" />}
          </>
        }
        subtitle={
          <>
            of{' '}
            <TextLink to={`/accounts/${account.id}`} inherit>
              {account.name}
            </TextLink>
          </>
        }
        actions={<SubscriptionActions service={service} accountId={account.id} isLarge />}
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <TransferNotes subscription={subscription} />
            <StandingNotes service={service} subscription={subscription} />
            <WhatItHas {...props} />
            <ContractPanel subscription={subscription} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <Panel title="Past, present and future">
              <SubscriptionStory subscription={subscription} />
            </Panel>
            {service.parent_id === null && (
              <AddOnPanel
                service={service}
                accountId={account.id}
                addOns={services.filter(({ parent_id }) => parent_id === service.id)}
              />
            )}
            {may('metering.read') && <ServiceUsage subscriptionId={service.id} />}
            {service.plan_kind === 'internet' && <PackPanel service={service} />}
            {may('billing.read') && (
              <DiscountPanel
                account={account}
                subscriptionId={service.id}
                receivers={service.state === 'ended' ? [] : [{ value: service.id, label: service.plan_name }]}
              />
            )}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
};

/** What changes when there is news of a subscription's account. */
const LIVE_PATHS = [
  '/accounts/:id/page',
  '/subscriptions/:id',
  '/subscriptions/:id/contract',
  '/transfers',
  '/accounts/:account_id/foreseen',
];

const OfAccount = ({ subscription }: { readonly subscription: Subscription }) => {
  const id = subscription.account_id;
  const account = useGet<typeof GetAccount>('/accounts/:id', { id });
  const page = useGet<typeof AccountPage>('/accounts/:id/page', { id });
  useLiveRefresh(['subscriptions.subscriptions', 'billing.invoices'], LIVE_PATHS, (news) => concerns(news, id));
  return (
    <Loaded of={account}>
      {(found) => (
        <Loaded of={page}>
          {({ subscriptions }) => {
            const service = subscriptions.find((each) => each.id === subscription.id);
            return service ? (
              <SubscriptionBody
                account={found}
                service={service}
                services={subscriptions}
                subscription={subscription}
              />
            ) : (
              <NotFound />
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
};

/** One subscription: what it has, what was and what will be of it, and what one can do with it. */
export const SubscriptionPage = () => {
  const subscription = useSubscription(useId());
  return <Loaded of={subscription}>{(found) => <OfAccount subscription={found} />}</Loaded>;
};
