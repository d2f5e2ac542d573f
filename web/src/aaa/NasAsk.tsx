import type { AskNas, GetNasHealth } from '@isp/server/contract/aaa';
import { Button, Text } from '@mantine/core';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { Instant } from '../kit/Instant.tsx';
import { Note } from '../kit/Note.tsx';
import { notifyProblem } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { answerText } from './nas-words.ts';

type Asked = Reply<typeof GetNasHealth>['asked'];

const TONES = { ack: 'good', nak: 'good', timeout: 'bad' } as const;

const Answer = ({ asked }: { readonly asked: NonNullable<Asked> }) => (
  <Note tone={asked.outcome === null ? 'info' : TONES[asked.outcome]}>
    <div role="status">{answerText(asked)}</div>
    <Text size="xs" c="dimmed">
      {asked.address}, <Instant at={asked.at} />
      {asked.took_ms !== null && `, answered after ${asked.took_ms} ms`}
    </Text>
  </Note>
);

/** Asks a NAS by a CoA that names no session, and says what its answer means. */
export const NasAsk = ({
  nas,
  asked,
}: {
  readonly nas: { readonly id: string; readonly name: string };
  readonly asked: Asked;
}) => {
  const { may } = useMe();
  useLiveRefresh(['aaa.nas'], ['/nas/:id/health']);
  const ask = useCommand<typeof AskNas>('POST', '/nas/:id/ask', { onProblem: notifyProblem });
  const isWaiting = asked !== null && asked.outcome === null;
  return (
    <Panel
      title="Is it reached?"
      actions={
        may('aaa.write') && (
          <Button
            size="xs"
            variant="default"
            loading={ask.isSending || isWaiting}
            onClick={() => ask.send({ id: nas.id })}
          >
            Ask it
          </Button>
        )
      }
    >
      {asked === null ? (
        <Text size="sm" c="dimmed">
          It is asked by a CoA that names no session. Any answer shows that it is reached and that the secret is right;
          nothing is changed.
        </Text>
      ) : (
        <Answer asked={asked} />
      )}
    </Panel>
  );
};
