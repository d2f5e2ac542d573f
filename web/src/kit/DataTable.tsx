import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useRef } from 'react';
import type { List } from '../api/query.ts';
import { DataCards } from './DataCards.tsx';
import classes from './DataTable.module.css';
import { DataTableRows } from './DataTableRows.tsx';
import { ErrorNote } from './ErrorNote.tsx';
import { countText } from './format.ts';
import { RowsWaiting } from './RowsWaiting.tsx';
import { TableTools } from './TableTools.tsx';
import type { RowTarget, TableColumn } from './table-column.ts';
import { useColumnChoice } from './use-column-choice.ts';
import { useRowKeys } from './use-row-keys.ts';

interface DataTableProps<R> {
  /** What the table lists, for screen readers and the CSV file's name: `invoices`. */
  readonly name: string;
  readonly list: List<R>;
  /** Stable (outside the component, or memoized). */
  readonly columns: readonly TableColumn<R>[];
  readonly rowKey: (row: R) => string;
  readonly rowLink?: (row: R) => RowTarget | undefined;
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string | undefined) => void;
  /** The filters above the table. */
  readonly filters?: ReactNode;
  /** Shown when there is no row. */
  readonly empty: ReactNode;
  /** The page's own list: `j`, `k` and Enter walk it. */
  readonly isMain?: boolean;
}

interface FootProps<R> {
  readonly list: List<R>;
  readonly tools: ReactNode;
}

const Foot = <R,>({ list, tools }: FootProps<R>) => {
  const shown = countText(list.rows.length);
  return (
    <div className={classes.foot}>
      <span role="status">
        {list.total !== undefined
          ? `${shown} of ${countText(list.total)}`
          : list.hasMore
            ? `first ${shown}`
            : `${shown} in all`}
      </span>
      {list.hasMore && (
        <Button variant="default" size="xs" loading={list.isLoadingMore} onClick={list.loadMore}>
          Load more
        </Button>
      )}
      {tools && <div className={classes.tools}>{tools}</div>}
    </div>
  );
};

/** A list from the server: filters, sort, columns to choose, CSV, cards on a phone, and what to show when it is empty, coming or refused. */
export const DataTable = <R,>(props: DataTableProps<R>) => {
  const { name, list, columns, rowKey, rowLink, sort, onSort, filters, empty, isMain = false } = props;
  const { visibility, choose } = useColumnChoice(name, columns);
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const container = useRef<HTMLDivElement>(null);
  useRowKeys(container, isMain);
  const shared = { label: name, rows: list.rows, columns, rowKey, visibility, ...(rowLink ? { rowLink } : {}) };
  const content = () => {
    if (list.error) return <ErrorNote error={list.error} retry={list.retry} />;
    if (list.isLoading) return <RowsWaiting />;
    if (list.rows.length === 0) return empty;
    return isPhone ? (
      <DataCards {...shared} />
    ) : (
      <DataTableRows {...shared} sort={sort} {...(onSort ? { onSort } : {})} />
    );
  };
  const tools = (
    <TableTools
      columns={columns}
      visibility={visibility}
      onChange={choose}
      path={list.path}
      input={list.input}
      name={name}
    />
  );
  return (
    <div ref={container}>
      {filters && (
        <div className={classes.bar}>
          {filters}
          <div className={classes.tools}>{tools}</div>
        </div>
      )}
      <div className={classes.scroll} data-stale={list.isStale || undefined}>
        {content()}
      </div>
      {list.rows.length > 0 && !list.error && <Foot list={list} tools={!filters && tools} />}
    </div>
  );
};
