import type { AccountStatement } from '@isp/server/contract/views';
import { Group, Stack } from '@mantine/core';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useGet } from '../api/query.ts';
import { CsvButton } from '../kit/CsvButton.tsx';
import { DayFilter } from '../kit/DayFilter.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { useListSearch } from '../kit/list-search.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { TextLink } from '../kit/TextLink.tsx';
import { useId } from '../kit/use-id.ts';
import { PrintButton } from './PrintButton.tsx';
import { StatementDocument } from './StatementDocument.tsx';
import type { Statement } from './statement-words.ts';
import './print.css';

const PATH = '/accounts/:id/statement';

const StatementHeader = ({ statement }: { readonly statement: Statement }) => {
  const { set } = useListSearch();
  const { account_id: id, from, to, recipient } = statement;
  return (
    <div data-noprint>
      <PageHeader
        title="Statement of account"
        back={{ to: `/accounts/${id}`, label: recipient.name }}
        subtitle={
          <>
            of{' '}
            <TextLink to={`/accounts/${id}`} inherit>
              {recipient.name}
            </TextLink>
          </>
        }
        actions={<PrintButton />}
      />
      <Group gap="xs" mb="md">
        <DayFilter label="From" value={from} onChange={(day) => set({ from: day })} />
        <DayFilter label="Up to" value={to} onChange={(day) => set({ to: day })} />
        <CsvButton path={PATH} input={{ id, from, to }} name={`statement-${recipient.account_number}`} />
      </Group>
    </div>
  );
};

/** What moved on one account from a day up to another, to print, send or save. */
export const StatementPage = () => {
  const { search } = useListSearch();
  const statement = useGet<typeof AccountStatement>(
    PATH,
    { id: useId(), from: search.from, to: search.to },
    { keep: true },
  );
  useLiveRefresh(['billing.invoices', 'billing.credit_notes', 'payments.payments'], [PATH]);
  return (
    <Loaded of={statement}>
      {(found) => (
        <Stack gap={0}>
          <StatementHeader statement={found} />
          <StatementDocument statement={found} />
        </Stack>
      )}
    </Loaded>
  );
};
