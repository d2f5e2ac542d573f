import type { ChangeNasSecret, FinishNasSecret, GetNasHealth, KeepNasSecret } from '@isp/server/contract/aaa';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Note } from '../kit/Note.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { SecretOnce } from '../kit/SecretOnce.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';

type Change = NonNullable<Reply<typeof GetNasHealth>['secret_change']>;
interface NasProps {
  readonly nas: { readonly id: string; readonly name: string };
}

const IN_USE = {
  current: { label: 'the old one', tone: 'info' },
  next: { label: 'the next one', tone: 'good' },
  both: { label: 'both', tone: 'warn' },
  unknown: { label: 'none was seen yet', tone: 'idle' },
} as const;

const used = (at: string | null) => (at === null ? 'not yet' : <Instant at={at} as="full" />);

const Progress = ({ change }: { readonly change: Change }) => (
  <KeyValues
    items={[
      [
        'In use',
        <StateBadge key="use" state={change.in_use} tone={IN_USE[change.in_use].tone}>
          {IN_USE[change.in_use].label}
        </StateBadge>,
      ],
      ['Begun', <Instant key="begun" at={change.made_at} as="full" />],
      ['Old one last used', used(change.current_used_at)],
      ['Next one last used', used(change.next_used_at)],
      ...(change.next_alone_since ? [['Next one alone since', used(change.next_alone_since)] as const] : []),
    ]}
  />
);

const EndButtons = ({ nas, change }: NasProps & { readonly change: Change }) => {
  const finish = useCommand<typeof FinishNasSecret>('POST', '/nas/:id/next-secret/finish', {
    onDone: () => notifyDone(`Only the next secret of ${nas.name} is believed from now on.`),
    onProblem: notifyProblem,
  });
  const keep = useCommand<typeof KeepNasSecret>('DELETE', '/nas/:id/next-secret', {
    onDone: () => notifyDone(`${nas.name} keeps the secret it has.`),
    onProblem: notifyProblem,
  });
  const isSafe = change.in_use === 'next';
  const isUsed = change.next_used_at !== null;
  return (
    <Group gap="xs">
      <ConfirmButton
        danger={!isSafe}
        question={`Finish the change of ${nas.name}’s secret?`}
        consequence={
          isSafe
            ? 'The old secret is believed no more. Lately only the next one was used.'
            : 'The NAS was not seen to use the next secret alone. Whatever still uses the old one is silent from then on.'
        }
        confirm={isSafe ? 'Finish' : 'Finish anyway'}
        isSending={finish.isSending}
        onConfirm={() => finish.send({ id: nas.id, anyway: !isSafe })}
      >
        Finish now
      </ConfirmButton>
      <ConfirmButton
        variant="subtle"
        color="gray"
        danger={isUsed}
        question={`Give the change of ${nas.name}’s secret up?`}
        consequence={
          isUsed
            ? 'The NAS uses the next secret. When that is forgotten it is silent until the old one is back on it.'
            : 'The next secret is forgotten; the one it has stays.'
        }
        confirm={isUsed ? 'Give up anyway' : 'Give up'}
        isSending={keep.isSending}
        onConfirm={() => keep.send({ id: nas.id, anyway: isUsed ? 'true' : 'false' })}
      >
        Give up
      </ConfirmButton>
    </Group>
  );
};

const ending = (change: Change) => {
  if (change.ends_at)
    return (
      <>
        The old secret goes by itself <Instant at={change.ends_at} />, if it is not used until then.
      </>
    );
  return change.in_use === 'next'
    ? 'It is a range: others in it may still use the old one, so finish it yourself.'
    : 'Put the next secret into the NAS. When that was used for half an hour, and the old one not once, the old one goes by itself.';
};

const Begin = ({
  nas,
  onClose,
  onMade,
}: NasProps & { readonly onClose: () => void; readonly onMade: (secret: string) => void }) => {
  const { form, frame } = useCommandForm<typeof ChangeNasSecret, { secret: string }>({
    verb: 'POST',
    path: '/nas/:id/next-secret',
    initial: { secret: '' },
    toInput: ({ secret }) => ({ id: nas.id, ...(secret ? { secret } : {}) }),
    onDone: ({ generated_secret }) => {
      notifyDone('Requests under either secret are believed now.');
      onClose();
      if (generated_secret !== null) onMade(generated_secret);
    },
  });
  return (
    <FormDrawer title={`Next secret of ${nas.name}`} onClose={onClose} {...frame} submit="Begin the change">
      <Text size="sm">
        From now on requests under the old and the next secret are both believed, so that nobody is cut off while you
        change it on the NAS.
      </Text>
      <TextInput
        label="Next secret"
        classNames={{ input: 'mono' }}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        description="Left empty, a strong one is made and shown once"
        {...form.getInputProps('secret')}
      />
    </FormDrawer>
  );
};

/** The secret of a NAS, and its change without an outage. */
export const NasSecret = ({ nas, change }: NasProps & { readonly change: Change | null }) => {
  const { may } = useMe();
  const [isBeginning, setBeginning] = useState(false);
  const [made, setMade] = useState<string>();
  const canWrite = may('aaa.write');
  return (
    <Panel
      title="Shared secret"
      actions={
        canWrite &&
        change === null && (
          <Button size="xs" variant="default" onClick={() => setBeginning(true)}>
            Change it
          </Button>
        )
      }
    >
      {change === null ? (
        <Text size="sm" c="dimmed">
          It is kept sealed. It can be changed without an outage: old and new are both believed for a while.
        </Text>
      ) : (
        <Stack gap="sm">
          <Note tone="info" title="It is being changed">
            {ending(change)}
          </Note>
          <Progress change={change} />
          {canWrite && <EndButtons nas={nas} change={change} />}
        </Stack>
      )}
      {isBeginning && <Begin nas={nas} onClose={() => setBeginning(false)} onMade={setMade} />}
      {made && (
        <SecretOnce
          title={`The next secret of ${nas.name} is made`}
          items={[['Next secret', made]]}
          onClose={() => setMade(undefined)}
        >
          Put it into the NAS as the RADIUS secret for authentication, accounting and CoA.
        </SecretOnce>
      )}
    </Panel>
  );
};
