import type { GetSession } from '@isp/server/contract/aaa';
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Reply } from '../api/contract.ts';
import { Bytes } from '../kit/Bytes.tsx';
import { CopyText } from '../kit/CopyText.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { durationText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { useNow } from '../kit/Now.tsx';
import { Panel } from '../kit/Panel.tsx';
import { Rate } from '../kit/Rate.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { CLOSED_BY, terminateText } from './radius-words.ts';

type Session = Reply<typeof GetSession>['session'];

interface SessionProps {
  readonly session: Session;
}

const SECOND_MS = 1000;

/** What a session has carried so far, and how long it lasts. */
export const SessionFigures = ({ session }: SessionProps) => {
  const now = useNow();
  const end = session.stopped_at === null ? now() : Date.parse(session.stopped_at);
  const seconds = Math.max(session.session_s, (end - Date.parse(session.started_at)) / SECOND_MS);
  return (
    <Figures>
      <Figure label="Downloaded" value={<Bytes octets={session.output_octets} />} />
      <Figure label="Uploaded" value={<Bytes octets={session.input_octets} />} />
      <Figure label={session.stopped_at ? 'Lasted' : 'Online for'} value={durationText(seconds)} />
      <Figure label="Last heard of" value={<Instant at={session.heard_at} />} />
    </Figures>
  );
};

const copied = (text: string | null, label: string): ReactNode => text && <CopyText text={text} label={label} />;

/** An address, and the way to everybody who had it. */
const held = (text: string | null, label: string): ReactNode =>
  text && (
    <Stack gap={0} align="flex-start">
      <CopyText text={text} label={label} />
      <TextLink to="/address-uses" search={{ address: text }} size="xs">
        Who had it
      </TextLink>
    </Stack>
  );

const endText = (session: Session): string | null => {
  if (session.closed_by === null) return null;
  const cause = session.terminate_cause === null ? '' : `: ${terminateText(session.terminate_cause)}`;
  return `${CLOSED_BY[session.closed_by]}${cause}`;
};

const told = (session: Session): ReactNode =>
  session.told_mode === null ? (
    'nobody knows'
  ) : (
    <Stack gap={2} align="flex-start">
      <StateBadge state={session.told_mode === 'gone' ? 'closed' : session.told_mode} />
      {session.told_mode !== 'gone' && (
        <Rate down_kbps={session.told_rate_down_kbps} up_kbps={session.told_rate_up_kbps} />
      )}
    </Stack>
  );

/** Whose session it is, where it comes in, and what its NAS was told. `account` is a link to the account. */
export const SessionFacts = ({ session, account }: SessionProps & { readonly account: ReactNode }) => (
  <Panel title="Session">
    <KeyValues
      items={[
        ['Account', account],
        ['Username', copied(session.username, 'username')],
        ['Address', held(session.framed_ip, 'address')],
        ['IPv6 prefix', held(session.framed_ipv6_prefix, 'IPv6 prefix')],
        ['Delegated prefix', held(session.delegated_ipv6_prefix, 'delegated prefix')],
        ['Station (MAC)', copied(session.calling_station_id, 'station')],
        ['Called', session.called_station_id],
        ['NAS', `${session.nas_name} (${session.client})`],
        ['Port', session.nas_port_id],
        ['Session id', copied(session.acct_session_id, 'session id')],
        ['Started', <Instant key="started" at={session.started_at} as="full" />],
        ...(session.stopped_at
          ? ([
              ['Ended', <Instant key="ended" at={session.stopped_at} as="full" />],
              ['How', endText(session)],
            ] as const)
          : []),
        ['The NAS was told', told(session)],
      ]}
    />
  </Panel>
);
