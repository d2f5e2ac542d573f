import type { EndSubscription, TakeChangeBack } from '@isp/server/contract/flows';
import { Button, Group, Stack } from '@mantine/core';
import { IconArrowsExchange, IconPlayerPause, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../../api/command.ts';
import { useMe } from '../../api/me.ts';
import { Note } from '../../kit/Note.tsx';
import { notifyDone, notifyProblem } from '../../kit/notify.ts';
import type { Service } from './account-types.ts';
import { pauseAhead, type Standing, type Subscription, standingsOf } from './standing-words.ts';
import { UnpauseForm } from './UnpauseForm.tsx';
import { useAccountToday } from './use-account-today.ts';
import { usePlanNames } from './use-subscription.ts';

interface StandingNotesProps {
  readonly service: Service;
  readonly subscription: Subscription;
}

const LOOKS = {
  pause: { icon: IconPlayerPause, tone: 'info', does: 'End the pause' },
  change: { icon: IconArrowsExchange, tone: 'info', does: 'Take back' },
  end: { icon: IconPlayerStop, tone: 'warn', does: 'Keep it' },
} as const;

const useUndoing = (service: Service) => {
  const back = useCommand<typeof TakeChangeBack>('DELETE', '/subscriptions/:id/changes/:from_on', {
    onDone: () => notifyDone('The change is taken back.'),
    onProblem: notifyProblem,
  });
  const keep = useCommand<typeof EndSubscription>('POST', '/subscriptions/:id/end', {
    onDone: () => notifyDone(`${service.plan_name} goes on.`),
    onProblem: notifyProblem,
  });
  return {
    isSending: back.isSending || keep.isSending,
    takeBack: (from_on: string) => back.send({ id: service.id, from_on }),
    keep: () => keep.send({ id: service.id, on: null }),
  };
};

interface StandingNoteProps {
  readonly standing: Standing;
  /** What the button does; without it there is none. */
  readonly onUndo: (() => void) | undefined;
  readonly isSending: boolean;
}

const StandingNote = ({ standing, onUndo, isSending }: StandingNoteProps) => {
  const { icon: Icon, tone, does } = LOOKS[standing.kind];
  return (
    <Note tone={tone} icon={<Icon size={18} stroke={1.8} />}>
      <Group justify="space-between" gap="xs">
        <span>{standing.text}</span>
        {onUndo && (
          <Button variant="default" size="compact-xs" disabled={isSending} onClick={onUndo}>
            {does}
          </Button>
        )}
      </Group>
    </Note>
  );
};

/** What holds a subscription back or is planned for it: pauses, changes and its end, each with what undoes it. */
export const StandingNotes = ({ service, subscription }: StandingNotesProps) => {
  const { may } = useMe();
  const { account_id } = subscription;
  const today = useAccountToday(account_id);
  const planName = usePlanNames();
  const undo = useUndoing(service);
  const [isUnpausing, setUnpausing] = useState(false);
  const standings = standingsOf(subscription, today, planName);
  const ahead = pauseAhead(subscription, today);
  const undoes = ({ kind, on, price_change_id }: Standing): (() => void) | undefined => {
    if (!may('subscriptions.write') || price_change_id !== undefined) return undefined;
    if (kind === 'pause') return on === ahead?.from_on ? () => setUnpausing(true) : undefined;
    return kind === 'change' ? () => undo.takeBack(on) : undo.keep;
  };
  if (standings.length === 0) return null;
  return (
    <Stack gap="xs">
      {standings.map((standing) => (
        <StandingNote
          key={`${standing.kind}${standing.on}`}
          standing={standing}
          onUndo={undoes(standing)}
          isSending={undo.isSending}
        />
      ))}
      {isUnpausing && ahead && (
        <UnpauseForm service={service} accountId={account_id} pause={ahead} onClose={() => setUnpausing(false)} />
      )}
    </Stack>
  );
};
