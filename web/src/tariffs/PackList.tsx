import type { ListPacks, UpdatePack } from '@isp/server/contract/tariffs';
import { Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useCommand } from '../api/command.ts';
import { useMe } from '../api/me.ts';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { type Pack, packSentence } from './pack-words.ts';

/** Withdraws a pack, or brings it back. */
const StateButton = ({ pack }: { readonly pack: Pack }) => {
  const { id, name, state } = pack;
  const change = useCommand<typeof UpdatePack>('PATCH', '/packs/:id', {
    onDone: (reply) => notifyDone(`${name} is ${reply.state === 'withdrawn' ? 'withdrawn' : 'sold again'}.`),
    onProblem: notifyProblem,
  });
  const isSold = state === 'active';
  const word = isSold ? 'Withdraw' : 'Bring back';
  return (
    <ConfirmButton
      size="compact-xs"
      aria-label={`${word} ${name}`}
      isSending={change.isSending}
      question={isSold ? `Withdraw ${name}?` : `Bring ${name} back?`}
      consequence={
        isSold
          ? 'Nobody can buy it any more, nor does a subscription by itself. What was bought stays.'
          : 'It can be bought again, at the same price.'
      }
      confirm={word}
      danger={isSold}
      onConfirm={() => change.send({ id, state: isSold ? 'withdrawn' : 'active' })}
    >
      {word}
    </ConfirmButton>
  );
};

const plansText = ({ plan_ids }: Pack, planName: (id: string) => string): string =>
  plan_ids === null ? 'any plan' : plan_ids.map(planName).join(', ');

const columnsOf = (planName: (id: string) => string, mayChange: boolean): readonly TableColumn<Pack>[] => [
  { id: 'code', header: 'Code', sort: 'code', cell: (row) => <span className="mono">{row.code}</span> },
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: (row) => (
      <>
        {row.name}
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'normal' }}>
          {packSentence(row)}
        </Text>
      </>
    ),
  },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={row.state} /> },
  { id: 'plans', header: 'For', phone: 'hide', cell: (row) => plansText(row, planName) },
  { id: 'tax', header: 'Tax', optional: true, cell: (row) => row.tax_code ?? 'no tax' },
  ...(mayChange ? [{ id: 'change', header: '', cell: (row: Pack) => <StateButton pack={row} /> }] : []),
];

const STATES = [
  { value: 'active', label: 'Sold' },
  { value: 'withdrawn', label: 'Withdrawn' },
];

interface PackListProps {
  /** What the plans are called. */
  readonly planName: (id: string) => string;
  /** What makes a pack, for whoever may. */
  readonly add: ReactNode;
}

/** Every pack, in words; withdrawn and brought back here. */
export const PackList = ({ planName, add }: PackListProps) => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const { may } = useMe();
  const mayChange = may('tariffs.write');
  const columns = useMemo(() => columnsOf(planName, mayChange), [planName, mayChange]);
  const list = useList<typeof ListPacks>('/packs', {
    sort,
    q: search.q,
    state: oneOf(search.state, ['active', 'withdrawn']),
  });
  return (
    <DataTable
      name="packs"
      isMain
      list={list}
      columns={columns}
      rowKey={(row) => row.id}
      sort={sort}
      onSort={setSort}
      filters={
        <>
          <SearchFilter label="Name or code" value={search.q} onChange={(q) => set({ q })} />
          <ChoiceFilter label="State" value={search.state} choices={STATES} onChange={(state) => set({ state })} />
        </>
      }
      empty={
        <NoMatch isFiltered={Boolean(search.q || search.state)} onClear={() => clear('q', 'state')}>
          <NothingHere title="No packs yet" action={add}>
            A pack is more volume or time, bought by a subscription that has used what its plan gives.
          </NothingHere>
        </NoMatch>
      }
    />
  );
};
