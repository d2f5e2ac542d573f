import { Group, Progress, Text } from '@mantine/core';
import { countText } from '../kit/format.ts';

interface PoolUseProps {
  readonly pool: { readonly size: number; readonly allotted: number; readonly name: string };
}

const WHOLE = 100;
const ALMOST = 85;
const FULL = 98;

const colourOf = (share: number) => (share >= FULL ? 'red' : share >= ALMOST ? 'orange' : 'petrol');

/** How many of a pool's addresses are allotted. */
export const PoolUse = ({ pool }: PoolUseProps) => {
  const share = pool.size === 0 ? WHOLE : (pool.allotted / pool.size) * WHOLE;
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress
        value={share}
        color={colourOf(share)}
        w={110}
        aria-label={`${Math.round(share)} % of ${pool.name} is allotted`}
      />
      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
        {countText(pool.allotted)} of {countText(pool.size)}
      </Text>
    </Group>
  );
};
