import { Text, Timeline } from '@mantine/core';
import type { ReactNode } from 'react';
import { Instant } from './Instant.tsx';

interface TimelineEntryProps {
  readonly icon: ReactNode;
  readonly title: ReactNode;
  readonly at: string;
  readonly detail?: ReactNode;
  readonly by?: string | null;
}

/** One thing that happened; a child of Mantine’s `Timeline`, which gives it more props than it declares. */
export const TimelineEntry = ({ icon, title, at, detail, by, ...rest }: TimelineEntryProps) => (
  <Timeline.Item bullet={icon} title={title} {...rest}>
    {detail && (
      <Text component="div" size="sm">
        {detail}
      </Text>
    )}
    <Text size="xs" c="dimmed">
      <Instant at={at} />
      {by ? ` · ${by}` : ''}
    </Text>
  </Timeline.Item>
);
