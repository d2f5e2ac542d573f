import type { ListPayments } from '@isp/server/contract/payments';
import type { Row } from '../api/contract.ts';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useList } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { ButtonLink } from '../kit/ButtonLink.tsx';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { DayFilter } from '../kit/DayFilter.tsx';
import { Instant } from '../kit/Instant.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { Money } from '../kit/Money.tsx';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { ToggleFilter } from '../kit/ToggleFilter.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { METHOD_WORDS, METHODS } from './method-words.ts';

type PaymentRow = Row<typeof ListPayments>;

const columns: readonly TableColumn<PaymentRow>[] = [
  { id: 'received', header: 'Received', sort: 'received_on', cell: (row) => <Day day={row.received_on} /> },
  { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> },
  {
    id: 'amount',
    header: 'Amount',
    align: 'right',
    phone: 'aside',
    cell: (row) => <Money minor={row.amount_minor} currency={row.currency} />,
  },
  { id: 'method', header: 'How', cell: (row) => METHOD_WORDS[row.method] },
  { id: 'reference', header: 'Reference', cell: (row) => row.reference ?? '–' },
  {
    id: 'unused',
    header: 'Not yet used',
    align: 'right',
    cell: (row) =>
      row.unallocated_minor === 0 ? '–' : <Money minor={row.unallocated_minor} currency={row.currency} />,
  },
  { id: 'state', header: 'State', cell: (row) => (row.reversed_at ? <StateBadge state="reversed" /> : '–') },
  { id: 'by', header: 'Recorded by', cell: (row) => row.recorded_by },
  {
    id: 'recorded',
    header: 'Recorded',
    sort: 'recorded_at',
    optional: true,
    cell: (row) => <Instant at={row.recorded_at} />,
  },
];

const METHOD_CHOICES = METHODS.map((value) => ({ value, label: METHOD_WORDS[value] }));
const FILTERS = ['account_id', 'method', 'received_from', 'received_to'] as const;

const PaymentFilters = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <ChoiceFilter label="How" value={search.method} choices={METHOD_CHOICES} onChange={(method) => set({ method })} />
      <DayFilter
        label="Received from"
        value={search.received_from}
        onChange={(received_from) => set({ received_from })}
      />
      <DayFilter label="Received up to" value={search.received_to} onChange={(received_to) => set({ received_to })} />
      {search.account_id && (
        <ToggleFilter label="One account only" isOn onChange={() => set({ account_id: undefined })} />
      )}
    </>
  );
};

/** Money that came in; a row opens its payment by `?payment=`. */
export const PaymentList = () => {
  const { search, sort, setSort, clear } = useListSearch();
  const list = useList<typeof ListPayments>('/payments', {
    sort,
    account_id: search.account_id,
    method: oneOf(search.method, METHODS),
    received_from: search.received_from,
    received_to: search.received_to,
  });
  useLiveRefresh(['payments.payments'], ['/payments', '/payments/:id', '/refunds']);
  const kept = Object.fromEntries(
    [...FILTERS, 'sort'].flatMap((name) => (search[name] ? [[name, search[name]] as const] : [])),
  );
  return (
    <Panel padded={false}>
      <DataTable
        name="payments"
        isMain
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: '/payments', search: { ...kept, payment: row.id } })}
        sort={sort}
        onSort={setSort}
        filters={<PaymentFilters />}
        empty={
          <NoMatch isFiltered={FILTERS.some((name) => search[name])} onClear={() => clear(...FILTERS)}>
            <NothingHere
              title="No payments yet"
              action={
                <ButtonLink to="/accounts" search={{ overdue: 'true' }} variant="default">
                  Who owes
                </ButtonLink>
              }
            >
              Open the account that paid and record the payment there.
            </NothingHere>
          </NoMatch>
        }
      />
    </Panel>
  );
};
