import type { ListCoupons } from '@isp/server/contract/tariffs';
import { Text } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useList } from '../api/query.ts';
import { ChoiceFilter } from '../kit/ChoiceFilter.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { oneOf, useListSearch } from '../kit/list-search.ts';
import { NoMatch } from '../kit/NoMatch.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { SearchFilter } from '../kit/SearchFilter.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { type Coupon, couponSentence, couponState, redeemedText } from './coupon-words.ts';

const columnsOf = (planName: (id: string) => string, today: string): readonly TableColumn<Coupon>[] => [
  { id: 'code', header: 'Code', sort: 'code', cell: (row) => <span className="mono">{row.code}</span> },
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    cell: (row) => (
      <>
        {row.name}
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'normal' }}>
          {couponSentence(row, planName)}
        </Text>
      </>
    ),
  },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={couponState(row, today)} /> },
  { id: 'redeemed', header: 'Redeemed', sort: 'redeemed', align: 'right', phone: 'hide', cell: redeemedText },
  { id: 'to', header: 'Last day', optional: true, cell: (row) => row.redeem_to && <Day day={row.redeem_to} /> },
];

const STATES = [
  { value: 'active', label: 'Not withdrawn' },
  { value: 'withdrawn', label: 'Withdrawn' },
];

interface CouponListProps {
  /** What the plans are called. */
  readonly planName: (id: string) => string;
  /** What makes a coupon, for whoever may. */
  readonly add: ReactNode;
}

/** Every coupon, in words, and how often it was redeemed. */
export const CouponList = ({ planName, add }: CouponListProps) => {
  const { search, set, sort, setSort, clear } = useListSearch();
  const today = useToday();
  const columns = useMemo(() => columnsOf(planName, today), [planName, today]);
  const list = useList<typeof ListCoupons>('/coupons', {
    sort,
    q: search.q,
    state: oneOf(search.state, ['active', 'withdrawn']),
  });
  return (
    <DataTable
      name="coupons"
      isMain
      list={list}
      columns={columns}
      rowKey={(row) => row.id}
      rowLink={(row) => ({ to: `/coupons/${row.id}` })}
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
          <NothingHere title="No coupons yet" action={add}>
            A coupon is a discount that an account redeems by its code, once.
          </NothingHere>
        </NoMatch>
      }
    />
  );
};
