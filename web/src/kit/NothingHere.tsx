import { EmptyState } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface NothingHereProps {
  readonly title: string;
  /** How something comes to be here. */
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
}

/** An empty list says why it is empty and what to do next. */
export const NothingHere = ({ title, children, icon = <IconInbox />, action }: NothingHereProps) => (
  <EmptyState size="xs" py="lg" icon={icon} withIndicatorBackground title={title} description={children}>
    {action && <EmptyState.Actions>{action}</EmptyState.Actions>}
  </EmptyState>
);
