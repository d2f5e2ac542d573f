import type { ShowRunningBill } from '@isp/server/contract/flows';
import { Box, Group, Progress, Text } from '@mantine/core';
import { useMe } from '../../api/me.ts';
import { useGet } from '../../api/query.ts';
import { rolledBytes, rolledText } from '../../billing/running-words.ts';
import { Bytes } from '../../kit/Bytes.tsx';
import { bytesText, countText, dayText } from '../../kit/format.ts';
import type { Service } from './account-types.ts';

const FULL = 100;
const ALMOST = 85;

const barColour = (share: number) => (share >= FULL ? 'red' : share >= ALMOST ? 'orange' : 'petrol');

/** What rolled over into the period that is to be billed next, as the running bill reckons. */
const useRolled = (service: Service, accountId: string) => {
  const { may } = useMe();
  const running = useGet<typeof ShowRunningBill>(
    '/accounts/:account_id/running-bill',
    { account_id: accountId },
    { enabled: service.included_bytes !== null && may('billing.read') },
  );
  const of = running.data?.subscriptions.find(({ subscription_id }) => subscription_id === service.id);
  return of?.use?.rolled_over ?? [];
};

interface PeriodUseProps {
  readonly service: Service;
  readonly accountId: string;
}

/** How much of what its period includes, and of what rolled over into it, a subscription has used. */
export const PeriodUse = ({ service, accountId }: PeriodUseProps) => {
  const { used_bytes, included_bytes, period_from, period_to } = service;
  const rolled_over = useRolled(service, accountId);
  const rolled = rolledBytes(rolled_over);
  const span = period_from && period_to ? `${dayText(period_from)} – ${dayText(period_to)}` : undefined;
  const whole = (included_bytes ?? 0) + rolled;
  const share = whole > 0 ? (used_bytes / whole) * FULL : 0;
  const more = rolled > 0 ? ` and ${bytesText(rolled)} rolled over` : '';
  return (
    <Box>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          <strong>
            <Bytes octets={used_bytes} />
          </strong>{' '}
          {included_bytes === null ? 'used' : `of ${bytesText(included_bytes)}${more} used`}
        </Text>
        {span && (
          <Text size="xs" c="dimmed">
            {span}
          </Text>
        )}
      </Group>
      {included_bytes !== null && (
        <Progress
          mt={4}
          value={Math.min(share, FULL)}
          color={barColour(share)}
          aria-label={`${countText(Math.round(share))} % of the included volume is used`}
        />
      )}
      {rolled_over.map((each) => (
        <Text key={each.of} size="xs" c="dimmed" mt={2}>
          Rolled over {rolledText(each)}
        </Text>
      ))}
    </Box>
  );
};
