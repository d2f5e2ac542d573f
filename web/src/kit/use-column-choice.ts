import { useLocalStorage } from '@mantine/hooks';
import type { TableColumn } from './table-column.ts';

/** Which columns of a table are shown, remembered in this browser. */
export const useColumnChoice = <R>(table: string, columns: readonly TableColumn<R>[]) => {
  const [chosen, choose] = useLocalStorage<Record<string, boolean>>({
    key: `isp.columns.${table}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const visibility = Object.fromEntries(columns.map((c, i) => [c.id, i === 0 || (chosen[c.id] ?? !c.optional)]));
  return { visibility, choose };
};
