import type { ForgetNasRefusals, GetNasHealth, SetNasCapability } from '@isp/server/contract/aaa';
import { Button, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Input, Reply } from '../api/contract.ts';
import { useMe } from '../api/me.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormDrawer } from '../kit/FormDrawer.tsx';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Note } from '../kit/Note.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { SESSION_KEYS, sessionKeyText } from './nas-words.ts';
import { errorCauseText } from './radius-words.ts';

type Capability = Reply<typeof GetNasHealth>['capability'];
type Change = Capability['rate'];
interface CapabilityProps {
  readonly nas: { readonly id: string; readonly name: string };
  readonly capability: Capability;
}

const WHO = { make: 'as its make does', operator: 'set by hand', refused: 'it refused' } as const;

const Ability = ({ change }: { readonly change: Change }) => (
  <>
    <StateBadge state={change.able ? 'active' : 'info'} tone={change.able ? 'good' : 'idle'}>
      {change.able ? 'by CoA' : 'by Disconnect'}
    </StateBadge>
    <Text size="xs" c="dimmed">
      {change.able ? 'the session lives on' : 'it logs in again'}; {WHO[change.because]}
      {change.refused && (
        <>
          : {errorCauseText(change.refused.error_cause)}, {change.refused.times} times, last{' '}
          <Instant at={change.refused.last_at} />
        </>
      )}
    </Text>
  </>
);

type Values = { coa_rate: string; coa_wall: string; session_keys: string[] };

const CHOICES = [
  { value: '', label: 'as its make does' },
  { value: 'yes', label: 'by CoA' },
  { value: 'no', label: 'by Disconnect' },
];
const wordOf = (set: boolean | null): string => (set === null ? '' : set ? 'yes' : 'no');
const setOf = (word: string): boolean | null => (word === '' ? null : word === 'yes');

const CapabilityForm = ({ nas, capability, onClose }: CapabilityProps & { readonly onClose: () => void }) => {
  const isOwn = capability.session_keys_because === 'operator';
  const { form, frame } = useCommandForm<typeof SetNasCapability, Values>({
    verb: 'PUT',
    path: '/nas/:id/capability',
    initial: {
      coa_rate: wordOf(capability.rate.set),
      coa_wall: wordOf(capability.wall.set),
      session_keys: isOwn ? capability.session_keys : [],
    },
    toInput: ({ coa_rate, coa_wall, session_keys }) => ({
      id: nas.id,
      coa_rate: setOf(coa_rate),
      coa_wall: setOf(coa_wall),
      session_keys:
        session_keys.length === 0
          ? null
          : (session_keys as NonNullable<Input<typeof SetNasCapability>['session_keys']>),
    }),
    onDone: () => {
      notifyDone('Saved. It holds from the next CoA on.');
      onClose();
    },
  });
  return (
    <FormDrawer title={`What ${nas.name} can do by CoA`} onClose={onClose} {...frame} submit="Save">
      <Select label="Another speed" data={CHOICES} allowDeselect={false} {...form.getInputProps('coa_rate')} />
      <Select
        label="Into the walled garden and out"
        data={CHOICES}
        allowDeselect={false}
        {...form.getInputProps('coa_wall')}
      />
      <MultiSelect
        label="It finds a session by"
        description="All that are sent must match. Empty: as its make does"
        data={SESSION_KEYS.map((key) => ({ ...key }))}
        clearable
        {...form.getInputProps('session_keys')}
      />
    </FormDrawer>
  );
};

/** What a NAS can be told about a living session, who says so, and how to say otherwise. */
export const NasCapability = ({ nas, capability }: CapabilityProps) => {
  const { may } = useMe();
  const [isEditing, setEditing] = useState(false);
  const forget = useCommand<typeof ForgetNasRefusals>('DELETE', '/nas/:id/refusals', {
    onDone: () => notifyDone(`${nas.name} is asked for it again.`),
    onProblem: notifyProblem,
  });
  const isRefused = capability.rate.refused !== null || capability.wall.refused !== null;
  return (
    <Panel
      title="What it changes in a live session"
      actions={
        may('aaa.write') && (
          <Button size="xs" variant="default" onClick={() => setEditing(true)}>
            Set by hand
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <KeyValues
          items={[
            ['Speed', <Ability key="rate" change={capability.rate} />],
            ['Walled garden', <Ability key="wall" change={capability.wall} />],
            ['Address', 'by Disconnect: no NAS changes it in a live session'],
            ['Finds a session by', capability.session_keys.map(sessionKeyText).join(', ')],
          ]}
        />
        {isRefused && (
          <Note tone="warn" title="It refused a change as unsupported">
            Refused twice, a change is not asked for by CoA any more; the session is cut instead.{' '}
            {may('aaa.write') && (
              <Button
                size="compact-xs"
                variant="default"
                loading={forget.isSending}
                onClick={() => forget.send({ id: nas.id })}
              >
                Forget that
              </Button>
            )}
          </Note>
        )}
      </Stack>
      {isEditing && <CapabilityForm nas={nas} capability={capability} onClose={() => setEditing(false)} />}
    </Panel>
  );
};
