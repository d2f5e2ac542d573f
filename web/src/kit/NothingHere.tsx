import { EmptyState, Stack, Text } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { type ReactNode, use } from 'react';
import { PanelPart } from './panel-part.ts';

interface NothingHereProps {
  readonly title: string;
  /** How something comes to be here. */
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
}

/** An empty list says why it is empty and what to do next: in few words where it is one of a page's parts, which may all be empty. */
export const NothingHere = ({ title, children, icon = <IconInbox />, action }: NothingHereProps) => {
  const part = use(PanelPart);
  if (part !== null)
    return (
      <Stack gap={2} align="flex-start" {...(part.padded ? {} : { px: 'md', pb: 'sm' })}>
        <Text size="sm" c="dimmed">
          {title}
        </Text>
        {children && (
          <Text size="xs" c="dimmed" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    );
  return (
    <EmptyState size="xs" py="lg" icon={icon} withIndicatorBackground title={title} description={children}>
      {action && <EmptyState.Actions>{action}</EmptyState.Actions>}
    </EmptyState>
  );
};
