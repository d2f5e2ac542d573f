import type { ListBillRuns } from '@isp/server/contract/billing';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { countText, dayText } from '../kit/format.ts';

interface BillRunFilterProps {
  /** What the list is of. */
  readonly counts?: 'invoices' | 'credit_notes';
  readonly value: string | undefined;
  readonly onChange: (bill_run_id: string | undefined) => void;
}

/** Narrows a list to what one bill run made, for those who may see the runs. */
export const BillRunFilter = ({ counts = 'invoices', value, onChange }: BillRunFilterProps) => {
  const isShown = useMe().may('billing.runs');
  const runs = useList<typeof ListBillRuns>('/bill-runs', { limit: 100, kind: 'run' }, { enabled: isShown });
  if (!isShown) return null;
  const choices = runs.rows
    .filter((run) => run[counts] > 0 || run.id === value)
    .map((run) => ({ value: run.id, label: `${dayText(run.as_of)}, ${run.zone}: ${countText(run[counts])}` }));
  return <ChoiceFilter label="Bill run" value={value} choices={choices} onChange={onChange} />;
};
