import type { ImportNas } from '@isp/server/contract/aaa';
import { Button, FileButton, Group, Stack, Table, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/command.ts';
import type { Reply } from '../api/contract.ts';
import { saveText } from '../api/download.ts';
import { CodeBlock } from '../kit/CodeBlock.tsx';
import { FormProblem } from '../kit/FormProblem.tsx';
import { Note } from '../kit/Note.tsx';
import { notifyDone } from '../kit/notify.ts';
import { SideDrawer } from '../kit/SideDrawer.tsx';

type Imported = Reply<typeof ImportNas>;

const EXAMPLE = `name,address,secret,vendor,coa_port,tags
bng-north-1,192.0.2.10,,mikrotik,3799,north fibre
bng-south-1,192.0.2.20,a secret you have,cisco,1700,south`;

const Problems = ({ problems }: Pick<Imported, 'problems'>) => (
  <Table aria-label="What is wrong, by line">
    <Table.Thead>
      <Table.Tr>
        <Table.Th>Line</Table.Th>
        <Table.Th>Column</Table.Th>
        <Table.Th>What is wrong</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {problems.map(({ line, column, message }) => (
        <Table.Tr key={`${line} ${column} ${message}`}>
          <Table.Td>{line}</Table.Td>
          <Table.Td>{column ?? '–'}</Table.Td>
          <Table.Td>{message}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
);

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const secretsCsv = (generated: Imported['generated']): string =>
  ['name,address,secret', ...generated.map((one) => [one.name, one.address, one.secret].map(cell).join(','))].join(
    '\r\n',
  );

const Outcome = ({ reply }: { readonly reply: Imported }) => {
  if (reply.problems.length > 0)
    return (
      <>
        <Note tone="bad" isAlert>
          {reply.problems.length === 1 ? 'One thing is' : `${reply.problems.length} things are`} wrong. Nothing was
          added.
        </Note>
        <Problems problems={reply.problems} />
      </>
    );
  return (
    <Note tone="good">
      {reply.added === 0
        ? `All ${reply.rows} lines are right. Nothing was added yet.`
        : `${reply.added} NASes are added.`}
    </Note>
  );
};

const Explained = () => (
  <>
    <Text size="sm">
      A header line, then a line each. Columns <b>name</b> and <b>address</b>; if wanted secret, vendor, coa_port,
      message_authenticator, radsec_identity, and tags with spaces between. Where no secret is given a strong one is
      made; those are saved as a file, this once.
    </Text>
    <CodeBlock label="An example" text={EXAMPLE} />
  </>
);

const FileChoice = ({ onChoose }: { readonly onChoose: (file: File | null) => void }) => (
  <Group>
    <FileButton accept=".csv,text/csv" onChange={onChoose}>
      {(props) => (
        <Button variant="default" {...props}>
          Choose a file
        </Button>
      )}
    </FileButton>
  </Group>
);

/** Adds NASes from a CSV file: looked at first, then all or none. */
export const NasImport = ({ onClose }: { readonly onClose: () => void }) => {
  const [csv, setCsv] = useState('');
  const command = useCommand<typeof ImportNas>('POST', '/nas/import', {
    onDone: ({ added, generated }) => {
      if (added > 0) notifyDone(`${added} NASes are added.`);
      if (generated.length > 0) saveText('nas-secrets.csv', secretsCsv(generated));
    },
  });
  const read = async (file: File | null) => {
    if (file) setCsv(await file.text());
    command.reset();
  };
  return (
    <SideDrawer title="Add NASes from a CSV file" onClose={onClose} width={640}>
      <Stack gap="sm">
        <Explained />
        <FileChoice onChoose={(file) => void read(file)} />
        <Textarea
          label="Its text"
          classNames={{ input: 'mono' }}
          autosize
          minRows={5}
          maxRows={14}
          spellCheck={false}
          value={csv}
          onChange={(event) => {
            setCsv(event.currentTarget.value);
            command.reset();
          }}
        />
        <FormProblem problem={command.problem} fields={[]} />
        {command.reply && <Outcome reply={command.reply} />}
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={csv === ''}
            loading={command.isSending}
            onClick={() => command.send({ csv, dry_run: true })}
          >
            Look at it first
          </Button>
          <Button
            disabled={csv === '' || (command.reply?.added ?? 0) > 0}
            loading={command.isSending}
            onClick={() => command.send({ csv, dry_run: false })}
          >
            Add them
          </Button>
        </Group>
      </Stack>
    </SideDrawer>
  );
};
