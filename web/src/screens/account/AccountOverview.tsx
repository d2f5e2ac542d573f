import { Grid, Stack } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { ExemptionPanel } from '../../billing/ExemptionPanel.tsx';
import { RunningBillPanel } from '../../billing/RunningBillPanel.tsx';
import { NotesPanel } from '../../crm/NotesPanel.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { AccountQuotes } from '../quote/AccountQuotes.tsx';
import { AccountCharges } from './AccountCharges.tsx';
import { AccountDiscounts } from './AccountDiscounts.tsx';
import { AccountTimeline } from './AccountTimeline.tsx';
import type { Account, Balance, Service } from './account-types.ts';
import { BalanceFigures } from './BalanceFigures.tsx';
import { ParticularsPanel } from './ParticularsPanel.tsx';
import { PayerPanel, type Paying } from './PayerPanel.tsx';
import { SubscriptionCard } from './SubscriptionCard.tsx';
import { UsagePanel } from './UsagePanel.tsx';

interface AccountOverviewProps {
  readonly account: Account;
  readonly balance: Balance;
  readonly services: readonly Service[];
  readonly paying: Paying;
}

const RECENT = 8;

const runningFirst = (services: readonly Service[]) =>
  [...services].sort((a, b) => Number(a.state === 'ended') - Number(b.state === 'ended'));

/** The account at a glance: money, subscriptions, what happened last, who it is, what was noted. */
export const AccountOverview = ({ account, balance, services, paying }: AccountOverviewProps) => {
  const { may } = useMe();
  return (
    <Stack gap="md">
      <BalanceFigures accountId={account.id} balance={balance} services={services} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            {services.length === 0 && (
              <Panel>
                <NothingHere title="No subscription yet">
                  Subscribe the account to a plan to give it service.
                </NothingHere>
              </Panel>
            )}
            {runningFirst(services.filter(({ parent_id }) => parent_id === null)).map((service) => (
              <SubscriptionCard
                key={service.id}
                service={service}
                accountId={account.id}
                addOns={services.filter(({ parent_id }) => parent_id === service.id)}
              />
            ))}
            <AccountQuotes account={account} />
            {may('billing.read') && <PayerPanel account={account} paying={paying} />}
            {(services.length > 0 || paying.pays_for > 0) && may('billing.read') && (
              <RunningBillPanel accountId={account.id} />
            )}
            {may('billing.read') && <AccountCharges account={account} services={services} />}
            {may('billing.read') && <AccountDiscounts account={account} services={services} />}
            {may('billing.read') && <ExemptionPanel account={account} />}
            {services.length > 0 && may('aaa.read') && <UsagePanel account={account} />}
            {may('crm.timeline') && <AccountTimeline accountId={account.id} recent={RECENT} />}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <ParticularsPanel account={account} />
            <NotesPanel accountId={account.id} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
};
