import { Group, Progress, Text } from '@mantine/core';
import { countText } from '../kit/format.ts';
import { ALMOST_FULL, usedPercent } from './pool-words.ts';

interface PoolUseProps {
  readonly of: { readonly size: number; readonly assigned: number };
  readonly name: string;
}

const FULL = 98;

const colourOf = (share: number) => (share >= FULL ? 'red' : share >= ALMOST_FULL ? 'orange' : 'petrol');

/** How much of a pool or range somebody has. */
export const PoolUse = ({ of, name }: PoolUseProps) => {
  const share = usedPercent(of);
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress
        value={share}
        color={colourOf(share)}
        w={90}
        miw={60}
        aria-label={`${Math.round(share)} % of ${name} is assigned`}
      />
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {countText(of.assigned)} of {countText(of.size)}
      </Text>
    </Group>
  );
};
