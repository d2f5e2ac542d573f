import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { NothingHere } from './NothingHere.tsx';

interface NoMatchProps {
  /** True when filters hide what there may be. */
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  /** What to show when there is nothing at all. */
  readonly children: ReactNode;
}

/** An empty list: either its filters hide everything, which one press undoes, or there is nothing yet. */
export const NoMatch = ({ isFiltered, onClear, children }: NoMatchProps) =>
  isFiltered ? (
    <NothingHere
      title="Nothing matches"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      The filters leave nothing over.
    </NothingHere>
  ) : (
    children
  );
