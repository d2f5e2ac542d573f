import { Button, Group } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useMe } from '../api/me.ts';
import type { List } from '../api/query.ts';
import { DataTable } from '../kit/DataTable.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import type { TableColumn } from '../kit/table-column.ts';

/** How a button in a row looks. */
export const quiet = { variant: 'subtle', color: 'gray', size: 'compact-xs' } as const;

interface RowActionsProps {
  readonly onEdit: () => void;
  readonly children?: ReactNode;
}

/** What can be done with a row: to edit it, and what else is given. */
export const RowActions = ({ onEdit, children }: RowActionsProps) => (
  <Group gap={4} justify="flex-end" wrap="nowrap">
    <Button {...quiet} onClick={onEdit}>
      Edit
    </Button>
    {children}
  </Group>
);

interface EditableListProps<R> {
  readonly name: string;
  readonly title: string;
  readonly list: List<R>;
  /** Stable (outside the component). */
  readonly columnsWith: (onEdit: (row: R) => void) => readonly TableColumn<R>[];
  readonly filters: ReactNode;
  /** What of the page's address the filters are. */
  readonly filterNames: readonly string[];
  /** On the button that adds one. */
  readonly add: string;
  readonly addForm: (onClose: () => void) => ReactNode;
  readonly editForm: (row: R, onClose: () => void) => ReactNode;
  readonly emptyTitle: string;
  /** What it is there for, while there is none. */
  readonly children: ReactNode;
}

/** A list of settings of AAA, each added and edited by a form of its own. */
export const EditableList = <R extends { readonly id: string }>(props: EditableListProps<R>) => {
  const { name, title, list, columnsWith, filters, filterNames, emptyTitle, children } = props;
  const { search, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const [isAdding, setAdding] = useState(false);
  const [edited, edit] = useState<R>();
  const columns = useMemo(() => columnsWith(edit), [columnsWith]);
  const add = may('aaa.write') && <Button onClick={() => setAdding(true)}>{props.add}</Button>;
  return (
    <Panel padded={false} title={title} actions={add}>
      <DataTable
        name={name}
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        sort={sort}
        onSort={setSort}
        filters={filters}
        empty={
          <NoMatch isFiltered={filterNames.some((one) => search[one])} onClear={() => clear(...filterNames)}>
            <NothingHere title={emptyTitle} action={add}>
              {children}
            </NothingHere>
          </NoMatch>
        }
      />
      {isAdding && props.addForm(() => setAdding(false))}
      {edited && props.editForm(edited, () => edit(undefined))}
    </Panel>
  );
};
