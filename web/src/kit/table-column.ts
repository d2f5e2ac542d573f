import type { ReactNode } from 'react';

/** A column of a `DataTable`. The first one names the row: it carries the link and heads the card on a phone. */
export interface TableColumn<R> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: R) => ReactNode;
  /** The field the server sorts this list by; without it the column cannot be sorted. */
  readonly sort?: string;
  /** Numbers and amounts stand right. */
  readonly align?: 'right';
  /** Shown only when asked for. */
  readonly optional?: boolean;
  /** On a phone: beside the name, or not at all; else a line of the card. */
  readonly phone?: 'aside' | 'hide';
}

/** Where a row leads. */
export interface RowTarget {
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}
