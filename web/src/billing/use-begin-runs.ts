import type { BeginBillRuns } from '@isp/server/contract/flows';
import { useNavigate } from '@tanstack/react-router';
import { useCommand } from '../api/command.ts';
import { notifyDone, notifyProblem } from '../kit/notify.ts';

/** Begins bill runs and goes to where they are seen at work: the run's page, or the list when there are several. */
export const useBeginRuns = (onBegun: () => void = () => {}) => {
  const navigate = useNavigate();
  return useCommand<typeof BeginBillRuns>('POST', '/bill-runs/begin', {
    onDone: ({ runs }) => {
      const [first, second] = runs;
      onBegun();
      if (first === undefined) notifyDone('Nothing is due by that day: there is nothing to make.');
      else void navigate({ to: second === undefined ? `/bill-runs/${first.id}` : '/bill-runs' });
    },
    onProblem: notifyProblem,
  });
};
