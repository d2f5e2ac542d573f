import { useHotkeys } from '@mantine/hooks';
import { type RefObject, useCallback } from 'react';

const rowLinks = (table: HTMLElement | null): HTMLElement[] => [
  ...(table?.querySelectorAll<HTMLElement>('[data-row-link]') ?? []),
];

/** `j` and `k` walk over the rows of a table by moving the focus from link to link; Enter then opens. */
export const useRowKeys = (table: RefObject<HTMLElement | null>, enabled: boolean): void => {
  const step = useCallback(
    (by: 1 | -1) => {
      const links = rowLinks(table.current);
      const at = links.indexOf(document.activeElement as HTMLElement);
      const next = at < 0 ? (by > 0 ? links[0] : links.at(-1)) : links[at + by];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
    },
    [table],
  );
  useHotkeys(
    enabled
      ? [
          ['j', () => step(1)],
          ['k', () => step(-1)],
        ]
      : [],
  );
};
