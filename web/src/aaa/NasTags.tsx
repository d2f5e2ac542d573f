import { Badge, Group } from '@mantine/core';

/** The words a NAS is found by. */
export const NasTags = ({ tags }: { readonly tags: readonly string[] }) =>
  tags.length === 0 ? null : (
    <Group gap={4} wrap="nowrap">
      {tags.map((tag) => (
        <Badge key={tag} variant="default" size="sm" tt="none" style={{ minWidth: 'max-content' }}>
          {tag}
        </Badge>
      ))}
    </Group>
  );
