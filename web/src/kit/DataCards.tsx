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

const EMPTY: readonly unknown[] = ['–', '', null, undefined, false];

interface CardProps<R> {
  readonly row: R;
  readonly columns: readonly TableColumn<R>[];
}

const Facts = <R,>({ row, columns }: CardProps<R>) => {
  const cells = columns.map((column) => ({ column, cell: column.cell(row) }));
  return (
    <dl>
      {cells
        .filter(({ cell }) => !EMPTY.includes(cell))
        .map(({ column, cell }) => (
          <div key={column.id}>
            <Text component="dt" size="xs" c="dimmed">
              {column.header}
            </Text>
            <dd>{cell}</dd>
          </div>
        ))}
    </dl>
  );
};

const Plain = <R,>({ row, columns }: CardProps<R>) =>
  columns.map((column) => <Fragment key={column.id}>{column.cell(row)}</Fragment>);

/** The rows of a `DataTable` on a phone: a card each, without what is empty; a column without a header (what one can do) closes it. */
export const DataCards = <R,>({ label, rows, columns, rowKey, rowLink, visibility }: DataCardsProps<R>) => {
  const [name, ...others] = columns;
  const shown = others.filter((c) => visibility[c.id] && c.phone !== 'hide');
  const aside = shown.filter((c) => c.phone === 'aside');
  const facts = shown.filter((c) => c.phone !== 'aside' && c.header !== '');
  const actions = shown.filter((c) => c.phone !== 'aside' && c.header === '');
  return (
    <ul className={classes.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={classes.card} data-link={rowLink !== undefined || undefined}>
          <Group justify="space-between" wrap="nowrap" gap="xs" align="flex-start">
            <Box miw={0} style={{ overflowWrap: 'anywhere' }}>
              <RowLink target={rowLink?.(row)}>{name?.cell(row)}</RowLink>
            </Box>
            <Group gap={4} justify="flex-end" style={{ flexShrink: 0 }}>
              <Plain row={row} columns={aside} />
            </Group>
          </Group>
          <Facts row={row} columns={facts} />
          {actions.length > 0 && (
            <Group className={classes.actions} justify="flex-end" gap={4}>
              <Plain row={row} columns={actions} />
            </Group>
          )}
        </li>
      ))}
    </ul>
  );
};
