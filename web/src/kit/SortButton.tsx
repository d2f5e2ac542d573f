import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import classes from './SortButton.module.css';

/** How a table is sorted by a column. */
export type Direction = 'asc' | 'desc' | false;

const iconOf = (direction: Direction) => {
  if (direction === 'asc') return IconArrowUp;
  return direction === 'desc' ? IconArrowDown : IconArrowsSort;
};

interface SortButtonProps {
  readonly label: string;
  readonly direction: Direction;
  readonly onSort: (event: unknown) => void;
}

/** The header of a column that a table can be sorted by. */
export const SortButton = ({ label, direction, onSort }: SortButtonProps) => {
  const Icon = iconOf(direction);
  return (
    <UnstyledButton className={classes.header} onClick={onSort}>
      {label} <Icon size={13} aria-hidden opacity={direction ? 1 : 0.35} />
    </UnstyledButton>
  );
};
