import type { DeferredRevenue as Contract } from '@isp/server/contract/billing';
import { Box, Group, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Reply } from '../api/contract.ts';
import { useGet } from '../api/query.ts';
import { DayInput } from '../kit/DayInput.tsx';
import { fullMonthText } from '../kit/format.ts';
import { Hint } from '../kit/Hint.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { MoneyBars } from '../kit/MoneyBars.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { Panel } from '../kit/Panel.tsx';
import { kindText } from './ledger-words.ts';
import { type LegalEntity, OfEntity } from './OfEntity.tsx';

type Row = Reply<typeof Contract>['rows'][number];

const Kinds = ({ rows, currency }: { readonly rows: readonly Row[]; readonly currency: string }) => (
  <Table.ScrollContainer minWidth={380}>
    <Table fz="sm" aria-label={`Deferred revenue in ${currency}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Kind</Table.Th>
          <Table.Th ta="right">Billed for later days</Table.Th>
          <Table.Th ta="right">
            <Group gap={4} justify="flex-end" wrap="nowrap">
              In the ledger
              <Hint about="In the ledger">
                What the last closing by that day deferred. A closing brings the ledger to what is billed for later
                days.
              </Hint>
            </Group>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ kind, deferred_minor, ledger_minor }) => (
          <Table.Tr key={kind}>
            <Table.Td>{kindText(kind)}</Table.Td>
            <Table.Td ta="right">
              <Money minor={deferred_minor} currency={currency} />
            </Table.Td>
            <Table.Td ta="right">
              <Money minor={ledger_minor} currency={currency} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

/** What each month earns, of each kind and in all. */
const monthsOf = (rows: readonly Row[]) => {
  const names = [...new Set(rows.flatMap(({ months }) => months.map(({ month }) => month)))].sort();
  return names.map((month) => {
    const earned = rows.map(
      ({ kind, months }) => [kind, months.find((m) => m.month === month)?.earned_minor ?? 0] as const,
    );
    return { month, total: earned.reduce((sum, [, minor]) => sum + minor, 0), ...Object.fromEntries(earned) } as {
      readonly month: string;
      readonly total: number;
    } & Readonly<Record<string, string | number>>;
  });
};

const Schedule = ({ rows, currency }: { readonly rows: readonly Row[]; readonly currency: string }) => {
  const months = monthsOf(rows);
  const series = rows
    .filter(({ months: own }) => own.length > 0)
    .map(({ kind }) => ({ field: kind, label: kindText(kind) }));
  return (
    <>
      <Box px="md" pt="xs">
        <MoneyBars months={months} series={series} currency={currency} />
      </Box>
      <Table.ScrollContainer minWidth={380}>
        <Table fz="sm" aria-label={`Earned by month in ${currency}`}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Earned in</Table.Th>
              {series.map(({ field, label }) => (
                <Table.Th key={field} ta="right">
                  {label}
                </Table.Th>
              ))}
              {series.length > 1 && <Table.Th ta="right">In all</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {months.map((row) => (
              <Table.Tr key={row.month}>
                <Table.Td>{fullMonthText(row.month)}</Table.Td>
                {series.map(({ field }) => (
                  <Table.Td key={field} ta="right">
                    <Money minor={Number(row[field] ?? 0)} currency={currency} />
                  </Table.Td>
                ))}
                {series.length > 1 && (
                  <Table.Td ta="right">
                    <Money minor={row.total} currency={currency} />
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
};

const ofCurrency = (rows: readonly Row[]) => [...Map.groupBy(rows, (row) => row.currency)];

const DeferredOf = ({ entity, choice }: { readonly entity: LegalEntity; readonly choice: ReactNode }) => {
  const { search, set } = useListSearch();
  const today = useToday();
  const on = search.on ?? today;
  const deferred = useGet<typeof Contract>('/deferred-revenue', { legal_entity_id: entity.id, on }, { keep: true });
  return (
    <Stack gap="md">
      <Group gap="xs">
        {choice}
        <Text size="sm">At the end of</Text>
        <DayInput
          aria-label="At the end of"
          value={on}
          maxDate={today}
          description={undefined}
          onChange={(day) => set({ on: day ?? undefined })}
        />
      </Group>
      <Loaded of={deferred}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Panel>
              <NothingHere title="Nothing is billed for later days">
                What is billed in advance is earned day by day; what of it is for later days is shown here.
              </NothingHere>
            </Panel>
          ) : (
            ofCurrency(rows).map(([currency, part]) => (
              <Panel key={currency} padded={false} title={`Billed and not earned yet, ${currency}`}>
                <Kinds rows={part} currency={currency} />
                {part.some(({ months }) => months.length > 0) && <Schedule rows={part} currency={currency} />}
              </Panel>
            ))
          )
        }
      </Loaded>
    </Stack>
  );
};

/** What was billed for days to come, and when it will be earned. */
export const DeferredRevenue = () => (
  <OfEntity>{(entity, choice) => <DeferredOf entity={entity} choice={choice} />}</OfEntity>
);
