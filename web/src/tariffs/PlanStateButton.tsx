import type { UpdatePlan } from '@isp/server/contract/tariffs';
import { useCommand } from '../api/command.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';

interface PlanStateButtonProps {
  readonly plan: { readonly id: string; readonly name: string; readonly state: 'active' | 'retired' };
}

/** Takes a plan off sale, or brings it back. */
export const PlanStateButton = ({ plan }: PlanStateButtonProps) => {
  const change = useCommand<typeof UpdatePlan>('PATCH', '/plans/:id', {
    onDone: (reply) => notifyDone(reply.state === 'retired' ? `${plan.name} is retired.` : `${plan.name} is on sale.`),
    onProblem: notifyProblem,
  });
  const shared = { isSending: change.isSending };
  return plan.state === 'active' ? (
    <ConfirmButton
      {...shared}
      question={`Retire ${plan.name}?`}
      consequence="Nobody can be subscribed to it any more. Subscriptions that have it keep it and are billed as before."
      danger
      onConfirm={() => change.send({ id: plan.id, state: 'retired' })}
    >
      Retire
    </ConfirmButton>
  ) : (
    <ConfirmButton
      {...shared}
      question={`Bring ${plan.name} back?`}
      consequence="It can be sold again, on the terms of its current version."
      onConfirm={() => change.send({ id: plan.id, state: 'active' })}
    >
      Bring back
    </ConfirmButton>
  );
};
