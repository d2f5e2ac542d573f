import { Box, Group, Text } from '@mantine/core';
import { Fragment } from 'react';
import classes from './DataTable.module.css';
import { RowLink } from './RowLink.tsx';
import type { RowTarget, TableColumn } from './table-column.ts';

interface DataCardsProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly columns: readonly TableColumn<R>[];
  readonly rowKey: (row: R) => string;
  readonly rowLink?: (row: R) => RowTarget | undefined;
  readonly visibility: Readonly<Record<string, boolean>>;
}

/** The rows of a `DataTable` on a phone: a card each. */
export const DataCards = <R,>({ label, rows, columns, rowKey, rowLink, visibility }: DataCardsProps<R>) => {
  const [name, ...others] = columns;
  const shown = others.filter((c) => visibility[c.id] && c.phone !== 'hide');
  return (
    <ul className={classes.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={classes.card} data-link={rowLink !== undefined || undefined}>
          <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
            <Box miw={0} style={{ overflowWrap: 'anywhere' }}>
              <RowLink target={rowLink?.(row)}>{name?.cell(row)}</RowLink>
            </Box>
            <Group gap={4} justify="flex-end" style={{ flexShrink: 0 }}>
              {shown
                .filter((c) => c.phone === 'aside')
                .map((c) => (
                  <Fragment key={c.id}>{c.cell(row)}</Fragment>
                ))}
            </Group>
          </Group>
          <dl>
            {shown
              .filter((c) => c.phone !== 'aside')
              .map((c) => (
                <div key={c.id}>
                  <Text component="dt" size="xs" c="dimmed">
                    {c.header}
                  </Text>
                  <dd>{c.cell(row)}</dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
};
