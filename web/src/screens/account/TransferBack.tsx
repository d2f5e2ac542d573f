import type { TakeTransferBack } from '@isp/server/contract/flows';
import type { ListTransfers } from '@isp/server/contract/views';
import { useCommand } from '../../api/command.ts';
import type { Row } from '../../api/contract.ts';
import { useMe } from '../../api/me.ts';
import { ConfirmButton } from '../../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../../kit/notify.ts';

export type TransferRow = Row<typeof ListTransfers>;

/** Takes a planned transfer back; of one that is not planned, and for whoever may not, there is no button. */
export const TransferBack = ({ transfer }: { readonly transfer: TransferRow }) => {
  const { may } = useMe();
  const { send, isSending } = useCommand<typeof TakeTransferBack>('POST', '/transfers/:id/take-back', {
    onDone: () => notifyDone(`${transfer.plan_name} stays with ${transfer.account_name}.`),
    onProblem: notifyProblem,
  });
  if (transfer.state !== 'planned' || !may('subscriptions.write')) return null;
  return (
    <ConfirmButton
      size="compact-xs"
      isSending={isSending}
      question={`Keep ${transfer.plan_name} with ${transfer.account_name}?`}
      consequence={`It does not go to ${transfer.to_account_name}.`}
      confirm="Take the transfer back"
      onConfirm={() => send({ id: transfer.id })}
    >
      Take back
    </ConfirmButton>
  );
};
