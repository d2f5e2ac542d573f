import type { ReleaseHolds } from '@isp/server/contract/billing';
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Input } from '../api/contract.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { countText } from '../kit/format.ts';
import { notifyDone } from '../kit/notify.ts';

/** Which bills, in words and as the command knows them. */
export interface ToRelease {
  /** “these 4 bills”. */
  readonly title: string;
  readonly wanted: Pick<Input<typeof ReleaseHolds>, 'ids' | 'class'>;
}

interface BillHoldReleaseProps {
  readonly of: ToRelease;
  readonly onClose: () => void;
}

/** Releases held bills, with a note why. Mount it only while it is opened. */
export const BillHoldRelease = ({ of, onClose }: BillHoldReleaseProps) => {
  const [note, setNote] = useState('');
  const command = useCommand<typeof ReleaseHolds>('POST', '/bill-holds/release', {
    onDone: ({ released }) => {
      notifyDone(`${countText(released)} released: the next run makes ${released === 1 ? 'it' : 'them'}.`);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Release ${of.title}?`}>
      <Stack gap="md">
        <FormProblem problem={command.problem} fields={[]} />
        <Text size="sm">
          The next run makes what is released. At the amount that was held it is let through; at another one it may be
          held again.
        </Text>
        <TextInput
          label="Note"
          description="Why it is right, for whoever looks later"
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep held
          </Button>
          <Button
            loading={command.isSending}
            onClick={() => command.send({ ...of.wanted, ...(note.trim() ? { note: note.trim() } : {}) })}
          >
            Release
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};
