import type { ListMeters } from '@isp/server/contract/metering';
import {
  Progress as Bar,
  Button,
  FileButton,
  Group,
  MultiSelect,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
} from '@mantine/core';
import { useState } from 'react';
import { useList } from '../api/query.ts';
import { CodeBlock } from '../kit/CodeBlock.tsx';
import { FormProblem } from '../kit/FormProblem.tsx';
import { countText } from '../kit/format.ts';
import { Note } from '../kit/Note.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { columnsOf, type Field, guessed } from './usage-file.ts';
import { type Progress, useUsageImport } from './use-usage-import.ts';

const EXAMPLE = `Call-ID,Caller,Start,Seconds,Called
c-10001,+4930123456,2026-11-25 10:15:00,95,+4930654321
c-10002,+4930123456,2026-11-25 11:02:30,12,+4930654321`;

const FIELDS: readonly { readonly field: Field; readonly label: string; readonly about: string }[] = [
  { field: 'subscription', label: 'Whose', about: 'Number, log-in name or id of a subscription' },
  { field: 'external_id', label: 'Record', about: 'What tells it from all others: it is counted once' },
  { field: 'used_at', label: 'When', about: 'A date and time' },
  { field: 'quantity', label: 'How much', about: 'Whole: seconds, messages, bit/s, cents' },
  { field: 'meter', label: 'Meter', about: 'Its code, where the file says it' },
];

type Columns = Readonly<Record<Field, string | null>>;
const ZONES = Intl.supportedValuesOf('timeZone');
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface Chosen {
  readonly name: string;
  readonly text: string;
  readonly columns: readonly string[];
}

interface Settings {
  readonly columns: Columns;
  readonly attributes: readonly string[];
  readonly meter: string | null;
  readonly zone: string;
}

const NO_COLUMNS: Columns = { subscription: null, external_id: null, used_at: null, quantity: null, meter: null };

const isReady = ({ columns, meter }: Settings): boolean =>
  FIELDS.every(({ field }) => columns[field] !== null || (field === 'meter' && meter !== null));

const inputOf = ({ columns, attributes, meter, zone }: Settings) => ({
  columns: {
    subscription: columns.subscription ?? '',
    external_id: columns.external_id ?? '',
    used_at: columns.used_at ?? '',
    quantity: columns.quantity ?? '',
    ...(columns.meter === null ? {} : { meter: columns.meter }),
    attributes: [...attributes],
  },
  ...(meter === null ? {} : { meter }),
  zone,
});

interface MappingProps {
  readonly file: Chosen;
  readonly settings: Settings;
  readonly onChange: (settings: Settings) => void;
}

const Mapping = ({ file, settings, onChange }: MappingProps) => {
  const meters = useList<typeof ListMeters>('/meters', { limit: 500, state: 'active' });
  const { columns, attributes, meter, zone } = settings;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
      {FIELDS.map(({ field, label, about }) => (
        <Select
          key={field}
          label={label}
          description={about}
          required={field !== 'meter'}
          clearable={field === 'meter'}
          placeholder={field === 'meter' ? 'no column' : 'choose its column'}
          data={file.columns}
          value={columns[field]}
          onChange={(column) => onChange({ ...settings, columns: { ...columns, [field]: column } })}
        />
      ))}
      {columns.meter === null && (
        <Select
          label="Meter of all rows"
          description="Where no column says it"
          required
          placeholder="choose a meter"
          data={meters.rows.map(({ code, name }) => ({ value: code, label: name }))}
          value={meter}
          onChange={(code) => onChange({ ...settings, meter: code })}
        />
      )}
      <Select
        label="Time zone"
        description="Of times that name none"
        searchable
        allowDeselect={false}
        data={[...new Set(['UTC', HERE, ...ZONES])]}
        value={zone}
        onChange={(name) => onChange({ ...settings, zone: name ?? 'UTC' })}
      />
      <MultiSelect
        label="Kept with the record"
        description="Shown beside it, never billed by"
        placeholder={attributes.length === 0 ? 'no column' : ''}
        data={file.columns}
        value={[...attributes]}
        onChange={(kept) => onChange({ ...settings, attributes: kept })}
      />
    </SimpleGrid>
  );
};

const rowsText = (n: number): string => (n === 1 ? '1 row' : `${countText(n)} rows`);

const outcomeText = ({ is_dry, recorded, duplicates, refused }: Progress): string => {
  const done = is_dry ? `${rowsText(recorded)} would be recorded` : `${rowsText(recorded)} recorded`;
  const again = duplicates > 0 ? `, ${countText(duplicates)} there already` : '';
  return `${done}${again}${refused > 0 ? `, ${countText(refused)} refused` : ''}.`;
};

const SHOWN = 200;

const Outcome = ({ progress }: { readonly progress: Progress }) => {
  const { rows, all, is_over, problems } = progress;
  return (
    <Stack gap="sm">
      {!is_over && (
        <Bar value={all === 0 ? 100 : (rows / all) * 100} aria-label="How far the file is read" striped animated />
      )}
      <div role="status">
        {is_over ? (
          <Note tone={progress.refused > 0 ? 'warn' : 'good'}>
            {outcomeText(progress)}
            {rows < all && ` ${countText(all - rows)} were not looked at.`}
          </Note>
        ) : (
          <Text size="sm">{`${countText(rows)} of ${rowsText(all)}`}</Text>
        )}
      </div>
      {problems.length > 0 && (
        <Table aria-label="What is wrong, by line">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Line</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.slice(0, SHOWN).map(({ line, message }) => (
              <Table.Tr key={`${line} ${message}`}>
                <Table.Td>{line}</Table.Td>
                <Table.Td>{message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {problems.length > SHOWN && (
        <Text size="sm" c="dimmed">{`The first ${SHOWN} of ${countText(problems.length)}.`}</Text>
      )}
    </Stack>
  );
};

const FileChoice = ({
  file,
  onChoose,
}: {
  readonly file: Chosen | undefined;
  readonly onChoose: (file: File | null) => void;
}) => (
  <Group>
    <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={onChoose}>
      {(props) => (
        <Button variant={file ? 'default' : 'filled'} {...props}>
          {file ? 'Choose another file' : 'Choose a file'}
        </Button>
      )}
    </FileButton>
    {file && <Text size="sm">{file.name}</Text>}
  </Group>
);

const EMPTY: Settings = { columns: NO_COLUMNS, attributes: [], meter: null, zone: HERE };

/** Records the use that a CSV file tells: its columns are named, it is looked at first, and what is wrong is said by line. */
export const UsageImport = () => {
  const [file, setFile] = useState<Chosen>();
  const [settings, setSettings] = useState(EMPTY);
  const { send, reset, progress, problem } = useUsageImport();
  const isBusy = progress !== undefined && !progress.is_over;
  const choose = async (chosen: File | null) => {
    if (!chosen) return;
    const text = await chosen.text();
    const columns = columnsOf(text);
    setFile({ name: chosen.name, text, columns });
    setSettings({ ...settings, columns: guessed(columns), attributes: [] });
    reset();
  };
  const start = (isDry: boolean) => file && void send(file.text, inputOf(settings), isDry);
  return (
    <>
      <PageHeader title="Import use" back={{ to: '/meters', label: 'Meters' }} />
      <Panel>
        <Stack gap="md">
          <Text size="sm">
            A header line, then a line for each record, with commas, semicolons or tabs between. The same file again
            adds nothing: send it whole once more after rows were put right.
          </Text>
          {!file && <CodeBlock label="An example" text={EXAMPLE} />}
          <FileChoice file={file} onChoose={(chosen) => void choose(chosen)} />
          {file && (
            <>
              <Mapping
                file={file}
                settings={settings}
                onChange={(next) => {
                  setSettings(next);
                  reset();
                }}
              />
              <FormProblem problem={problem} fields={[]} />
              {progress && <Outcome progress={progress} />}
              <Group justify="flex-end">
                <Button variant="default" disabled={!isReady(settings)} loading={isBusy} onClick={() => start(true)}>
                  Look at it first
                </Button>
                <Button disabled={!isReady(settings)} loading={isBusy} onClick={() => start(false)}>
                  Record it
                </Button>
              </Group>
            </>
          )}
        </Stack>
      </Panel>
    </>
  );
};
