import { Table } from '@mantine/core';
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
import { type Direction, SortButton } from './SortButton.tsx';
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

/** True when a click on a row was meant for something in it, or selected text. */
const meantOtherwise = (event: MouseEvent): boolean =>
  (event.target as HTMLElement).closest('a, button, input, label') !== null ||
  window.getSelection()?.isCollapsed === false;

const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

interface HeaderCellProps {
  readonly label: string;
  readonly align: 'right' | undefined;
  readonly direction: Direction;
  /** Left out for a column that cannot be sorted. */
  readonly onSort: ((event: unknown) => void) | undefined;
}

const HeaderCell = ({ label, align, direction, onSort }: HeaderCellProps) => (
  <Table.Th ta={align ?? 'left'} {...(direction ? { 'aria-sort': ARIA_SORT[direction] } : {})}>
    {onSort ? <SortButton label={label} direction={direction} onSort={onSort} /> : label}
  </Table.Th>
);

interface BodyRowProps<R> {
  readonly row: R;
  readonly columns: readonly TableColumn<R>[];
  readonly target: RowTarget | undefined;
}

const BodyRow = <R,>({ row, columns, target }: BodyRowProps<R>) => {
  const navigate = useNavigate();
  const open = (event: MouseEvent) => {
    if (target && !meantOtherwise(event)) void navigate(target);
  };
  return (
    <Table.Tr data-link={target !== undefined || undefined} onClick={open}>
      {columns.map((column, index) => (
        <Table.Td key={column.id} ta={column.align ?? 'left'}>
          {index === 0 ? <RowLink target={target}>{column.cell(row)}</RowLink> : column.cell(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
};

type RowsTableOptions<R> = Pick<
  DataTableRowsProps<R>,
  'rows' | 'columns' | 'rowKey' | 'visibility' | 'sort' | 'onSort'
>;

/** TanStack's model of the table: which columns are visible, and how the server has sorted. */
const useRowsTable = <R,>({ rows, columns, rowKey, visibility, sort, onSort }: RowsTableOptions<R>) => {
  const canSort = onSort !== undefined;
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: (row: { readonly data: R }) => row.data,
        enableSorting: canSort && column.sort !== undefined,
      })),
    [columns, canSort],
  );
  const data = useMemo(() => rows.map((row) => ({ data: row })), [rows]);
  const sorting = sortingOf(sort, columns);
  return useTable({
    features,
    columns: definitions,
    data,
    getRowId: (row) => rowKey(row.data),
    manualSorting: true,
    enableMultiSort: false,
    sortDescFirst: false,
    state: { columnVisibility: visibility, sorting },
    onSortingChange: (update) => onSort?.(sortOf(typeof update === 'function' ? update(sorting) : update, columns)),
  });
};

/** The rows of a `DataTable` on a wide screen. */
export const DataTableRows = <R,>(props: DataTableRowsProps<R>) => {
  const { label, columns, rowLink, visibility } = props;
  const table = useRowsTable(props);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const shown = columns.filter((column) => visibility[column.id]);
  return (
    <Table highlightOnHover={rowLink !== undefined} aria-label={label} className={classes.table}>
      <Table.Thead>
        {table.getHeaderGroups().map((group) => (
          <Table.Tr key={group.id}>
            {group.headers.map(({ id, column }) => (
              <HeaderCell
                key={id}
                label={byId.get(id)?.header ?? ''}
                align={byId.get(id)?.align}
                direction={column.getIsSorted()}
                onSort={column.getCanSort() ? column.getToggleSortingHandler() : undefined}
              />
            ))}
          </Table.Tr>
        ))}
      </Table.Thead>
      <Table.Tbody>
        {table.getRowModel().rows.map(({ id, original }) => (
          <BodyRow key={id} row={original.data} columns={shown} target={rowLink?.(original.data)} />
        ))}
      </Table.Tbody>
    </Table>
  );
};
