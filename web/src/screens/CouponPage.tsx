import type { ListDiscounts } from '@isp/server/contract/billing';
import type { GetCoupon } from '@isp/server/contract/tariffs';
import { Button, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useLiveRefresh } from '../api/live-refresh.ts';
import { useMe } from '../api/me.ts';
import { useGet, useList } from '../api/query.ts';
import { type Discount, discountState } from '../billing/discount-words.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { DataTable } from '../kit/DataTable.tsx';
import { Day } from '../kit/Day.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { Money } from '../kit/Money.tsx';
import { NothingHere } from '../kit/NothingHere.tsx';
import { useToday } from '../kit/Now.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import type { TableColumn } from '../kit/table-column.ts';
import { useId } from '../kit/use-id.ts';
import { CouponEdit } from '../tariffs/CouponEdit.tsx';
import { CouponStateButton } from '../tariffs/CouponStateButton.tsx';
import { type Coupon, couponSentence, couponState } from '../tariffs/coupon-words.ts';
import { usePlanNames } from './account/use-subscription.ts';

interface CouponProps {
  readonly coupon: Coupon;
}

/** A percentage is taken off bills of any currency: only an amount says which. */
const takenColumn = (currency: string): TableColumn<Discount> => ({
  id: 'taken',
  header: 'Taken off',
  align: 'right',
  cell: (row) => <Money minor={row.taken_minor} currency={currency} />,
});

const columnsOf = ({ currency }: Coupon, today: string): readonly TableColumn<Discount>[] => [
  { id: 'account', header: 'Account', cell: (row) => <AccountLink id={row.account_id} /> },
  { id: 'state', header: 'State', phone: 'aside', cell: (row) => <StateBadge state={discountState(row, today)} /> },
  { id: 'given', header: 'Redeemed', sort: 'given_at', cell: (row) => <Day day={row.given_at.slice(0, 10)} /> },
  { id: 'from', header: 'From', cell: (row) => <Day day={row.from_on} /> },
  { id: 'by', header: 'By', cell: (row) => row.given_by },
  ...(currency === null ? [] : [takenColumn(currency)]),
];

const WhoRedeemed = ({ coupon }: CouponProps) => {
  const today = useToday();
  const [sort, setSort] = useState<string>();
  const columns = useMemo(() => columnsOf(coupon, today), [coupon, today]);
  useLiveRefresh(['billing.discounts'], ['/discounts', '/coupons/:id']);
  return (
    <Panel padded={false} title="Who redeemed it">
      <DataTable
        name="coupon-discounts"
        isMain
        list={useList<typeof ListDiscounts>('/discounts', { coupon_id: coupon.id, sort })}
        columns={columns}
        rowKey={(row) => row.id}
        rowLink={(row) => ({ to: `/accounts/${row.account_id}` })}
        sort={sort}
        onSort={setSort}
        empty={
          <NothingHere title="Nobody yet">
            It is redeemed where an account is subscribed, or with “Give discount” on the account’s page.
          </NothingHere>
        }
      />
    </Panel>
  );
};

const CouponBody = ({ coupon }: CouponProps) => {
  const { may } = useMe();
  const planName = usePlanNames();
  const [isEdited, setEdited] = useState(false);
  const today = useToday();
  return (
    <>
      <PageHeader
        title={coupon.name}
        back={{ to: '/coupons', label: 'Coupons' }}
        aside={<StateBadge state={couponState(coupon, today)} />}
        subtitle={<span className="mono">{coupon.code}</span>}
        actions={
          may('tariffs.write') && (
            <>
              <Button variant="default" onClick={() => setEdited(true)}>
                Change
              </Button>
              <CouponStateButton coupon={coupon} />
            </>
          )
        }
      />
      <Stack gap="md">
        <Text>{couponSentence(coupon, planName)}</Text>
        {may('billing.read') && <WhoRedeemed coupon={coupon} />}
      </Stack>
      {isEdited && <CouponEdit coupon={coupon} onClose={() => setEdited(false)} />}
    </>
  );
};

/** One coupon: what it takes off, who redeemed it. */
export const CouponPage = () => {
  const coupon = useGet<typeof GetCoupon>('/coupons/:id', { id: useId() });
  return <Loaded of={coupon}>{(found) => <CouponBody coupon={found} />}</Loaded>;
};
