import { Text } from '@mantine/core';
import { bytesText, durationText } from '../../kit/format.ts';
import { Instant } from '../../kit/Instant.tsx';
import { useNow } from '../../kit/Now.tsx';
import { inZone, type Limits } from './limit-bars.ts';

type TopUp = Limits['top_ups'][number];
const SHOWN = 5;

const amountText = ({ what, amount }: TopUp): string => (what === 'time' ? durationText(amount) : bytesText(amount));

const endText = ({ ends_at }: TopUp, zone: string, nowMs: number): string => {
  if (ends_at === null) return 'until its window ends';
  return Date.parse(ends_at) > nowMs ? `until ${inZone(ends_at, zone)}` : `ended ${inZone(ends_at, zone)}`;
};

/** The last top-ups of a subscription, newest first. */
export const TopUpList = ({ limits }: { readonly limits: Limits }) => {
  const now = useNow();
  const { top_ups, zone } = limits;
  if (top_ups.length === 0) return null;
  return (
    <div>
      <Text size="xs" fw={600}>
        Top-ups
      </Text>
      {top_ups.slice(0, SHOWN).map((topUp) => (
        <Text key={topUp.id} size="xs" c="dimmed">
          {amountText(topUp)} {endText(topUp, zone, now())} · {topUp.reason} · <Instant at={topUp.granted_at} />
        </Text>
      ))}
    </div>
  );
};
