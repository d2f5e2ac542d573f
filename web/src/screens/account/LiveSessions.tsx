import { Box, Group, Text } from '@mantine/core';
import { Bytes } from '../../kit/Bytes.tsx';
import { Instant } from '../../kit/Instant.tsx';
import { StateBadge } from '../../kit/StateBadge.tsx';
import { TextLink } from '../../kit/TextLink.tsx';
import type { Service } from './account-types.ts';
import classes from './LiveSessions.module.css';

/** The sessions of a subscription that are open now, with what they have carried. */
export const LiveSessions = ({ sessions }: { readonly sessions: Service['sessions'] }) => (
  <>
    {sessions.map((session) => (
      <Box key={session.id} className={classes.session}>
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <StateBadge state="online" />
            <TextLink to={`/sessions/${session.id}`} size="sm">
              on {session.nas_name} since <Instant at={session.started_at} />
            </TextLink>
          </Group>
          <Text size="sm">
            ↓ <Bytes octets={session.output_octets} /> ↑ <Bytes octets={session.input_octets} />
          </Text>
        </Group>
        <Text size="xs" c="dimmed" mt={2}>
          {[session.framed_ip, session.calling_station_id, session.nas_port_id].filter(Boolean).join(' · ')} · heard{' '}
          <Instant at={session.heard_at} />
        </Text>
      </Box>
    ))}
  </>
);
