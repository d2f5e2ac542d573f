import type { ListLineSessions } from '@isp/server/contract/views';
import { Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Row } from '../api/contract.ts';
import { useList } from '../api/query.ts';
import { ErrorNote } from '../kit/ErrorNote.tsx';
import { countText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import classes from './LineSources.module.css';
import { type Sources, sessionsText } from './usage-words.ts';

type Session = Row<typeof ListLineSessions>;

const stoppedText = (session: Session) =>
  session.stopped_at ? <Instant at={session.stopped_at} as="full" /> : session.started_at && 'still open';

const SessionRow = ({ session, hasLate }: { readonly session: Session; readonly hasLate: boolean }) => (
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
    {hasLate && (
      <Table.Td ta="right">
        {session.late_octets > 0 && (
          <>
            {countText(session.late_octets)}
            {session.noted_at && (
              <Text size="xs" c="dimmed" className={classes.wide}>
                on <Instant at={session.noted_at} as="full" />
              </Text>
            )}
          </>
        )}
      </Table.Td>
    )}
  </Table.Tr>
);

const SessionTable = ({ rows, hasLate }: { readonly rows: readonly Session[]; readonly hasLate: boolean }) => (
  <div className={classes.scroll}>
    <Table fz="xs" verticalSpacing={4} aria-label="Sessions this line was rated from">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Started</Table.Th>
          <Table.Th className={classes.wide}>Stopped</Table.Th>
          <Table.Th className={classes.wide}>NAS</Table.Th>
          <Table.Th ta="right">Octets in the period</Table.Th>
          {hasLate && <Table.Th ta="right">Came late</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((session) => (
          <SessionRow key={session.id} session={session} hasLate={hasLate} />
        ))}
      </Table.Tbody>
    </Table>
  </div>
);

interface LineSessionsProps {
  readonly invoiceId: string;
  readonly lineNo: number;
  readonly sources: Sources;
}

/** The sessions of a usage line's period, page by page; those whose records came late, when that is asked. */
export const LineSessions = ({ invoiceId, lineNo, sources }: LineSessionsProps) => {
  const [late, setLate] = useState(false);
  const hasLate = sources.late.sessions > 0;
  const list = useList<typeof ListLineSessions>('/invoices/:invoice_id/lines/:line_no/sessions', {
    invoice_id: invoiceId,
    line_no: lineNo,
    ...(late ? { late: 'true' } : {}),
  });
  if (list.error && list.rows.length === 0) return <ErrorNote error={list.error} retry={list.retry} />;
  return (
    <>
      <Group gap="sm" mt="xs">
        <Text size="xs" c="dimmed" role="status">
          {list.hasMore && !late
            ? `First ${countText(list.rows.length)} of ${sessionsText(sources.now.sessions)}`
            : sessionsText(list.rows.length)}
        </Text>
        {hasLate && <ToggleFilter label="Only what came late" isOn={late} onChange={setLate} />}
      </Group>
      {list.rows.length > 0 && <SessionTable rows={list.rows} hasLate={hasLate} />}
      {list.hasMore && (
        <Button mt="xs" variant="default" size="xs" loading={list.isLoadingMore} onClick={list.loadMore}>
          Load more
        </Button>
      )}
    </>
  );
};
