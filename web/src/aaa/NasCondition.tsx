import type { ListNas } from '@isp/server/contract/aaa';
import { Text } from '@mantine/core';
import type { Row } from '../api/contract.ts';
import { Instant } from '../kit/Instant.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { CONDITIONS } from './nas-words.ts';

type Shown = Pick<Row<typeof ListNas>, 'condition' | 'heard_at' | 'wrong_secret_at'>;

/** How a NAS is, and since when. */
export const NasCondition = ({ nas }: { readonly nas: Shown }) => {
  const { label, tone, state, meaning } = CONDITIONS[nas.condition];
  const since =
    nas.condition === 'silent' ? nas.heard_at : nas.condition === 'wrong-secret' ? nas.wrong_secret_at : null;
  return (
    <span title={meaning} style={{ whiteSpace: 'nowrap' }}>
      <StateBadge state={state} tone={tone}>
        {label}
      </StateBadge>
      {since && (
        <Text span size="xs" c="dimmed" ml={6}>
          <Instant at={since} />
        </Text>
      )}
    </span>
  );
};
