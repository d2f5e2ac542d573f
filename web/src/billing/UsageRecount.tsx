import type { RecountUsage } from '@isp/server/contract/flows';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import type { Sources } from './usage-words.ts';

/** Has a billed period whose records changed rated again; nothing for who may not, or where the next run does so anyhow. */
export const UsageRecount = ({ sources }: { readonly sources: Sources }) => {
  const { may } = useMe();
  const recount = useCommand<typeof RecountUsage>('POST', '/subscriptions/:id/recount-usage', {
    onDone: () => notifyDone('The next bill run rates this period again.'),
    onProblem: notifyProblem,
  });
  if (sources.state !== 'differs' || sources.is_pending || !may('billing.issue')) return null;
  return (
    <ConfirmButton
      size="compact-xs"
      question="Rate this period again?"
      consequence="The next bill run rates it by the records as they are then. What is more goes on the next invoice, what is less comes back by a credit note."
      isSending={recount.isSending}
      onConfirm={() => recount.send({ id: sources.subscription_id, from_on: sources.period_from })}
    >
      Rate again
    </ConfirmButton>
  );
};
