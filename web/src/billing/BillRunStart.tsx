import type { ListLegalEntities } from '@isp/server/contract/billing';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useList } from '../api/query.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DayInput } from '../kit/DayInput.tsx';
import { dayText } from '../kit/format.ts';
import { useToday } from '../kit/Now.tsx';
import { SideDrawer } from '../kit/SideDrawer.tsx';
import { useBeginRuns } from './use-begin-runs.ts';

interface EntityChoiceProps {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** Whose accounts, where there are several legal entities. */
const EntityChoice = ({ value, onChange }: EntityChoiceProps) => {
  const { rows } = useList<typeof ListLegalEntities>('/legal-entities', { limit: 100 });
  if (rows.length < 2) return null;
  return (
    <Select
      label="Legal entity"
      placeholder="all"
      clearable
      data={rows.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
    />
  );
};

/** Starts a bill run: chooses the day and whose accounts, and leads to its page; first dry. */
export const BillRunStart = ({ onClose }: { readonly onClose: () => void }) => {
  const [asOf, setAsOf] = useState<string | null>(useToday());
  const [entity, setEntity] = useState<string | null>(null);
  const dry = useBeginRuns(onClose);
  const real = useBeginRuns(onClose);
  const input = (dry_run: boolean) => ({
    dry_run,
    ...(asOf === null ? {} : { as_of: asOf }),
    ...(entity === null ? {} : { legal_entity_id: entity }),
  });
  return (
    <SideDrawer title="Start a bill run" onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">
          A run makes an invoice for every account that has something due by the chosen day, and credit notes for days
          that were billed and not used. What was billed before is never billed again, and what is held waits.
        </Text>
        <DayInput label="As of" value={asOf} onChange={setAsOf} />
        <EntityChoice value={entity} onChange={setEntity} />
        <Text size="sm" c="dimmed">
          A dry run issues nothing: it shows what would be made beside the period before, and what stands out can be
          held.
        </Text>
        <Group justify="flex-end">
          <ConfirmButton
            disabled={asOf === null}
            isSending={real.isSending}
            question={`Issue everything due by ${asOf === null ? '' : dayText(asOf)}?`}
            consequence="Invoices get their numbers and are posted to the ledger, without a look at them first. What is issued is never changed or deleted."
            confirm="Issue everything"
            onConfirm={() => real.send(input(false))}
          >
            Issue at once
          </ConfirmButton>
          <Button disabled={asOf === null} loading={dry.isSending} onClick={() => dry.send(input(true))}>
            Dry run
          </Button>
        </Group>
      </Stack>
    </SideDrawer>
  );
};
