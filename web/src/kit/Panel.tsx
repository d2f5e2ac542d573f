import { Group, Paper, Title } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { PanelPart } from './panel-part.ts';

interface PanelProps {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** False: the content reaches the edges (tables, charts). */
  readonly padded?: boolean;
}

/** One part of a page on its own surface, with a heading. */
export const Panel = ({ title, actions, children, padded = true }: PanelProps) => {
  const isPart = title !== undefined;
  const part = useMemo(() => (isPart ? { padded } : null), [isPart, padded]);
  return (
    <Paper component="section" style={{ overflow: 'clip' }}>
      {(title || actions) && (
        <Group justify="space-between" px="md" pt="sm" pb={padded ? 0 : 'xs'} gap="xs" mih={36}>
          <Title order={2}>{title}</Title>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      )}
      <div
        style={
          padded
            ? { padding: 'var(--mantine-spacing-sm) var(--mantine-spacing-md) var(--mantine-spacing-md)' }
            : undefined
        }
      >
        <PanelPart value={part}>{children}</PanelPart>
      </div>
    </Paper>
  );
};
