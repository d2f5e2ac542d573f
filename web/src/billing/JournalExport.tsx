import { Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { downloadFile } from '../api/download.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormProblem } from '../kit/FormProblem.tsx';
import { useToday } from '../kit/Now.tsx';
import { SideDrawer } from '../kit/SideDrawer.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { JOURNAL_FORMATS, type JournalFormat, journalFile } from './chart-form.ts';
import { monthEndBefore, monthSpan } from './ledger-words.ts';
import type { LegalEntity } from './OfEntity.tsx';

interface JournalExportProps {
  readonly entity: LegalEntity;
  readonly onClose: () => void;
}

const BY = [
  { value: 'transaction', label: 'Every transaction' },
  { value: 'day', label: 'A sum a day' },
];

const formatOf = (text: string | null): JournalFormat =>
  JOURNAL_FORMATS.find(({ value }) => value === text)?.value ?? 'csv';

/** What is to be exported, by default all of the month before; and saving it. */
const useExport = ({ entity, onClose }: JournalExportProps) => {
  const month = monthSpan(monthEndBefore(useToday(entity.zone)));
  const [format, setFormat] = useState<JournalFormat>('csv');
  const [from, setFrom] = useState<string | null>(month.from);
  const [to, setTo] = useState<string | null>(month.to);
  const [by, setBy] = useState('transaction');
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const save = (first: string, last: string) => {
    setSaving(true);
    setProblem(undefined);
    downloadFile(
      `/legal-entities/:id/journal/${format}`,
      { id: entity.id, from: first, to: last, by },
      journalFile(format, entity.code, first, last),
    )
      .then(onClose)
      .catch((error: unknown) => setProblem(asProblem(error)))
      .finally(() => setSaving(false));
  };
  return { format, setFormat, from, setFrom, to, setTo, by, setBy, isSaving, problem, save };
};

/** Saves the journal of some days as a file for the accountant. */
export const JournalExport = (props: JournalExportProps) => {
  const { format, setFormat, from, setFrom, to, setTo, by, setBy, isSaving, problem, save } = useExport(props);
  const { entity, onClose } = props;
  return (
    <SideDrawer title="Export the journal" onClose={onClose}>
      <Stack gap="md">
        <FormProblem problem={problem} fields={[]} />
        <Select
          label="For"
          data={[...JOURNAL_FORMATS]}
          allowDeselect={false}
          value={format}
          onChange={(next) => setFormat(formatOf(next))}
        />
        <Group grow align="flex-start">
          <DayInput label="From" value={from} onChange={setFrom} />
          <DayInput label="Up to and with" value={to} onChange={setTo} />
        </Group>
        <SegmentedControl aria-label="One entry for" data={BY} value={by} onChange={setBy} />
        <Text size="sm" c="dimmed">
          {by === 'day'
            ? 'One entry a day, with what each ledger account moved by: short enough for any program.'
            : 'One entry for each invoice, credit note and payment. Many programs take only so many lines at once.'}{' '}
          {format !== 'csv' && (
            <>
              It is written with the{' '}
              <TextLink to="/ledger" search={{ tab: 'chart', legal_entity_id: entity.id }} inherit>
                chart of accounts
              </TextLink>
              .
            </>
          )}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={isSaving}
            disabled={from === null || to === null}
            onClick={() => from !== null && to !== null && save(from, to)}
          >
            Save the file
          </Button>
        </Group>
      </Stack>
    </SideDrawer>
  );
};
