import type { ReactNode } from 'react';
import { TextLink } from './TextLink.tsx';
import type { RowTarget } from './table-column.ts';

interface RowLinkProps {
  readonly target: RowTarget | undefined;
  readonly children: ReactNode;
}

/** The link of a row: what `j`, `k`, Enter and a middle click act on. */
export const RowLink = ({ target, children }: RowLinkProps) =>
  target ? (
    <TextLink to={target.to} {...(target.search ? { search: target.search } : {})} fw={560} c="inherit" data-row-link>
      {children}
    </TextLink>
  ) : (
    children
  );
