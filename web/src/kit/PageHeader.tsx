import { Box, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TextLink } from './TextLink.tsx';

interface PageHeaderProps {
  readonly title: string;
  /** Beside the title: states, numbers. */
  readonly aside?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  /** The list this page belongs to. */
  readonly back?: { readonly to: string; readonly label: string };
}

/** The head of every page: where one is, what it is, what one can do. Names the browser's tab too. */
export const PageHeader = ({ title, aside, subtitle, actions, back }: PageHeaderProps) => {
  useDocumentTitle(`${title} · ISP console`);
  return (
    <Box component="header" mb="md">
      {back && (
        <TextLink
          to={back.to}
          size="xs"
          c="dimmed"
          style={{ display: 'inline-flex', alignItems: 'center', minHeight: 24 }}
        >
          <IconChevronLeft size={14} aria-hidden /> {back.label}
        </TextLink>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box miw={0}>
          <Group gap="xs" mih={34}>
            <Title order={1} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {aside}
          </Group>
          {subtitle && (
            <Text component="div" size="sm" c="dimmed">
              {subtitle}
            </Text>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </Box>
  );
};
