import type { LineSources as LineSourcesContract } from '@isp/server/contract/views';
import { Skeleton, Table, Text } from '@mantine/core';
import type { Reply } from '../api/contract.ts';
import { useGet } from '../api/query.ts';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import classes from './LineSources.module.css';

type Sources = Reply<typeof LineSourcesContract>;

const sessionsText = (n: number) => (n === 1 ? '1 session' : `${countText(n)} sessions`);

const KeptNoLonger = ({ sources }: { readonly sources: Sources }) => (
  <div className={classes.proof}>
    <StateBadge state="kept no longer" tone="idle" />
    <Text size="xs" c="dimmed">
      {countText(sources.billed_octets)} octets of {sessionsText(sources.rated_sessions)} were rated. The records were
      deleted for their age; the check sum over them stays: <code className={classes.checksum}>{sources.checksum}</code>
    </Text>
  </div>
);

const Proof = ({ sources }: { readonly sources: Sources }) => (
  <div className={classes.proof}>
    <StateBadge state={sources.proven ? 'proven' : 'failed'} tone={sources.proven ? 'good' : 'bad'}>
      {sources.proven ? 'the sum is right' : 'the sum differs'}
    </StateBadge>
    <Text size="xs" c="dimmed">
      {sessionsText(sources.sessions.length)} {sources.sessions.length === 1 ? 'sums' : 'sum'} to{' '}
      {countText(sources.total_octets)} octets; {countText(sources.billed_octets)} were rated.
    </Text>
  </div>
);

const stoppedText = (session: Sources['sessions'][number]) =>
  session.stopped_at ? <Instant at={session.stopped_at} as="full" /> : session.started_at && 'still open';

const SessionRow = ({ session }: { readonly session: Sources['sessions'][number] }) => (
  <Table.Tr>
    <Table.Td>
      {session.started_at ? (
        <TextLink to={`/sessions/${session.id}`} size="xs">
          <Instant at={session.started_at} as="full" />
        </TextLink>
      ) : (
        'kept no longer'
      )}
    </Table.Td>
    <Table.Td className={classes.wide}>{stoppedText(session)}</Table.Td>
    <Table.Td className={classes.wide}>{session.nas_name}</Table.Td>
    <Table.Td ta="right">{countText(session.octets)}</Table.Td>
  </Table.Tr>
);

const SourceTable = ({ sources }: { readonly sources: Sources }) => (
  <div className={classes.scroll}>
    <Table fz="xs" verticalSpacing={4} aria-label="Sessions this line was rated from">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Started</Table.Th>
          <Table.Th className={classes.wide}>Stopped</Table.Th>
          <Table.Th className={classes.wide}>NAS</Table.Th>
          <Table.Th ta="right">Octets in the period</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sources.sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </Table.Tbody>
      <Table.Tfoot>
        <Table.Tr>
          <Table.Th>Sum</Table.Th>
          <Table.Th className={classes.wide} />
          <Table.Th className={classes.wide} />
          <Table.Th ta="right">{countText(sources.total_octets)}</Table.Th>
        </Table.Tr>
      </Table.Tfoot>
    </Table>
  </div>
);

interface LineSourcesProps {
  readonly invoiceId: string;
  readonly lineNo: number;
}

/** The sessions a line of usage was rated from, and whether they still sum to what was rated. */
export const LineSources = ({ invoiceId, lineNo }: LineSourcesProps) => {
  const sources = useGet<typeof LineSourcesContract>('/invoices/:invoice_id/lines/:line_no/sources', {
    invoice_id: invoiceId,
    line_no: lineNo,
  });
  return (
    <Loaded of={sources} waiting={<Skeleton h={80} />}>
      {(found) => (
        <div className={classes.box}>
          {found.kept ? <Proof sources={found} /> : <KeptNoLonger sources={found} />}
          {found.sessions.length > 0 && <SourceTable sources={found} />}
        </div>
      )}
    </Loaded>
  );
};
