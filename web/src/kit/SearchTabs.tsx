import { Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { oneOf, useListSearch } from './list-search.ts';

interface SearchTab {
  readonly value: string;
  readonly label: string;
  readonly content: () => ReactNode;
}

interface SearchTabsProps {
  /** The first one is shown when the address names none. */
  readonly tabs: readonly SearchTab[];
}

/** Parts of a page of which one is shown; which, stands in the page's address. Changing over drops the filters of the part before; on a narrow screen the chosen one comes into view. */
export const SearchTabs = ({ tabs }: SearchTabsProps) => {
  const { search, set } = useListSearch();
  const first = tabs[0]?.value;
  const chosen = oneOf(
    search.tab,
    tabs.map((tab) => tab.value),
  );
  const shown = chosen ?? first ?? '';
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-tab="${shown}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  const forget = Object.fromEntries(Object.keys(search).map((name) => [name, undefined]));
  const change = (next: string | null) => set({ ...forget, tab: next === first ? undefined : (next ?? undefined) });
  return (
    <Tabs value={shown} onChange={change}>
      <Tabs.List ref={list} mb="md" style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
        {tabs.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value} data-tab={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={shown}>{tabs.find((tab) => tab.value === shown)?.content()}</Tabs.Panel>
    </Tabs>
  );
};
