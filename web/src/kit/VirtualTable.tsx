import { useMediaQuery } from '@mantine/hooks';
import { memo, type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { RowLink } from './RowLink.tsx';
import { SortButton } from './SortButton.tsx';
import type { RowTarget, TableColumn } from './table-column.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useWindow } from './use-window.ts';
import classes from './VirtualTable.module.css';

/** A column of a table of which only the rows in view are drawn; the first with a header names the row. It has a width of its own, so that nothing moves while one scrolls. */
export interface VirtualColumn<R> extends TableColumn<R> {
  /** Pixels, at the least. */
  readonly width: number;
  /** Instead of the header's text. */
  readonly head?: ReactNode;
}

interface VirtualTableProps<R> {
  readonly label: string;
  readonly rows: readonly R[];
  readonly total: number | undefined;
  /** Stable, as `rowLink` is. */
  readonly columns: readonly VirtualColumn<R>[];
  readonly rowKey: (row: R) => string;
  readonly rowLink: (row: R) => RowTarget;
  /** A row that is over: shown pale. */
  readonly isMuted: (row: R) => boolean;
  /** A row on a phone, of `cardHeight` pixels. */
  readonly card: (row: R) => ReactNode;
  readonly cardHeight: number;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
  readonly isStale: boolean;
  /** The last rows are nearly in view. */
  readonly onEnd: () => void;
  /** Which rows are in view now. */
  readonly onView: (rows: readonly R[]) => void;
}

const ROW_HEIGHT = 49;
const NEAR = 40;

const ARIA = { asc: 'ascending', desc: 'descending' } as const;

type HeadProps<R> = Pick<VirtualTableProps<R>, 'sort' | 'onSort'> & { readonly column: VirtualColumn<R> };

const Head = <R,>({ column, sort, onSort }: HeadProps<R>) => {
  const { sort: field, header, align, head } = column;
  if (field === undefined)
    return (
      <th scope="col" data-align={align}>
        {head ?? header}
      </th>
    );
  const direction = sort === field ? 'asc' : sort === `-${field}` && 'desc';
  return (
    <th scope="col" data-align={align} aria-sort={direction ? ARIA[direction] : 'none'}>
      <SortButton
        label={header}
        direction={direction}
        onSort={() => onSort(direction === 'desc' ? field : `-${field}`)}
      />
    </th>
  );
};

const Gap = ({ height, columns }: { readonly height: number; readonly columns: number }) =>
  height > 0 ? (
    <tr aria-hidden>
      <td className={classes.gap} colSpan={columns} style={{ height }} />
    </tr>
  ) : null;

type PartProps<R> = VirtualTableProps<R> & { readonly from: number; readonly to: number };

interface BodyRowProps<R> {
  readonly row: R;
  readonly index: number;
  readonly columns: readonly VirtualColumn<R>[];
  readonly rowLink: (row: R) => RowTarget;
  readonly isMuted: boolean;
}

const PlainRow = <R,>({ row, index, columns, rowLink, isMuted }: BodyRowProps<R>) => {
  const name = columns.find(({ header }) => header !== '')?.id;
  return (
    <tr data-row aria-rowindex={index} data-muted={isMuted || undefined}>
      {columns.map(({ id, align, cell }) => (
        <td key={id} data-align={align}>
          {id === name ? <RowLink target={rowLink(row)}>{cell(row)}</RowLink> : cell(row)}
        </td>
      ))}
    </tr>
  );
};

/** Drawn anew only when its row is another. */
const BodyRow = memo(PlainRow) as typeof PlainRow;

const Rows = <R,>({ label, rows, total, columns, rowKey, rowLink, isMuted, sort, onSort, from, to }: PartProps<R>) => (
  <table
    className={classes.table}
    aria-label={label}
    aria-rowcount={(total ?? rows.length) + 1}
    style={{ minWidth: columns.reduce((sum, { width }) => sum + width, 0) }}
  >
    <colgroup>
      {columns.map(({ id, width }) => (
        <col key={id} style={{ width }} />
      ))}
    </colgroup>
    <thead>
      <tr>
        {columns.map((column) => (
          <Head key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
    <tbody>
      <Gap height={from * ROW_HEIGHT} columns={columns.length} />
      {rows.slice(from, to).map((row, i) => (
        <BodyRow
          key={rowKey(row)}
          row={row}
          index={from + i + 2}
          columns={columns}
          rowLink={rowLink}
          isMuted={isMuted(row)}
        />
      ))}
      <Gap height={(rows.length - to) * ROW_HEIGHT} columns={columns.length} />
    </tbody>
  </table>
);

const Cards = <R,>({ label, rows, rowKey, isMuted, card, cardHeight, from, to }: PartProps<R>) => (
  <ul
    className={classes.cards}
    aria-label={label}
    style={{ paddingTop: from * cardHeight, paddingBottom: (rows.length - to) * cardHeight }}
  >
    {rows.slice(from, to).map((row) => (
      <li
        key={rowKey(row)}
        className={classes.card}
        style={{ height: cardHeight }}
        data-muted={isMuted(row) || undefined}
      >
        {card(row)}
      </li>
    ))}
  </ul>
);

/** Tells what is in view, and asks for more when the end comes near. */
const useFollow = <R,>({ rows, onEnd, onView }: VirtualTableProps<R>, from: number, to: number): void => {
  useEffect(() => {
    if (to > rows.length - NEAR) onEnd();
  }, [to, rows.length, onEnd]);
  useEffect(() => onView(rows.slice(from, to)), [rows, from, to, onView]);
};

/** A long list in a box of its own, of which only what is in view is drawn: it stays smooth however far one has gone. Cards on a phone. */
export const VirtualTable = <R,>(props: VirtualTableProps<R>) => {
  const isPhone = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  const box: RefObject<HTMLDivElement | null> = useRef(null);
  const [from, to] = useWindow(box, props.rows.length, isPhone ? props.cardHeight : ROW_HEIGHT);
  useRowKeys(box, true);
  useFollow(props, from, to);
  return (
    <div ref={box} className={classes.box} data-stale={props.isStale || undefined}>
      {isPhone ? <Cards {...props} from={from} to={to} /> : <Rows {...props} from={from} to={to} />}
    </div>
  );
};
