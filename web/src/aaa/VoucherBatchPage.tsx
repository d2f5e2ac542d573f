import type { GetVoucherBatch } from '@isp/server/contract/aaa';
import { Stack } from '@mantine/core';
import { useGet } from '../api/query.ts';
import { AccountLink } from '../kit/AccountLink.tsx';
import { Day } from '../kit/Day.tsx';
import { Figure, Figures } from '../kit/Figures.tsx';
import { countText, moneyText } from '../kit/format.ts';
import { Instant } from '../kit/Instant.tsx';
import { KeyValues } from '../kit/KeyValues.tsx';
import { Loaded } from '../kit/Loaded.tsx';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Panel } from '../kit/Panel.tsx';
import { StateBadge } from '../kit/StateBadge.tsx';
import { useId } from '../kit/use-id.ts';
import { VoucherBatchActions } from './VoucherBatchActions.tsx';
import { VoucherTable } from './VoucherTable.tsx';
import { batchState, giftWords, type VoucherBatch } from './voucher-words.ts';

const LOOK_AGAIN_MS = 20_000;

const codeWords = (batch: VoucherBatch): string => {
  const drawn = `${batch.code_length} ${batch.code_alphabet === 'digits' ? 'digits' : 'letters and digits'}`;
  const prefix = batch.code_prefix === '' ? '' : `${batch.code_prefix} and `;
  return `${prefix}${drawn}${batch.pin_length === 0 ? ', no PIN' : `, a PIN of ${batch.pin_length}`}`;
};

const Counts = ({ batch }: { readonly batch: VoucherBatch }) => (
  <Figures>
    <Figure label="Vouchers" value={countText(batch.size)} />
    <Figure label="Unused" value={countText(batch.unused)} />
    <Figure label="In use" value={countText(batch.in_use)} />
    <Figure label="Used up" value={countText(batch.used_up)} />
    <Figure label="Expired" value={countText(batch.expired)} />
    <Figure label="Cancelled" value={countText(batch.cancelled)} />
  </Figures>
);

const Facts = ({ batch }: { readonly batch: VoucherBatch }) => (
  <Panel title="The batch">
    <KeyValues
      items={[
        ['Whose', <AccountLink key="account" id={batch.account_id} />],
        ['Each gives', giftWords(batch).join(' · ')],
        [
          'Devices at once',
          batch.binds_device ? `${batch.simultaneous}, only the first that comes` : batch.simultaneous,
        ],
        ['First log-in by', batch.use_by_on === null ? 'any day' : <Day key="by" day={batch.use_by_on} />],
        ['Codes', codeWords(batch)],
        ['Printed price', batch.price_minor === null ? null : moneyText(batch.price_minor, batch.currency)],
        ['From', batch.heading],
        ['Log-in page', batch.login_url && <span className="mono">{batch.login_url}</span>],
        ['Made', <Instant key="made" at={batch.created_at} as="full" />],
      ]}
    />
  </Panel>
);

/** One batch: how many are left, what each gives, and every voucher. */
export const VoucherBatchPage = () => {
  const found = useGet<typeof GetVoucherBatch>('/voucher-batches/:id', { id: useId() }, { every: LOOK_AGAIN_MS });
  return (
    <Loaded of={found}>
      {(batch) => (
        <>
          <PageHeader
            title={batch.name}
            back={{ to: '/vouchers', label: 'Vouchers' }}
            aside={<StateBadge state={batchState(batch)} />}
            subtitle={giftWords(batch).join(' · ')}
            actions={<VoucherBatchActions batch={batch} />}
          />
          <Stack gap="md">
            <Counts batch={batch} />
            <VoucherTable batch={batch} />
            <Facts batch={batch} />
          </Stack>
        </>
      )}
    </Loaded>
  );
};
