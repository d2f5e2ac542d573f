import type { GetBulkDisconnect } from '@isp/server/contract/aaa';
import type { DisconnectOnline } from '@isp/server/contract/flows';
import { Button, Group, Modal, Progress, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Input } from '../api/contract.ts';
import { useGet } from '../api/query.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { countText } from '../kit/format.ts';
import { Note } from '../kit/Note.tsx';

type Wanted = Omit<Input<typeof DisconnectOnline>, 'at_most' | 'reason'>;

const MOST = 20_000;
const LOOK_MS = 1_000;
const MANY = 50;

const Bar = ({ id, onDone }: { readonly id: string; readonly onDone: () => void }) => {
  const [isOver, setOver] = useState(false);
  const progress = useGet<typeof GetBulkDisconnect>('/bulk-disconnects/:id', { id }, isOver ? {} : { every: LOOK_MS });
  const now = progress.data;
  const isDone = now !== undefined && now.waiting === 0;
  useEffect(() => {
    if (!isDone) return;
    setOver(true);
    onDone();
  }, [isDone, onDone]);
  if (!now) return <Text size="sm">It begins …</Text>;
  const share = (n: number) => (n / now.total) * 100;
  return (
    <Stack gap="sm">
      <Progress.Root size="lg" aria-label="How far it is">
        <Progress.Section value={share(now.ended)} color="petrol" />
        <Progress.Section value={share(now.gone)} color="gray" />
        <Progress.Section value={share(now.refused + now.unanswered)} color="red" />
      </Progress.Root>
      <Text size="sm" role="status">
        {countText(now.total - now.waiting)} of {countText(now.total)}: {countText(now.ended)} ended,{' '}
        {countText(now.gone)} had ended already, {countText(now.refused)} refused by their NAS,{' '}
        {countText(now.unanswered)} not answered.
      </Text>
      {isDone && now.refused + now.unanswered > 0 && (
        <Note tone="warn">
          Those refused or not answered are online still. What each NAS said stands on the session’s page.
        </Note>
      )}
    </Stack>
  );
};

interface OnlineBulkProps {
  readonly wanted: Wanted;
  readonly count: number;
  /** What they have in common, in words: “on bng-1”. */
  readonly which: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Ends many sessions at once: says how many first, asks again when they are many, and follows them. */
export const OnlineBulk = ({ wanted, count, which, onClose, onDone }: OnlineBulkProps) => {
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const command = useCommand<typeof DisconnectOnline>('POST', '/online/disconnect');
  const isSure = count <= MANY || typed.trim() === String(count);
  const send = () => command.send({ ...wanted, at_most: count, ...(reason.trim() ? { reason: reason.trim() } : {}) });
  const begun = command.reply;
  return (
    <Modal
      opened
      onClose={onClose}
      title={begun ? 'Sessions are being ended' : `Disconnect ${countText(count)} sessions?`}
      closeOnClickOutside={false}
    >
      <Stack gap="sm">
        {begun ? (
          <Bar id={begun.id} onDone={onDone} />
        ) : (
          <>
            <Text size="sm">
              The NASes are asked to end {countText(count)} sessions ({which}). Most routers log in again at once, and
              are answered by what their account deserves then.
            </Text>
            {count > MOST && <Note tone="bad">At most {countText(MOST)} at once: narrow the list first.</Note>}
            <TextInput
              label="Why"
              description="Stands with each packet"
              placeholder="by hand"
              maxLength={200}
              value={reason}
              onChange={(e) => setReason(e.currentTarget.value)}
            />
            {count > MANY && (
              <TextInput
                label={`Type ${count} to be sure`}
                inputMode="numeric"
                autoComplete="off"
                value={typed}
                onChange={(e) => setTyped(e.currentTarget.value)}
              />
            )}
            <FormProblem problem={command.problem} fields={[]} />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {begun ? 'Close' : 'Keep them'}
          </Button>
          {!begun && (
            <Button color="red" disabled={!isSure || count > MOST} loading={command.isSending} onClick={send}>
              Disconnect {countText(count)}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
};
