import type { DisconnectSession } from '@isp/server/contract/aaa';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';

interface DisconnectButtonProps {
  /** Only a sign: in a list. */
  readonly isSmall?: boolean;
  readonly session: {
    readonly id: string;
    readonly username: string;
    readonly nas_name: string;
  };
}

const SMALL = { variant: 'subtle', color: 'red', size: 'compact-sm', px: 6, title: 'Disconnect' } as const;

/** Asks the NAS to end a session, for those who may. */
export const DisconnectButton = ({ session, isSmall = false }: DisconnectButtonProps) => {
  const { may } = useMe();
  const disconnect = useCommand<typeof DisconnectSession>('POST', '/sessions/:id/disconnect', {
    onDone: () => notifyDone(`${session.nas_name} is asked to end the session of ${session.username}.`),
    onProblem: notifyProblem,
  });
  if (!may('aaa.disconnect')) return null;
  return (
    <ConfirmButton
      {...(isSmall ? SMALL : {})}
      aria-label={`Disconnect ${session.username}`}
      confirm="Disconnect"
      danger
      question={`Disconnect ${session.username}?`}
      consequence={`${session.nas_name} is asked to end the session. Most routers log in again at once, and are answered by what the account deserves then.`}
      isSending={disconnect.isSending}
      onConfirm={() => disconnect.send({ id: session.id })}
    >
      {isSmall ? <IconPlugConnectedX size={17} aria-hidden /> : 'Disconnect'}
    </ConfirmButton>
  );
};
