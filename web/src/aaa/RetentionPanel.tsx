import type { GetRetention } from '@isp/server/contract/aaa';
import { Button, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { Bytes } from '../kit/Bytes.tsx';
import { Instant } from '../kit/Instant.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Panel } from '../kit/Panel.tsx';
import { RetentionForm } from './RetentionForm.tsx';
import { keptText, RETENTION_WORDS, type Retention } from './retention-words.ts';
import { SessionMonths } from './SessionMonths.tsx';

const KindRow = ({ item }: { readonly item: Retention }) => {
  const { label, meaning } = RETENTION_WORDS[item.kind];
  return (
    <Table.Tr>
      <Table.Td>
        {label}
        <Text size="xs" c="dimmed">
          {meaning}
        </Text>
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        {keptText(item.kept_days)}
        {item.forgotten_before && (
          <Text size="xs" c="dimmed">
            gone: before <Instant at={item.forgotten_before} as="full" />
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right" style={{ verticalAlign: 'top' }}>
        <Bytes octets={item.octets} />
      </Table.Td>
    </Table.Tr>
  );
};

/** How long use, sessions, log-ins and packets are kept, up to when they are gone, and what is kept takes on disk. */
export const RetentionPanel = () => {
  const { may } = useMe();
  const [opened, setOpened] = useState(false);
  const retention = useGet<typeof GetRetention>('/retention', {});
  return (
    <Loaded of={retention}>
      {({ items, session_months }) => (
        <Stack gap="md" maw={720}>
          <Panel
            title="How long records are kept"
            padded={false}
            actions={
              may('aaa.retention') && (
                <Button variant="default" size="xs" onClick={() => setOpened(true)}>
                  Edit
                </Button>
              )
            }
          >
            <Table aria-label="How long records are kept">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Record</Table.Th>
                  <Table.Th>Kept</Table.Th>
                  <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
                    On disk
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((item) => (
                  <KindRow key={item.kind} item={item} />
                ))}
              </Table.Tbody>
            </Table>
            <Text size="sm" c="dimmed" p="md">
              What is older is deleted every night, closed sessions by whole months. Invoices, payments and the audit
              are kept.
            </Text>
          </Panel>
          <SessionMonths months={session_months} />
          {opened && <RetentionForm items={items} onClose={() => setOpened(false)} />}
        </Stack>
      )}
    </Loaded>
  );
};
