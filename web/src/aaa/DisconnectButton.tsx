import type { DisconnectSession } from '@isp/server/contract/aaa';
import type { ButtonProps } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';

interface DisconnectButtonProps extends ButtonProps {
  readonly session: {
    readonly id: string;
    readonly username: string;
    readonly nas_name: string;
  };
}

/** Asks the NAS to end a session, for those who may. */
export const DisconnectButton = ({ session, ...button }: DisconnectButtonProps) => {
  const { may } = useMe();
  const disconnect = useCommand<typeof DisconnectSession>('POST', '/sessions/:id/disconnect', {
    onDone: () => notifyDone(`${session.nas_name} is asked to end the session of ${session.username}.`),
    onProblem: notifyProblem,
  });
  if (!may('aaa.disconnect')) return null;
  return (
    <ConfirmButton
      {...button}
      danger
      question={`Disconnect ${session.username}?`}
      consequence={`${session.nas_name} is asked to end the session. Most routers log in again at once, and are answered by what the account deserves then.`}
      isSending={disconnect.isSending}
      onConfirm={() => disconnect.send({ id: session.id })}
    >
      Disconnect
    </ConfirmButton>
  );
};
