import type { GetPlan } from '@isp/server/contract/tariffs';
import { Box, Group, Stack, Text } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { Instant } from '../kit/Instant.tsx';
import { useToday } from '../kit/Now.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { beginText } from './begin-text.ts';
import type { MeterChoice } from './meter-words.ts';
import classes from './VersionHistory.module.css';
import { changesBetween } from './version-changes.ts';

type Plan = Reply<typeof GetPlan>;
type Version = Plan['current'];

interface VersionEntryProps {
  readonly version: Version;
  readonly before: Version | undefined;
  readonly meters: readonly MeterChoice[];
  readonly state: 'holds' | 'to come' | 'past' | 'taken back';
}

const BADGES = { holds: 'active', 'to come': 'pending', past: 'ended', 'taken back': 'cancelled' } as const;

const Changes = ({ version, before, meters }: Omit<VersionEntryProps, 'state'>) => {
  if (!before) return <Text size="sm">The first terms.</Text>;
  const changes = changesBetween(before, version, meters);
  if (changes.length === 0) return <Text size="sm">The same terms again.</Text>;
  return (
    <ul className={classes.changes}>
      {changes.map((change) => (
        <li key={change.what}>
          {change.what}: <s>{change.before}</s> → <strong>{change.after}</strong>
        </li>
      ))}
    </ul>
  );
};

const VersionEntry = ({ version, before, meters, state }: VersionEntryProps) => (
  <Box component="li" className={classes.version}>
    <Group gap="xs">
      <Text size="sm" fw={600}>
        Version {version.version}
      </Text>
      <Text size="sm">{beginText(version.effective_from)}</Text>
      <StateBadge state={BADGES[state]}>{state}</StateBadge>
    </Group>
    <Changes version={version} before={before} meters={meters} />
    <Text size="xs" c="dimmed">
      published <Instant at={version.created_at} as="full" />
    </Text>
  </Box>
);

interface VersionHistoryProps {
  readonly plan: Plan;
  readonly meters: readonly MeterChoice[];
}

/** The versions of a plan, the newest first: from when each holds and what it changed. */
export const VersionHistory = ({ plan, meters }: VersionHistoryProps) => {
  const today = useToday();
  const stateOf = (version: Version) => {
    if (version.withdrawn_at !== null) return 'taken back';
    if (version.version === plan.current.version) return version.effective_from > today ? 'to come' : 'holds';
    return version.version > plan.current.version ? 'to come' : 'past';
  };
  return (
    <Stack component="ul" gap={0} className={classes.list}>
      {plan.versions.toReversed().map((version) => (
        <VersionEntry
          meters={meters}
          key={version.version}
          version={version}
          before={plan.versions.findLast((each) => each.version < version.version && each.withdrawn_at === null)}
          state={stateOf(version)}
        />
      ))}
    </Stack>
  );
};
