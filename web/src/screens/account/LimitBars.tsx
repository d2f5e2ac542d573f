import type { ShowLimits } from '@isp/server/contract/flows';
import { Box, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconClockPause, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../../api/me.ts';
import { useGet } from '../../api/query.ts';
import { countText } from '../../kit/format.ts';
import { Loaded } from '../../kit/Loaded.tsx';
import { Note } from '../../kit/Note.tsx';
import { hoursText } from '../../tariffs/limit-words.ts';
import type { Service } from './account-types.ts';
import {
  inZone,
  type Limits,
  leftText,
  type Meter,
  meterName,
  rolledText,
  share,
  toppedUpText,
  usedText,
} from './limit-bars.ts';
import { TopUpForm } from './TopUpForm.tsx';
import { TopUpList } from './TopUpList.tsx';

const FULL = 100;
const ALMOST = 85;

const colour = (full: number) => (full >= FULL ? 'red' : full >= ALMOST ? 'orange' : 'petrol');

const MeterBar = ({ meter, limits }: { readonly meter: Meter; readonly limits: Limits }) => {
  const { zone, currency } = limits;
  const full = share(meter);
  const aside = [toppedUpText(meter, currency ?? ''), meter.to_at === null ? '' : `until ${inZone(meter.to_at, zone)}`];
  return (
    <Box>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {meterName(meter)}: <strong>{usedText(meter, currency ?? '')}</strong>
        </Text>
        <Text size="xs" c="dimmed">
          {aside.filter((part) => part !== '').join(' · ')}
        </Text>
      </Group>
      <Progress
        mt={4}
        value={full}
        color={colour(full)}
        aria-label={`${countText(Math.round(full))} % of ${meterName(meter).toLowerCase()} is used`}
      />
      {leftText(meter, currency ?? '') !== '' && (
        <Text size="xs" mt={2}>
          {leftText(meter, currency ?? '')}
        </Text>
      )}
      {meter.rolled_over.map((rolled) => (
        <Text key={rolled.of} size="xs" c="dimmed">
          {rolledText(rolled, zone)}
        </Text>
      ))}
    </Box>
  );
};

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const Holding = ({ limits }: { readonly limits: Limits }) =>
  limits.mode === 'allow' && limits.reason !== null && limits.reason !== 'active' ? (
    <Note tone="warn" icon={<IconClockPause size={18} />}>
      {sentence(limits.reason)}
    </Note>
  ) : null;

const LimitBody = ({ limits, service }: { readonly limits: Limits; readonly service: Service }) => {
  const { may } = useMe();
  const [isAsked, ask] = useState(false);
  if (limits.meters.length === 0 && limits.hours.length === 0) return null;
  return (
    <Stack gap="xs">
      <Holding limits={limits} />
      {limits.meters.map((meter) => (
        <MeterBar
          key={`${meter.name} ${meter.what} ${meter.per} ${meter.direction} ${meter.amount}`}
          meter={meter}
          limits={limits}
        />
      ))}
      {limits.hours.length > 0 && (
        <Text size="xs" c="dimmed">
          Hours of {limits.zone}: {limits.hours.map(hoursText).join('; ')}
        </Text>
      )}
      <TopUpList limits={limits} />
      {limits.meters.some((meter) => meter.what !== 'money') &&
        service.state !== 'ended' &&
        may('subscriptions.write') && (
          <Button
            variant="default"
            size="compact-xs"
            w="fit-content"
            leftSection={<IconPlus size={14} />}
            onClick={() => ask(true)}
          >
            Top up
          </Button>
        )}
      {isAsked && <TopUpForm service={service} limits={limits} onClose={() => ask(false)} />}
    </Stack>
  );
};

/** How much of its limits and fair use a subscription has used, what holds now and why, and what it was topped up with. Nothing where the plan limits nothing. */
export const LimitBars = ({ service }: { readonly service: Service }) => {
  const limits = useGet<typeof ShowLimits>('/subscriptions/:id/limits', { id: service.id });
  return <Loaded of={limits}>{(found) => <LimitBody limits={found} service={service} />}</Loaded>;
};
