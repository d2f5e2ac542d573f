import { ActionIcon, Button, Group, Paper, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface EntriesProps {
  /** What one is called; with its number it is the name of its frame. */
  readonly name: string;
  readonly count: number;
  /** None is added beyond so many. */
  readonly most?: number;
  readonly onAdd: () => void;
  readonly onRemove: (index: number) => void;
  /** The fields of the one at a place, from 0. */
  readonly children: (index: number) => ReactNode;
}

/** A list that is typed: a frame for each entry with a button that removes it, and a button that adds one. */
export const Entries = ({ name, count, most = Number.POSITIVE_INFINITY, onAdd, onRemove, children }: EntriesProps) => (
  <>
    {Array.from({ length: count }, (_, index) => {
      const title = `${name} ${index + 1}`;
      return (
        <Paper key={title} withBorder p="sm" role="group" aria-label={title}>
          <Group justify="space-between" mb={4}>
            <Text size="sm" fw={600}>
              {title}
            </Text>
            <ActionIcon aria-label={`Remove ${title}`} onClick={() => onRemove(index)}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
          {children(index)}
        </Paper>
      );
    })}
    {count < most && (
      <Button variant="default" size="compact-sm" w="fit-content" leftSection={<IconPlus size={14} />} onClick={onAdd}>
        {`Add ${name.toLowerCase()}`}
      </Button>
    )}
  </>
);
