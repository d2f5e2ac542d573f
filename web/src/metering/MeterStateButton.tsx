import type { UpdateMeter } from '@isp/server/contract/metering';
import { useCommand } from '../api/command.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import type { Meter } from './meter-words.ts';

/** Retires a meter, or brings it back. */
export const MeterStateButton = ({ meter }: { readonly meter: Meter }) => {
  const { id, name, state } = meter;
  const change = useCommand<typeof UpdateMeter>('PATCH', '/meters/:id', {
    onDone: (reply) => notifyDone(`${name} is ${reply.state === 'retired' ? 'retired' : 'back'}.`),
    onProblem: notifyProblem,
  });
  const isActive = state === 'active';
  return (
    <ConfirmButton
      key={state}
      isSending={change.isSending}
      question={isActive ? `Retire ${name}?` : `Bring ${name} back?`}
      consequence={
        isActive
          ? 'It is put into no plan any more. Plans that charge by it go on, and so do its records.'
          : 'Plans can charge by it again.'
      }
      danger={isActive}
      onConfirm={() => change.send({ id, state: isActive ? 'retired' : 'active' })}
    >
      {isActive ? 'Retire' : 'Bring back'}
    </ConfirmButton>
  );
};
