import type { ShowRunningBill } from '@isp/server/contract/flows';
import { Box, Group, Progress, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useGet } from '../api/query.ts';
import { Day } from '../kit/Day.tsx';
import { bytesText, moneyText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Note } from '../kit/Note.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { DocumentAmounts } from './DocumentAmounts.tsx';
import { periodText } from './line-words.ts';
import {
  freeBytes,
  type Running,
  type RunningUse,
  rolledText,
  runningSentence,
  usageShares,
  usageText,
} from './running-words.ts';

type Subscription = Running['subscriptions'][number];
type Bill = Running['bills'][number];
type Way = 'so_far' | 'forecast';

const WAYS = [
  { value: 'so_far', label: 'As of now' },
  { value: 'forecast', label: 'If use goes on so' },
];

const UseBar = ({ name, use }: { readonly name: string; readonly use: RunningUse }) => {
  const { used, forecast } = usageShares(use);
  const free = freeBytes(use);
  const isBeyond = use.used_bytes > free;
  const goesBeyond = use.forecast_bytes > free;
  return (
    <Box>
      <Text size="sm">{usageText(use)}</Text>
      <Progress.Root mt={4} aria-label={`Use of ${name}`}>
        <Progress.Section
          value={used}
          color={isBeyond ? 'red' : 'petrol'}
          aria-label={`${bytesText(use.used_bytes)} of ${bytesText(free)} are used`}
        />
        <Progress.Section
          value={forecast}
          color={goesBeyond ? 'orange' : 'gray'}
          aria-label={`${bytesText(use.forecast_bytes)} are expected by the end of the period`}
        />
      </Progress.Root>
      {use.rolled_over.map((rolled) => (
        <Text key={rolled.of} size="xs" c="dimmed" mt={2}>
          Rolled over {rolledText(rolled)}
        </Text>
      ))}
    </Box>
  );
};

const SubscriptionPart = ({
  subscription,
  currency,
}: {
  readonly subscription: Subscription;
  readonly currency: string;
}) => {
  const { subscription_id, plan_name, period_from, period_to, charged, use } = subscription;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <TextLink to={`/subscriptions/${subscription_id}`}>{plan_name}</TextLink>
        <Text size="sm" c="dimmed">
          {periodText({ kind: 'recurring', period_from, period_to })}
        </Text>
      </Group>
      {charged.map((line) => (
        <Text key={`${line.invoice_id} ${line.period_from}`} size="xs" c="dimmed">
          {moneyText(line.gross_minor, currency)} were charged ahead, up to <Day day={line.period_to} />, on{' '}
          <TextLink to={`/invoices/${line.invoice_id}`} inherit>
            an invoice
          </TextLink>
        </Text>
      ))}
      {use && <UseBar name={plan_name} use={use} />}
    </Stack>
  );
};

const BillPart = ({ bill, way, currency }: { readonly bill: Bill; readonly way: Way; readonly currency: string }) => {
  const { invoice, credits } = bill[way];
  return (
    <section aria-label={`Bill of ${bill.on}`}>
      <Text component="h3" size="sm" fw={600} m={0}>
        Bill of <Day day={bill.on} />
      </Text>
      {invoice === null && credits.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing is on it yet.
        </Text>
      ) : (
        <DocumentAmounts invoice={invoice} credits={credits} currency={currency} />
      )}
    </section>
  );
};

const RunningBillBody = ({ running }: { readonly running: Running }) => {
  const [way, setWay] = useState<Way>('so_far');
  const { currency, held, subscriptions, bills } = running;
  if (held !== null) return <Note tone="warn">No bill can be made: {held}</Note>;
  if (bills.length === 0)
    return <NothingHere title="No bill is to come">Nothing of this account is charged.</NothingHere>;
  return (
    <Stack gap="md">
      <Text>
        {runningSentence(running)}{' '}
        <Text span size="sm" c="dimmed">
          <Instant at={running.as_of} />
        </Text>
      </Text>
      {subscriptions
        .filter(({ account_id }) => account_id === running.account_id)
        .map((each) => (
          <SubscriptionPart key={each.subscription_id} subscription={each} currency={currency} />
        ))}
      <SegmentedControl
        aria-label="Which bill is shown"
        data={WAYS}
        value={way}
        onChange={(chosen) => setWay(chosen as Way)}
      />
      {way === 'forecast' && (
        <Text size="xs" c="dimmed">
          Use as much on each day to come as on the days so far, today counted whole. It is an estimate; at this pace
          the bills come to {moneyText(running.forecast_minor, currency)}.
        </Text>
      )}
      {bills.map((bill) => (
        <BillPart key={bill.on} bill={bill} way={way} currency={currency} />
      ))}
    </Stack>
  );
};

/** What an account would owe if its periods ended now: use, what was charged ahead, and the bills to come as they stand. */
export const RunningBillPanel = ({ accountId }: { readonly accountId: string }) => {
  const running = useGet<typeof ShowRunningBill>('/accounts/:account_id/running-bill', { account_id: accountId });
  useLiveRefresh(
    ['billing.charges', 'billing.discounts', 'billing.invoices', 'subscriptions.subscriptions'],
    ['/accounts/:account_id/running-bill'],
  );
  return (
    <Panel title="Running bill">
      <Loaded of={running} waiting={<Skeleton h={160} />}>
        {(found) => <RunningBillBody running={found} />}
      </Loaded>
    </Panel>
  );
};
