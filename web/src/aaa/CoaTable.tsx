import type { GetSession } from '@isp/server/contract/aaa';
import { Stack, Text } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { durationText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import classes from './CoaTable.module.css';
import { CoaText } from './CoaText.tsx';
import { errorCauseText } from './radius-words.ts';

type Packet = Reply<typeof GetSession>['coa'][number];

const SECOND_MS = 1000;

/** How long an answer took: milliseconds while they are few. */
const tookText = (from: string, to: string): string => {
  const ms = Date.parse(to) - Date.parse(from);
  return ms < SECOND_MS ? `${ms} ms` : durationText(ms / SECOND_MS);
};

const Answer = ({ packet }: { readonly packet: Packet }) => (
  <Text size="xs" c="dimmed">
    {packet.answered_at ? `answered after ${tookText(packet.sent_at, packet.answered_at)}` : 'no answer'}
    {packet.attempts > 1 && `, sent ${packet.attempts} times`}
    {packet.error_cause !== null && ` · ${errorCauseText(packet.error_cause)}`}
  </Text>
);

const PacketRow = ({ packet }: { readonly packet: Packet }) => (
  <li className={classes.packet}>
    <div className={classes.what}>
      <CoaText packet={packet} />
      <StateBadge state={packet.outcome} />
    </div>
    <Text size="xs" c="dimmed">
      <Instant at={packet.sent_at} as="full" /> · because: {packet.cause}
    </Text>
    <Answer packet={packet} />
  </li>
);

/** What a session's NAS was sent, and what it answered; the newest first. */
export const CoaTable = ({ packets }: { readonly packets: readonly Packet[] }) =>
  packets.length === 0 ? (
    <NothingHere title="Nothing was sent">
      When what the account deserves changes, the NAS is told by CoA or Disconnect.
    </NothingHere>
  ) : (
    <Stack component="ul" gap={0} className={classes.list}>
      {packets.map((packet) => (
        <PacketRow key={packet.id} packet={packet} />
      ))}
    </Stack>
  );
