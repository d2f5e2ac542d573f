import type { GetChart, SetChart } from '@isp/server/contract/billing';
import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { ReactNode } from 'react';
import { useMe } from '../api/me.ts';
import { useGet } from '../api/query.ts';
import { useCommandForm } from '../kit/command-form.ts';
import { FormProblem } from '../kit/FormProblem.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone } from '../kit/notify.ts';
import { Panel } from '../kit/Panel.tsx';
import { type Chart, type ChartValues, chartInput, chartValues, usualCode } from './chart-form.ts';
import { ledgerText } from './ledger-words.ts';
import { type LegalEntity, OfEntity } from './OfEntity.tsx';

const MONTHS = Array.from({ length: 12 }, (_, i) => ({
  value: String(i + 1),
  label: new Intl.DateTimeFormat(undefined, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, i, 1)),
}));

interface PartProps {
  readonly form: UseFormReturnType<ChartValues>;
  readonly isFixed: boolean;
}

const Accounts = ({ form, isFixed, country }: PartProps & { readonly country: string }) => (
  <Table.ScrollContainer minWidth={720}>
    <Table fz="sm" aria-label="Chart of accounts">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Ledger account</Table.Th>
          <Table.Th w={130}>Account code</Table.Th>
          <Table.Th>Account name</Table.Th>
          <Table.Th w={190}>Tax code</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {form.values.accounts.map(({ ledger_account }, i) => {
          const name = ledgerText(ledger_account);
          const box = (field: string, label: string, most: number, placeholder: string) => (
            <TextInput
              size="xs"
              aria-label={`${label} of ${name}`}
              maxLength={most}
              placeholder={placeholder}
              readOnly={isFixed}
              {...form.getInputProps(`accounts.${i}.${field}`)}
            />
          );
          return (
            <Table.Tr key={ledger_account}>
              <Table.Td title={ledger_account}>{name}</Table.Td>
              <Table.Td>{box('code', 'Account code', 20, usualCode(ledger_account, country))}</Table.Td>
              <Table.Td>{box('name', 'Account name', 100, name)}</Table.Td>
              <Table.Td>{box('tax_code', 'Tax code', 60, 'none')}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

const Besides = ({ form, isFixed }: PartProps) => (
  <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
    <Select
      label="Fiscal year begins in"
      data={MONTHS}
      allowDeselect={false}
      readOnly={isFixed}
      {...form.getInputProps('fiscal_month')}
    />
    <NumberInput
      label="DATEV consultant number"
      description="Beraternummer; only for DATEV"
      min={1001}
      max={9_999_999}
      allowDecimal={false}
      hideControls
      readOnly={isFixed}
      {...form.getInputProps('datev_consultant')}
    />
    <NumberInput
      label="DATEV client number"
      description="Mandantennummer; only for DATEV"
      min={1}
      max={99_999}
      allowDecimal={false}
      hideControls
      readOnly={isFixed}
      {...form.getInputProps('datev_client')}
    />
  </SimpleGrid>
);

const ChartForm = ({ entity, chart }: { readonly entity: LegalEntity; readonly chart: Chart }) => {
  const { may } = useMe();
  const isFixed = !may('billing.write');
  const { form, submit, isSending, problem } = useCommandForm<typeof SetChart, ChartValues>({
    verb: 'PUT',
    path: '/legal-entities/:id/chart',
    initial: chartValues(chart),
    toInput: (values) => chartInput(entity.id, values),
    onDone: () => {
      form.resetDirty();
      notifyDone('The chart of accounts is saved.');
    },
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <FormProblem problem={problem} fields={Object.keys(form.values)} />
        <Text size="sm">
          What the accountant calls each ledger account. Several may share one code. The tax code is what the
          accountant’s program wants beside an amount: for Xero the name of a tax rate such as “No VAT” on every
          account; for DATEV a key such as 40, where an account would reckon tax by itself.
        </Text>
        <Accounts form={form} isFixed={isFixed} country={entity.country} />
        <Besides form={form} isFixed={isFixed} />
        {!isFixed && (
          <Group justify="flex-end">
            <Button type="submit" loading={isSending} disabled={!form.isDirty()}>
              Save the chart
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
};

const ChartOf = ({ entity, choice }: { readonly entity: LegalEntity; readonly choice: ReactNode }) => {
  const chart = useGet<typeof GetChart>('/legal-entities/:id/chart', { id: entity.id });
  return (
    <Stack gap="md">
      {choice}
      <Panel>
        <Loaded of={chart}>
          {(found) =>
            found.accounts.length === 0 ? (
              <NothingHere title="Nothing was posted yet">
                Each ledger account is listed here once something was posted to it.
              </NothingHere>
            ) : (
              <ChartForm key={`${entity.id} ${found.accounts.length}`} entity={entity} chart={found} />
            )
          }
        </Loaded>
      </Panel>
    </Stack>
  );
};

/** What each ledger account is called in the accountant's books. */
export const ChartOfAccounts = () => (
  <OfEntity>{(entity, choice) => <ChartOf entity={entity} choice={choice} />}</OfEntity>
);
