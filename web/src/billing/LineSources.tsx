import type { LineSources as LineSourcesContract } from '@isp/server/contract/views';
import { SegmentedControl, Skeleton, Table, Text } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useGet } from '../api/query.ts';
import { Day } from '../kit/Day.tsx';
import { bytesText, countText, moneyText } from '../kit/format.ts';
import { Loaded } from '../kit/Loaded.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { LineSessions } from './LineSessions.tsx';
import classes from './LineSources.module.css';
import { UsageRecount } from './UsageRecount.tsx';
import { arithmeticOf, proofOf, type Sources, sessionsText } from './usage-words.ts';

interface LineSourcesProps {
  readonly invoiceId: string;
  readonly lineNo: number;
}

type OfLine = LineSourcesProps & { readonly sources: Sources };

/** The state whose icon and colour says how the proof came out. */
const ICONS = { good: 'done', bad: 'failed', idle: 'closed' } as const;

const Proof = ({ sources }: { readonly sources: Sources }) => {
  const { word, tone, text } = proofOf(sources);
  return (
    <>
      <div className={classes.proof}>
        <StateBadge state={ICONS[tone]}>{word}</StateBadge>
        <UsageRecount sources={sources} />
      </div>
      <Text size="xs" c="dimmed">
        {text}
      </Text>
      <dl className={classes.sums} aria-label="Check sums">
        <dt>Rated by</dt>
        <dd className={classes.checksum}>{sources.rated.checksum || 'none'}</dd>
        {sources.before && (
          <>
            <dt>Known before</dt>
            <dd className={classes.checksum}>{sources.before.checksum || 'none'}</dd>
          </>
        )}
        {sources.state !== 'kept-no-longer' && (
          <>
            <dt>Now</dt>
            <dd className={classes.checksum}>{sources.now.checksum}</dd>
          </>
        )}
      </dl>
    </>
  );
};

const Arithmetic = ({ sources, invoiceId, lineNo }: OfLine) => {
  const line = sources.lines.find((each) => each.invoice_id === invoiceId && each.line_no === lineNo);
  if (line === undefined) return null;
  return (
    <dl className={classes.steps} aria-label="How the amount came about">
      {arithmeticOf(sources, line).map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
      <dt>By the terms of</dt>
      <dd>
        <TextLink to={`/plans/${sources.plan_id}`} size="xs">
          {sources.plan_name}, version {sources.plan_version}
        </TextLink>
      </dd>
    </dl>
  );
};

const isOf = (line: Sources['lines'][number], { invoiceId, lineNo }: LineSourcesProps): boolean =>
  line.invoice_id === invoiceId && line.line_no === lineNo;

/** The other lines of the period and what was given back of it; nothing when this one is all. */
const Siblings = ({ sources, ...line }: OfLine) => {
  const { lines, credits, currency } = sources;
  if (lines.length + credits.length < 2) return null;
  return (
    <Table fz="xs" verticalSpacing={4} mt="xs" aria-label="All that was billed of this period">
      <Table.Tbody>
        {lines.map((each) => (
          <Table.Tr key={`${each.invoice_id}:${each.line_no}`} aria-current={isOf(each, line) || undefined}>
            <Table.Td>
              {isOf(each, line) ? (
                <strong>This line</strong>
              ) : (
                <TextLink to={`/invoices/${each.invoice_id}`} size="xs">
                  {each.invoice_number}, line {each.line_no}
                </TextLink>
              )}
            </Table.Td>
            <Table.Td>
              <Day day={each.issued_on} />
            </Table.Td>
            <Table.Td className={classes.figure}>{bytesText(each.total.octets)}</Table.Td>
            <Table.Td className={classes.figure}>{moneyText(each.amount_minor, currency)}</Table.Td>
          </Table.Tr>
        ))}
        {credits.map((credit) => (
          <Table.Tr key={credit.credit_note_id}>
            <Table.Td>
              <TextLink to={`/credit-notes/${credit.credit_note_id}`} size="xs">
                {credit.number}
              </TextLink>
            </Table.Td>
            <Table.Td>
              <Day day={credit.issued_on} />
            </Table.Td>
            <Table.Td className={classes.figure}>{bytesText(credit.octets)}</Table.Td>
            <Table.Td className={classes.figure}>{moneyText(-credit.net_minor, currency)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};

const Days = ({ days }: Pick<Sources, 'days'>) => (
  <div className={classes.scroll}>
    <Table fz="xs" verticalSpacing={4} aria-label="Use by day">
      <Table.Tbody>
        {days.map(({ on_day, octets, sessions }) => (
          <Table.Tr key={on_day}>
            <Table.Td>
              <Day day={on_day} />
            </Table.Td>
            <Table.Td className={classes.wide}>{sessionsText(sessions)}</Table.Td>
            <Table.Td ta="right">{countText(octets)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </div>
);

const VIEWS = [
  { value: 'sessions', label: 'Sessions' },
  { value: 'days', label: 'Days' },
];

const Records = (line: OfLine) => {
  const [view, setView] = useState('sessions');
  if (line.sources.days.length === 0) return null;
  return (
    <>
      <SegmentedControl size="xs" mt="sm" data={VIEWS} value={view} onChange={setView} aria-label="Show use by" />
      {view === 'days' ? <Days days={line.sources.days} /> : <LineSessions {...line} />}
    </>
  );
};

/** What a line of use came from: the arithmetic and the terms, the period's other lines, its days and sessions, and whether the records prove it. */
export const LineSources = ({ invoiceId, lineNo }: LineSourcesProps) => {
  const of = { invoice_id: invoiceId, line_no: lineNo };
  const sources = useGet<typeof LineSourcesContract>('/invoices/:invoice_id/lines/:line_no/sources', of);
  return (
    <Loaded of={sources} waiting={<Skeleton h={80} />}>
      {(found) => (
        <div className={classes.box}>
          <Arithmetic sources={found} invoiceId={invoiceId} lineNo={lineNo} />
          <Siblings sources={found} invoiceId={invoiceId} lineNo={lineNo} />
          <Proof sources={found} />
          <Records sources={found} invoiceId={invoiceId} lineNo={lineNo} />
        </div>
      )}
    </Loaded>
  );
};
