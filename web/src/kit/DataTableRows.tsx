import { Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import {
  columnVisibilityFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type MouseEvent, useMemo } from 'react';
import classes from './DataTable.module.css';
import { RowLink } from './RowLink.tsx';
import type { RowTarget, TableColumn } from './table-column.ts';

const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });

interface DataTableRowsProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly columns: readonly TableColumn<R>[];
  readonly rowKey: (row: R) => string;
  readonly rowLink?: (row: R) => RowTarget | undefined;
  readonly visibility: Readonly<Record<string, boolean>>;
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string | undefined) => void;
}

const sortingOf = <R,>(sort: string | undefined, columns: readonly TableColumn<R>[]): SortingState => {
  const desc = sort?.startsWith('-') ?? false;
  const column = sort === undefined ? undefined : columns.find((c) => c.sort === (desc ? sort.slice(1) : sort));
  return column ? [{ id: column.id, desc }] : [];
};

const sortOf = <R,>(sorting: SortingState, columns: readonly TableColumn<R>[]): string | undefined => {
  const [first] = sorting;
  const field = first && columns.find((c) => c.id === first.id)?.sort;
  return field && `${first.desc ? '-' : ''}${field}`;
};

const SortIcon = ({ direction }: { readonly direction: 'asc' | 'desc' | false }) => {
  if (direction === 'asc') return <IconArrowUp size={13} aria-hidden />;
  if (direction === 'desc') return <IconArrowDown size={13} aria-hidden />;
  return <IconArrowsSort size={13} aria-hidden className={classes.sortable} />;
};

/** True when a click on a row was meant for something in it, or selected text. */
const meantOtherwise = (event: MouseEvent): boolean =>
  (event.target as HTMLElement).closest('a, button, input, label') !== null ||
  window.getSelection()?.isCollapsed === false;

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

/** The rows of a `DataTable` on a wide screen. */
export const DataTableRows = <R,>(props: DataTableRowsProps<R>) => {
  const { label, rows, columns, rowKey, rowLink, visibility, sort, onSort } = props;
  const navigate = useNavigate();
  const definitions = useMemo(
    () =>
      columns.map((c) => ({
        id: c.id,
        header: c.header,
        accessorFn: (row: { readonly data: R }) => row.data,
        enableSorting: c.sort !== undefined && onSort !== undefined,
      })),
    [columns, onSort],
  );
  const data = useMemo(() => rows.map((row) => ({ data: row })), [rows]);
  const sorting = sortingOf(sort, columns);
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: (row) => rowKey(row.data),
    manualSorting: true,
    enableMultiSort: false,
    state: { columnVisibility: visibility, sorting },
    onSortingChange: (update) => onSort?.(sortOf(typeof update === 'function' ? update(sorting) : update, columns)),
  });
  const byId = new Map(columns.map((c, index) => [c.id, { ...c, isFirst: index === 0 }]));
  const open = (event: MouseEvent, row: R) => {
    const target = rowLink?.(row);
    if (target && !meantOtherwise(event)) void navigate(target);
  };
  return (
    <Table highlightOnHover={rowLink !== undefined} aria-label={label} className={classes.table}>
      <Table.Thead>
        {table.getHeaderGroups().map((group) => (
          <Table.Tr key={group.id}>
            {group.headers.map(({ id, column }) => {
              const direction = column.getIsSorted();
              return (
                <Table.Th
                  key={id}
                  ta={byId.get(id)?.align ?? 'left'}
                  {...(direction ? { 'aria-sort': ARIA_SORT[direction] } : {})}
                >
                  {column.getCanSort() ? (
                    <UnstyledButton className={classes.header} onClick={column.getToggleSortingHandler()}>
                      {byId.get(id)?.header} <SortIcon direction={direction} />
                    </UnstyledButton>
                  ) : (
                    byId.get(id)?.header
                  )}
                </Table.Th>
              );
            })}
          </Table.Tr>
        ))}
      </Table.Thead>
      <Table.Tbody>
        {table.getRowModel().rows.map((row) => (
          <Table.Tr
            key={row.id}
            data-link={rowLink !== undefined || undefined}
            onClick={(event) => open(event, row.original.data)}
          >
            {row.getVisibleCells().map((cell) => {
              const column = byId.get(cell.column.id);
              const content = column?.cell(row.original.data);
              return (
                <Table.Td key={cell.id} ta={column?.align ?? 'left'}>
                  {column?.isFirst ? <RowLink target={rowLink?.(row.original.data)}>{content}</RowLink> : content}
                </Table.Td>
              );
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};
