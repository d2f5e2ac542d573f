import type { TrialBalance } from '@isp/server/contract/billing';
import { Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { downloadFile } from '../api/download.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { useGet } from '../api/query.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { FormProblem } from '../kit/FormProblem.tsx';
import { useToday } from '../kit/Now.tsx';
import { SideDrawer } from '../kit/SideDrawer.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { currenciesOf, JOURNAL_FORMATS, type JournalFormat, journalFile } from './chart-form.ts';
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
  const { data } = useGet<typeof TrialBalance>('/trial-balance', {});
  const currencies = currenciesOf(entity, data?.rows ?? []);
  const [currency, setCurrency] = useState(entity.currency);
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
      { id: entity.id, from: first, to: last, by, currency },
      journalFile(format, entity.code, currency, first, last),
    )
      .then(onClose)
      .catch((error: unknown) => setProblem(asProblem(error)))
      .finally(() => setSaving(false));
  };
  return {
    currencies,
    currency,
    setCurrency,
    format,
    setFormat,
    from,
    setFrom,
    to,
    setTo,
    by,
    setBy,
    isSaving,
    problem,
    save,
  };
};

interface ExplanationProps {
  readonly entity: LegalEntity;
  readonly format: JournalFormat;
  readonly by: string;
}

const Explanation = ({ entity, format, by }: ExplanationProps) => (
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
);

/** Saves the journal of some days as a file for the accountant. */
export const JournalExport = (props: JournalExportProps) => {
  const { format, currency, from, to, by, ...asked } = useExport(props);
  const { entity, onClose } = props;
  return (
    <SideDrawer title="Export the journal" onClose={onClose}>
      <Stack gap="md">
        <FormProblem problem={asked.problem} fields={[]} />
        <Select
          label="For"
          data={[...JOURNAL_FORMATS]}
          allowDeselect={false}
          value={format}
          onChange={(next) => asked.setFormat(formatOf(next))}
        />
        {asked.currencies.length > 1 && (
          <Select
            label="Currency"
            description="A file is of one currency."
            data={asked.currencies}
            allowDeselect={false}
            value={currency}
            onChange={(next) => asked.setCurrency(next ?? entity.currency)}
          />
        )}
        <Group grow align="flex-start">
          <DayInput label="From" value={from} onChange={asked.setFrom} />
          <DayInput label="Up to and with" value={to} onChange={asked.setTo} />
        </Group>
        <SegmentedControl aria-label="One entry for" data={BY} value={by} onChange={asked.setBy} />
        <Explanation {...{ entity, format, by }} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            loading={asked.isSaving}
            disabled={from === null || to === null}
            onClick={() => from !== null && to !== null && asked.save(from, to)}
          >
            Save the file
          </Button>
        </Group>
      </Stack>
    </SideDrawer>
  );
};
