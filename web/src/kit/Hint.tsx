import { ActionIcon, Popover, Text } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface HintProps {
  /** What is explained, for the button's name. */
  readonly about: string;
  readonly children: ReactNode;
}

/** A question mark that explains a word where it stands. */
export const Hint = ({ about, children }: HintProps) => (
  <Popover width={260} withArrow shadow="md">
    <Popover.Target>
      <ActionIcon size="xs" aria-label={`What is “${about}”?`}>
        <IconHelpCircle size={14} />
      </ActionIcon>
    </Popover.Target>
    <Popover.Dropdown>
      <Text size="sm">{children}</Text>
    </Popover.Dropdown>
  </Popover>
);
