import type { UsageChart } from '@isp/server/contract/views';
import { SegmentedControl, Skeleton, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useGet } from '../../api/query.ts';
import { bytesText } from '../../kit/format.ts';
import { Loaded } from '../../kit/Loaded.tsx';
import { NothingHere } from '../../kit/NothingHere.tsx';
import { useNow } from '../../kit/Now.tsx';
import { Panel } from '../../kit/Panel.tsx';
import { TrafficChart } from '../../kit/TrafficChart.tsx';
import type { Account } from './account-types.ts';
import { type Bucket, fillSteps, stepsUpTo } from './usage-steps.ts';

const SPANS = [
  { value: 'hour', label: '48 hours' },
  { value: 'day', label: '30 days' },
  { value: 'month', label: '12 months' },
];

const BUCKETS: readonly Bucket[] = ['hour', 'day', 'month'];
const CHART_HEIGHT = 210;
const HOUR_MS = 3_600_000;

/** A moment as text, cut to the hour so that the question stays the same for a while. */
const hourText = (ms: number, hoursLater: number) =>
  new Date((Math.floor(ms / HOUR_MS) + hoursLater) * HOUR_MS).toISOString();

/** Buckets are given whole: of a zone behind UTC one more, which no step shows. */
const startOf = (first: string): string => (first.includes('T') ? first : `${first}T00:00:00.000Z`);

/** What an account has used: by hour, day or month. */
export const UsagePanel = ({ account }: { readonly account: Account }) => {
  const [bucket, setBucket] = useState<Bucket>('day');
  const now = useNow();
  const zone = bucket === 'hour' ? 'UTC' : account.zone;
  const to = hourText(now(), 1);
  const steps = useMemo(() => stepsUpTo(bucket, Date.parse(to) - 1, zone), [bucket, to, zone]);
  const usage = useGet<typeof UsageChart>(
    '/accounts/:account_id/usage',
    { account_id: account.id, bucket, from: startOf(steps[0] ?? to), to },
    { keep: true },
  );
  return (
    <Panel
      title="Usage"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Span of time"
          data={SPANS}
          value={bucket}
          onChange={(value) => setBucket(BUCKETS.find((b) => b === value) ?? 'day')}
        />
      }
    >
      <Loaded of={usage} waiting={<Skeleton h={CHART_HEIGHT} />}>
        {({ items }) => {
          const points = fillSteps(steps, items, bucket, zone);
          const total = points.reduce((sum, point) => sum + point.input_octets + point.output_octets, 0);
          if (total === 0) return <NothingHere title="Nothing used in this time" />;
          return (
            <>
              <Text size="sm" c="dimmed">
                {bytesText(total)} in all
              </Text>
              <TrafficChart points={points} step={bucket} height={CHART_HEIGHT} />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
};
