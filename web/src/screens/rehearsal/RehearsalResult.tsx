import { Button, Stack, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { saveText } from '../../api/download.ts';
import { periodText } from '../../billing/line-words.ts';
import { dayText, fullMonthText, moneyText } from '../../kit/format.ts';
import { Money } from '../../kit/Money.tsx';
import { MoneyBars } from '../../kit/MoneyBars.tsx';
import { Note } from '../../kit/Note.tsx';
import { Panel } from '../../kit/Panel.tsx';
import classes from './Rehearsal.module.css';
import type { Act, Rehearsed } from './rehearsal-form.ts';
import { csvOf, type Document, type Entry, happeningText, type Names, type Span, spansOf } from './rehearsal-words.ts';

interface ResultProps {
  readonly rehearsed: Rehearsed;
  /** What was to be done. */
  readonly acts: readonly Act[];
  readonly names: Names;
}

const SERIES = [
  { field: 'invoiced_minor', label: 'Invoiced' },
  { field: 'paid_minor', label: 'Paid' },
  { field: 'open_minor', label: 'Open at the end' },
];

const Years = ({ years, currency }: Pick<Rehearsed, 'years' | 'currency'>) => (
  <Table.ScrollContainer minWidth={300}>
    <Table aria-label="By year" horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Year</Table.Th>
          <Table.Th ta="right">Net</Table.Th>
          <Table.Th ta="right">Tax</Table.Th>
          <Table.Th ta="right">Total</Table.Th>
          <Table.Th ta="right">Paid</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {years.map(({ year, net_minor, tax_minor, gross_minor, paid_minor }) => (
          <Table.Tr key={year}>
            <Table.Th scope="row">{year}</Table.Th>
            {Object.entries({ net_minor, tax_minor, gross_minor, paid_minor }).map(([field, minor]) => (
              <Table.Td key={field} ta="right">
                <Money minor={minor} currency={currency} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

const Lines = ({ document, currency }: { readonly document: Document; readonly currency: string }) => (
  <ul className={classes.lines}>
    {document.lines.map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line of a document is known by its place
      <li key={index}>
        <span>
          {line.description}
          <span className={classes.period}>
            {[periodText(line), line.days !== null && line.days !== line.of_days ? `${line.days}/${line.of_days}` : '']
              .filter(Boolean)
              .join(', ')}
            {line.discount_minor > 0 && ` after ${moneyText(line.discount_minor, currency)} of discount`}
          </span>
        </span>
        <Money minor={line.net_minor} currency={currency} />
      </li>
    ))}
    <li className={classes.tax}>
      <span>Tax</span>
      <Money minor={document.tax_minor} currency={currency} />
    </li>
  </ul>
);

const DocumentEntry = ({ document, currency }: { readonly document: Document; readonly currency: string }) => {
  const [isOpen, setOpen] = useState(false);
  const { kind, gross_minor, due_on, open_minor } = document;
  const word = kind === 'invoice' ? 'Invoice' : 'Credit note';
  return (
    <>
      <Button variant="subtle" size="compact-sm" ml={-7} aria-expanded={isOpen} onClick={() => setOpen((was) => !was)}>
        {word}, {moneyText(gross_minor, currency)}
      </Button>
      <Text span size="xs" c="dimmed">
        {due_on && `due ${dayText(due_on)}`}
        {open_minor > 0 && `; ${moneyText(open_minor, currency)} still open at the end`}
      </Text>
      {isOpen && <Lines document={document} currency={currency} />}
    </>
  );
};

const Row = ({ entry, acts, names }: { readonly entry: Entry } & Omit<ResultProps, 'rehearsed'>) => (
  <li className={classes.entry}>
    <span className={classes.day}>{dayText(entry.on)}</span>
    <div>
      {entry.of === 'document' ? (
        <DocumentEntry document={entry.document} currency={names.currency} />
      ) : (
        <Text size="sm" c={entry.happening.kind === 'act' ? undefined : 'dimmed'}>
          {happeningText(entry.happening, acts, names)}
        </Text>
      )}
    </div>
  </li>
);

const spanText = ({ first, last }: Span): string =>
  first === last ? fullMonthText(first.month) : `${fullMonthText(first.month)} – ${fullMonthText(last.month)}`;

const Months = ({ span, acts, names }: Omit<ResultProps, 'rehearsed'> & { readonly span: Span }) => {
  const { open_minor, credit_minor } = span.last;
  const left = credit_minor > 0 ? `, ${moneyText(credit_minor, names.currency)} of credit` : '';
  return (
    <section aria-label={spanText(span)}>
      <div className={classes.month}>
        <Text component="h3" fw={600} size="sm" m={0}>
          {spanText(span)}
        </Text>
        <Text size="xs" c="dimmed">
          {moneyText(open_minor, names.currency)} open{left}
        </Text>
      </div>
      {span.entries.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing happens.
        </Text>
      ) : (
        <ol className={classes.entries}>
          {span.entries.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the entries of a rehearsal do not change
            <Row key={index} entry={entry} acts={acts} names={names} />
          ))}
        </ol>
      )}
    </section>
  );
};

const Notes = ({ rehearsed }: Pick<ResultProps, 'rehearsed'>) => {
  const { from_on, to_on, held, stopped } = rehearsed;
  return (
    <>
      <Note tone="good" title="Thrown away: nothing was changed">
        A copy of the account lived from {dayText(from_on)} up to {dayText(to_on)}. No invoice, no number, no message
        came of it.
      </Note>
      {held && (
        <Note tone="warn">Its bills are held since {dayText(held.as_of)}. Here they were made as if released.</Note>
      )}
      {stopped && (
        <Note tone="bad" title={`It broke off on ${dayText(stopped.on)}`}>
          {stopped.why}
        </Note>
      )}
    </>
  );
};

/** What came of a rehearsal: amounts by month and year, and all that happened, documents with their lines. */
export const RehearsalResult = ({ rehearsed, acts, names }: ResultProps) => {
  const { currency } = names;
  const save = (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={16} />}
      onClick={() => saveText('rehearsal.csv', csvOf(rehearsed))}
    >
      Save documents as CSV
    </Button>
  );
  return (
    <Stack gap="md">
      <Notes rehearsed={rehearsed} />
      <Panel title="By month">
        <MoneyBars months={rehearsed.months} series={SERIES} currency={currency} />
      </Panel>
      <Panel title="By year">
        <Years years={rehearsed.years} currency={currency} />
        <Text size="xs" c="dimmed" mt="xs">
          Net, tax and total are invoices less credit notes.
        </Text>
      </Panel>
      <Panel title="What happens" actions={rehearsed.documents.length > 0 && save}>
        <Stack gap="md">
          {spansOf(rehearsed, acts).map((span) => (
            <Months key={span.first.month} span={span} acts={acts} names={names} />
          ))}
        </Stack>
      </Panel>
    </Stack>
  );
};
