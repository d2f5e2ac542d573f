import type { Dashboard as DashboardContract } from '@isp/server/contract/views';
import { Grid, Stack } from '@mantine/core';
import { Navigate } from '@tanstack/react-router';
import type { Reply } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { Figure, Figures } from '../kit/Figures.tsx';
import { countText, dayText, moneyText, timeText } from '../kit/format.ts';
import { Hint } from '../kit/Hint.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { MoneyBars } from '../kit/MoneyBars.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { ShareBars } from '../kit/ShareBars.tsx';
import { TrafficChart } from '../kit/TrafficChart.tsx';
import { FirstSteps } from './FirstSteps.tsx';

type Day = Reply<typeof DashboardContract>;

const REFRESH_MS = 30_000;
const QUARTER_S = 900;

const plural = (n: number, one: string, many: string) => `${countText(n)} ${n === 1 ? one : many}`;

interface BeforeProps {
  readonly sums: Day['revenue'];
  readonly currency: string;
}

const Before = ({ sums, currency }: BeforeProps) => (
  <>
    {moneyText(sums.today_minor, currency)} today
    <br />
    {moneyText(sums.last_month_minor, currency)} last month
  </>
);

const accessText = ({ online, walled }: Day): string => {
  if (online === 0) return 'nobody';
  return walled > 0 ? `${countText(walled)} in the walled garden` : 'all with full access';
};

const DayFigures = ({ day }: { readonly day: Day }) => {
  const { currency, subscriptions, logins, overdue } = day;
  const money = (minor: number) => moneyText(minor, currency);
  return (
    <Figures>
      <Figure label="Online now" to="/online" value={countText(day.online)} note={accessText(day)} />
      <Figure
        label="Active subscriptions"
        to="/subscriptions"
        search={{ state: 'active' }}
        value={countText(subscriptions.active)}
        note={`${countText(subscriptions.suspended)} suspended · ${countText(subscriptions.pending)} pending`}
      />
      <Figure
        label="Issued this month"
        to="/invoices"
        value={money(day.revenue.month_minor)}
        note={<Before sums={day.revenue} currency={currency} />}
      />
      <Figure
        label="Received this month"
        to="/payments"
        value={money(day.received.month_minor)}
        note={<Before sums={day.received} currency={currency} />}
      />
      <Figure
        label="Overdue"
        to="/accounts"
        search={{ overdue: 'true' }}
        value={money(overdue.amount_minor)}
        note={plural(overdue.accounts, 'account', 'accounts')}
        {...(overdue.amount_minor > 0 ? { tone: 'bad' as const } : {})}
      />
      <Figure
        label="Rejected log-ins today"
        to="/logins"
        search={{ outcome: 'reject' }}
        value={countText(logins.rejects)}
        note={`${countText(logins.accepts)} accepted · ${countText(logins.walled)} walled`}
      />
    </Figures>
  );
};

const QUARTERS = 96;

/** Every whole quarter of an hour of the last day: the server leaves out those without traffic. */
const quartersOf = (day: Day): Day['traffic'] => {
  const quarter = QUARTER_S * 1000;
  const last = (Math.floor(Date.parse(day.now) / quarter) - 1) * quarter;
  const byTime = new Map(day.traffic.map((point) => [Date.parse(point.at), point]));
  return Array.from({ length: QUARTERS }, (_, i) => {
    const ms = last - (QUARTERS - 1 - i) * quarter;
    return byTime.get(ms) ?? { at: new Date(ms).toISOString(), input_octets: 0, output_octets: 0 };
  });
};

const Traffic = ({ day }: { readonly day: Day }) =>
  day.traffic.length === 0 ? (
    <NothingHere title="No traffic in the last day" />
  ) : (
    <TrafficChart points={quartersOf(day)} step="hour" seconds={QUARTER_S} />
  );

const SERIES = [
  { field: 'issued_minor', label: 'Issued' },
  { field: 'received_minor', label: 'Received' },
];

const Months = ({ day }: { readonly day: Day }) =>
  day.months.every((month) => month.issued_minor === 0 && month.received_minor === 0) ? (
    <NothingHere title="No invoice and no payment yet" />
  ) : (
    <MoneyBars months={day.months} currency={day.currency} series={SERIES} />
  );

const Refusals = ({ day }: { readonly day: Day }) => (
  <Stack gap="md">
    <Panel title="Why log-ins were rejected today">
      {day.reject_reasons.length === 0 ? (
        <NothingHere title="No rejected log-in today" />
      ) : (
        <ShareBars items={day.reject_reasons.map(({ reason, count }) => ({ label: reason, count }))} />
      )}
    </Panel>
    {day.discards.length > 0 && (
      <Panel
        title="Packets left unanswered today"
        actions={
          <Hint about="packets left unanswered">
            RADIUS answers nobody it does not know, and no packet that is not what it should be. An address here may be
            a NAS that is missing from the list, or one with another secret.
          </Hint>
        }
      >
        <ShareBars items={day.discards.map(({ client, reason, count }) => ({ label: reason, note: client, count }))} />
      </Panel>
    )}
  </Stack>
);

/** With many accounts they are counted once a minute: then it says when. */
const AsOf = ({ day }: { readonly day: Day }) => (
  <>
    {dayText(day.now.slice(0, 10))} · {plural(day.accounts, 'account', 'accounts')}
    {day.as_of !== day.now && (
      <>
        {' '}
        · counted as of {timeText(day.as_of)}{' '}
        <Hint about="counted as of">
          Accounts, subscriptions, who is online and what is overdue are counted once a minute. Money, log-ins and
          traffic are of this moment.
        </Hint>
      </>
    )}
  </>
);

const DayPage = () => {
  const dashboard = useGet<typeof DashboardContract>('/dashboard', {}, { every: REFRESH_MS });
  useLiveRefresh(['billing.invoices', 'payments.payments'], ['/dashboard']);
  return (
    <>
      <PageHeader title="Dashboard" subtitle={dashboard.data && <AsOf day={dashboard.data} />} />
      <Loaded of={dashboard}>
        {(day) => (
          <Stack gap="md">
            {day.accounts === 0 && <FirstSteps />}
            <DayFigures day={day} />
            <Grid gap="md">
              <Grid.Col span={{ base: 12, lg: 7 }}>
                <Stack gap="md">
                  <Panel title="Issued and received, 12 months">
                    <Months day={day} />
                  </Panel>
                  <Panel title="Traffic, 24 hours">
                    <Traffic day={day} />
                  </Panel>
                </Stack>
              </Grid.Col>
              <Grid.Col span={{ base: 12, lg: 5 }}>
                <Refusals day={day} />
              </Grid.Col>
            </Grid>
          </Stack>
        )}
      </Loaded>
    </>
  );
};

/** The day at a glance: who is online, what came in, who owes, what was refused. Those who may not see it begin at the accounts. */
export const Dashboard = () => (useMe().may('reports.read') ? <DayPage /> : <Navigate to="/accounts" replace />);
