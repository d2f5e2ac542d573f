import type { ListBillRuns } from '@isp/server/contract/billing';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { countText, dayText } from '../kit/format.ts';

interface BillRunFilterProps {
  readonly value: string | undefined;
  readonly onChange: (bill_run_id: string | undefined) => void;
}

/** Narrows a list to what one bill run made. */
export const BillRunFilter = ({ value, onChange }: BillRunFilterProps) => {
  const runs = useList<typeof ListBillRuns>('/bill-runs', { limit: 100 });
  const choices = runs.rows
    .filter((run) => run.invoices > 0 || run.id === value)
    .map((run) => ({ value: run.id, label: `${dayText(run.as_of)}, ${run.zone}: ${countText(run.invoices)}` }));
  return <ChoiceFilter label="Bill run" value={value} choices={choices} onChange={onChange} />;
};
